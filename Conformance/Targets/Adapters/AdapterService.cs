using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Conformance.Traces.Recording;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>The other side of the contract: serves a target as an adapter.</summary>
/// <param name="target">The target.</param>
/// <param name="input">Where commands come from.</param>
/// <param name="output">Where observations go.</param>
internal sealed class AdapterService(ITarget target, Stream input, Stream output) : IDisposable
{
    private const long NanosecondsOfMicrosecond = 1000;

    private readonly LineReader _lines = new(input);
    private readonly FieldReader _fields = new();
    private readonly MemoryStream _answer = new();
    private readonly Dictionary<int, CallRequest> _underWay = [];
    private RunSettings _settings = new();
    private CallRecording _calls = new(new RunSettings(), IPAddress.Any, IPAddress.Any);
    private IStack? _stack;

    /// <summary>Serves until it is told to end, or there are no commands any more.</summary>
    /// <exception cref="TargetException">A line is no command.</exception>
    public void Serve()
    {
        using var events = new TraceWriter(_answer);
        while (_lines.TryRead(out var line))
        {
            _answer.SetLength(0);
            if (!Obey(line, events))
            {
                return;
            }

            output.Write(_answer.GetBuffer().AsSpan(0, (int)_answer.Length));
            output.Flush();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _answer.Dispose();

    /// <returns>Whether to go on.</returns>
    private bool Obey(ReadOnlySpan<byte> line, TraceWriter events)
    {
        try
        {
            if (CommandIn(line) is { } command)
            {
                switch (command.Command)
                {
                    case "end":
                        return false;
                    case "hello":
                        Write(HelloOf(target.Description), ContractJson.Default.ContractHello);
                        return true;
                    default:
                        Obey(command);
                        break;
                }
            }
            else
            {
                Begin(_fields.Read(line));
            }
        }
        catch (UnsupportedException lacking)
        {
            Write(new ContractLack(lacking.Message), ContractJson.Default.ContractLack);
        }
        catch (Exception fault) when (fault is FormatException or JsonException)
        {
            throw new TargetException($"line {_lines.Line} is no command: {fault.Message}");
        }

        Observe(events);
        return true;
    }

    private void Obey(ContractCommand command)
    {
        switch (command.Command)
        {
            case "reset":
                _settings = SettingsOf(command);
                _calls = new CallRecording(_settings, _settings.LocalAddress, _settings.RemoteAddress);
                _underWay.Clear();
                _stack = target.Reset(_settings);
                break;
            case "settings":
                _settings = WithSysctls(_settings, command);
                Stack.Configure(_settings);
                break;
            case "wait":
                var until = command.Until ?? throw new FormatException("'until' is expected");
                Stack.Advance(until / NanosecondsOfMicrosecond);
                break;
            default:
                throw new FormatException($"there is no command '{command.Command}'");
        }
    }

    private IStack Stack => _stack ?? throw new FormatException("a reset is expected first");

    private void Begin(FieldSet fields)
    {
        if (fields.Packet is { } octets)
        {
            var packet = IpFormat.Read(Convert.FromHexString(octets), Stack.Now)
                ?? throw new UnsupportedException("datagrams other than segments of TCP");
            Stack.Deliver(packet.Ip is { } header && header.Any(field => field is { Name: "tos", Value: 0 })
                ? packet with { Ip = null }
                : packet);
            return;
        }

        var entry = EventFields.Entry(
            fields, fields.Call ?? throw new FormatException("one of 'command', 'call' and 'packet' is expected"));
        var request = CallReplay.Request(entry);
        Stack.Begin(entry.Thread, request);
        _underWay[entry.Thread] = request;
    }

    private void Observe(TraceWriter events)
    {
        while (_stack?.TakeSent() is { } packet)
        {
            var octets = IpFormat.Write(packet, _settings.LocalAddress, _settings.RemoteAddress);
            Write(
                new ContractPacket(packet.Time * NanosecondsOfMicrosecond, Convert.ToHexStringLower(octets)),
                ContractJson.Default.ContractPacket);
        }

        foreach (var (thread, request) in _underWay)
        {
            if (_stack?.Ending(thread) is { } answer)
            {
                events.Write(_calls.Exit(answer.Time * NanosecondsOfMicrosecond, thread, request, answer));
                _underWay.Remove(thread);
            }
        }

        var now = (_stack?.Now ?? 0) * NanosecondsOfMicrosecond;
        Write(new ContractQuiet(now, _stack?.IsQuiet == true ? true : null), ContractJson.Default.ContractQuiet);
    }

    private void Write<TLine>(TLine line, JsonTypeInfo<TLine> type)
    {
        JsonSerializer.Serialize(_answer, line, type);
        _answer.WriteByte((byte)'\n');
    }

    /// <summary>A line that has a command; <see langword="null"/> for calls and packets.</summary>
    private static ContractCommand? CommandIn(ReadOnlySpan<byte> line)
    {
        var reader = new Utf8JsonReader(line);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1
                && reader.ValueTextEquals("command"u8))
            {
                return JsonSerializer.Deserialize(line, ContractJson.Default.ContractCommand);
            }
        }

        return null;
    }

    private static RunSettings SettingsOf(ContractCommand command)
    {
        var usual = new RunSettings();
        return WithSysctls(
            usual with
            {
                LocalAddress = AddressOf(command.Local, usual.LocalAddress),
                RemoteAddress = AddressOf(command.Remote, usual.RemoteAddress),
                Mtu = command.Mtu ?? usual.Mtu,
            },
            command);
    }

    /// <summary>What is not said is what Linux has.</summary>
    private static RunSettings WithSysctls(RunSettings settings, ContractCommand command) =>
        settings with
        {
            Sysctls = SysctlProfile.Linux618.SetItems(command.Settings ?? new Dictionary<string, string>()),
        };

    private static IPAddress AddressOf(string? text, IPAddress otherwise) =>
        text is null ? otherwise
        : IPAddress.TryParse(text, out var address) ? address
        : throw new FormatException($"an address is expected, not '{text}'");

    private static ContractHello HelloOf(TargetDescription description) => new()
    {
        Adapter = $"wakeline {description.Name}",
        Version = ContractCommand.CurrentVersion,
        Stack = description.Stack,
        Profile = description.Profile,
        Clock = description.HasVirtualTime ? "virtual" : "real",
        Packets = description.HasPackets,
        Loopback = description.HasLoopback ? null : false,
        Threads = description.Threads,
        Calls = [.. description.Calls.Order(StringComparer.Ordinal)],
        Environment = description.Environment,
    };
}
