using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>Speaks the contract with a running adapter. Whatever is not of the contract ends it.</summary>
internal sealed class AdapterConnection : IDisposable
{
    private const int ShownMost = 200;

    private readonly AdapterProcess _process;
    private AdapterLimits _limits;
    private readonly LineReader _lines;
    private readonly FieldReader _fields = new();
    private readonly MemoryStream _line = new();
    private readonly TraceWriter _calls;
    private int _answered;

    private AdapterConnection(AdapterProcess process, AdapterLimits limits)
    {
        (_process, _limits) = (process, limits);
        _lines = new LineReader(process.Output);
        _calls = new TraceWriter(_line);
        Hello = new ContractHello();
    }

    /// <summary>What the adapter said of itself.</summary>
    public ContractHello Hello { get; private set; }

    /// <summary>Whether it was given up.</summary>
    public bool IsLost { get; private set; }

    /// <summary>The number of its process.</summary>
    public int ProcessId => _process.Id;

    /// <summary>Starts an adapter and greets it.</summary>
    /// <param name="words">The program and its arguments.</param>
    /// <param name="limits">What it may take and say.</param>
    /// <exception cref="TargetException">It cannot be started, or does not answer as it should.</exception>
    public static AdapterConnection Start(IReadOnlyList<string> words, AdapterLimits limits)
    {
        var starting = limits with { Patience = limits.Starting ?? limits.Patience };
        var connection = new AdapterConnection(AdapterProcess.Start(words), starting);
        connection.Send(new ContractCommand("hello") { Version = ContractCommand.CurrentVersion }, TimeSpan.Zero);
        connection.Hello = connection.ReadHello();
        connection._limits = limits;
        return connection;
    }

    /// <summary>Sends a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="more">Time that it may take beyond what any command may.</param>
    /// <exception cref="TargetException">The adapter does not take it.</exception>
    public void Send(ContractCommand command, TimeSpan more)
    {
        _line.SetLength(0);
        JsonSerializer.Serialize(_line, command, ContractJson.Default.ContractCommand);
        _line.WriteByte((byte)'\n');
        SendLine(more);
    }

    /// <summary>Sends a call that begins.</summary>
    /// <exception cref="TargetException">The adapter does not take it.</exception>
    public void Send(CallEntry call)
    {
        _line.SetLength(0);
        _calls.Write(call);
        SendLine(TimeSpan.Zero);
    }

    /// <summary>Sends a datagram that arrives.</summary>
    /// <exception cref="TargetException">The adapter does not take it.</exception>
    public void Send(ReadOnlySpan<byte> datagram)
    {
        _line.SetLength(0);
        _line.Write("{\"packet\":\""u8);
        Span<byte> hexadecimal = new byte[datagram.Length * 2];
        Convert.TryToHexStringLower(datagram, hexadecimal, out _);
        _line.Write(hexadecimal);
        _line.Write("\"}\n"u8);
        SendLine(TimeSpan.Zero);
    }

    /// <summary>The fields of the next line, which are valid until the next call.</summary>
    /// <exception cref="TargetException">There is none in time, or it is none.</exception>
    public FieldSet Read()
    {
        try
        {
            return _fields.Read(ReadLine());
        }
        catch (FormatException fault)
        {
            throw Lose($"answered what is not of the contract: {fault.Message}");
        }
    }

    /// <summary>The next line, as an object of the contract.</summary>
    /// <exception cref="TargetException">There is none in time, or it is none.</exception>
    public T Read<T>(JsonTypeInfo<T> type) where T : class
    {
        var line = ReadLine();
        try
        {
            return JsonSerializer.Deserialize(line, type) ?? throw Lose("answered null");
        }
        catch (JsonException fault)
        {
            throw Lose($"answered what is not of the contract: {fault.Message} {Shown(line)}");
        }
    }

    /// <summary>Gives the adapter up.</summary>
    /// <param name="what">What it did.</param>
    public TargetException Lose(string what)
    {
        IsLost = true;
        _process.Kill();
        var words = _process.LastWords();
        _process.Dispose();
        return new TargetException($"the adapter {what}{(words.Length > 0 ? $"; its last words: {words}" : "")}");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (IsLost)
        {
            return;
        }

        try
        {
            Send(new ContractCommand("end"), TimeSpan.Zero);
        }
        catch (TargetException)
        {
            return;                          // It was given up, and is gone already.
        }

        _process.Dispose();
        _calls.Dispose();
        _line.Dispose();
    }

    private void SendLine(TimeSpan more)
    {
        _answered = 0;
        if (!_lines.IsAtEnd || _process.Output.HasMore)
        {
            throw Lose("spoke without having been asked");
        }

        try
        {
            _process.Input.Allow(_limits.Patience, 0);
            _process.Input.Write(_line.GetBuffer().AsSpan(0, (int)_line.Length));
            _process.Output.Allow(_limits.Patience + more, _limits.Octets);
        }
        catch (TargetException failure)
        {
            throw Lose(failure.Message);
        }
        catch (EndOfStreamException)
        {
            throw Lose(_process.Ending());
        }
    }

    private ReadOnlySpan<byte> ReadLine()
    {
        try
        {
            if (!_lines.TryRead(out var line))
            {
                throw new TargetException(_process.Ending());
            }

            if (_lines.IsTooLong || ++_answered > _limits.Lines)
            {
                throw new TargetException("answered a single command with more than it may");
            }

            return line;
        }
        catch (TargetException failure)
        {
            throw Lose(failure.Message);
        }
    }

    private ContractHello ReadHello()
    {
        var line = ReadLine();
        try
        {
            var hello = JsonSerializer.Deserialize(line, ContractJson.Default.ContractHello);
            return hello is { Version: ContractCommand.CurrentVersion, Clock: "virtual" or "real", Stack: not null }
                ? hello
                : throw Lose(
                    $"answered to hello without \"version\":{ContractCommand.CurrentVersion}, a clock or a stack: "
                    + Shown(line));
        }
        catch (JsonException)
        {
            throw Lose($"answered to hello what is no JSON: {Shown(line)}");
        }
    }

    private static string Shown(ReadOnlySpan<byte> line) =>
        Encoding.UTF8.GetString(line[..Math.Min(line.Length, ShownMost)]);
}
