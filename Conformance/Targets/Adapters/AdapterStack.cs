using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Conformance.Traces.Recording;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>The stack behind an adapter, from a reset to the next.</summary>
internal sealed class AdapterStack : IStack
{
    private const long NanosecondsOfMicrosecond = 1000;

    /// <summary>After so long without a packet the stack is taken to send no more, unless it tells.</summary>
    private const long RealQuiet = 5_000_000, VirtualQuiet = 300_000_000;

    private readonly AdapterConnection _connection;
    private readonly TargetDescription _description;
    private readonly Queue<WirePacket> _sent = [];
    private readonly Dictionary<int, CallRequest> _underWay = [];
    private readonly Dictionary<int, CallAnswer> _answers = [];
    private RunSettings _settings;
    private CallRecording _calls;
    private string? _lacking;
    private bool _isIdle;
    private long _lastSent;

    /// <summary>Resets the stack.</summary>
    /// <exception cref="TargetException">The adapter does not do so.</exception>
    public AdapterStack(AdapterConnection connection, TargetDescription description, RunSettings settings)
    {
        RequireIpv4(settings);
        (_connection, _description, _settings) = (connection, description, settings);
        _calls = Recording(settings);
        _connection.Send(
            new ContractCommand("reset")
            {
                Local = $"{settings.LocalAddress}",
                Remote = $"{settings.RemoteAddress}",
                Mtu = settings.Mtu,
                Settings = SettingsOf(settings),
            },
            TimeSpan.Zero);
        Settle();
    }

    /// <inheritdoc/>
    public long Now { get; private set; }

    /// <inheritdoc/>
    public bool IsQuiet =>
        _isIdle || Now - _lastSent > (_description.HasVirtualTime ? VirtualQuiet : RealQuiet);

    /// <inheritdoc/>
    public void Configure(RunSettings settings)
    {
        RequireIpv4(settings);
        if (SettingsOf(settings) is var changed && !IsSame(changed, SettingsOf(_settings)))
        {
            _connection.Send(new ContractCommand("settings") { Settings = changed }, TimeSpan.Zero);
            Settle();
        }

        _settings = settings;
        _calls = Recording(settings);
    }

    /// <inheritdoc/>
    public void Begin(int thread, CallRequest request)
    {
        if (!_description.Calls.Contains(request.Name))
        {
            throw new UnsupportedException($"{_description.Name} has no '{request.Name}'");
        }

        if (_underWay.ContainsKey(thread))
        {
            throw new UnsupportedException("the thread of the call still sleeps in an earlier one");
        }

        var entry = _calls.Entry(Now * NanosecondsOfMicrosecond, thread, request);
        _ = CallReplay.Request(entry);       // Refuses what would not arrive as it was asked for.
        _underWay[thread] = request;
        _answers.Remove(thread);
        _connection.Send(entry);
        try
        {
            Settle();
        }
        catch (UnsupportedException)
        {
            _underWay.Remove(thread);
            throw;
        }
    }

    /// <inheritdoc/>
    public CallAnswer? Ending(int thread) => _answers.GetValueOrDefault(thread);

    /// <inheritdoc/>
    public void Deliver(WirePacket packet)
    {
        if (!_description.HasPackets)
        {
            throw new UnsupportedException($"{_description.Name} has no packets");
        }

        _connection.Send(IpFormat.Write(packet, _settings.RemoteAddress, _settings.LocalAddress));
        Settle();
    }

    /// <inheritdoc/>
    public WirePacket? TakeSent() => _sent.TryDequeue(out var packet) ? packet : null;

    /// <inheritdoc/>
    public void Advance(long until)
    {
        if (until <= Now)
        {
            return;
        }

        var wait = _description.HasVirtualTime ? TimeSpan.Zero : TimeSpan.FromMicroseconds(until - Now);
        _connection.Send(new ContractCommand("wait") { Until = until * NanosecondsOfMicrosecond }, wait);
        Settle();
    }

    /// <inheritdoc/>
    public decimal? Tell(string field) => null;

    private static CallRecording Recording(RunSettings settings) =>
        new(settings, settings.LocalAddress, settings.RemoteAddress);

    private static void RequireIpv4(RunSettings settings)
    {
        if (settings.IpVersion != "ipv4")
        {
            throw new UnsupportedException($"adapters are spoken to in ipv4, not in '{settings.IpVersion}'");
        }
    }

    /// <summary>What is to be other than it is on Linux; the rest is left to the stack.</summary>
    private static Dictionary<string, string> SettingsOf(RunSettings settings) =>
        settings.Sysctls.Where(each => SysctlProfile.Linux618.GetValueOrDefault(each.Key) != each.Value).ToDictionary();

    private static bool IsSame(Dictionary<string, string> left, Dictionary<string, string> right) =>
        left.Count == right.Count && left.All(each => right.GetValueOrDefault(each.Key) == each.Value);

    /// <summary>Takes what a command brought, until all has happened.</summary>
    private void Settle()
    {
        _lacking = null;
        while (true)
        {
            var fields = _connection.Read();
            if (fields.Quiet is { } time)
            {
                Now = time / NanosecondsOfMicrosecond >= Now
                    ? time / NanosecondsOfMicrosecond
                    : throw _connection.Lose($"went back in time, from {Now} to {time / NanosecondsOfMicrosecond} us");
                _isIdle = fields.IsIdle;
                break;
            }

            Take(fields);
        }

        if (_lacking is { } lacking)
        {
            throw new UnsupportedException(lacking);
        }
    }

    private void Take(FieldSet fields)
    {
        switch (fields)
        {
            case { Unsupported: { } lacking }:
                _lacking = lacking;
                break;
            case { Packet: { } octets }:
                TakePacket(octets, fields.Time / NanosecondsOfMicrosecond);
                break;
            case { Return: { } name }:
                TakeReturn(fields, name);
                break;
            default:
                throw _connection.Lose("answered a line that is no observation");
        }
    }

    private void TakePacket(string hexadecimal, long time)
    {
        byte[] octets;
        try
        {
            octets = Convert.FromHexString(hexadecimal);
        }
        catch (FormatException)
        {
            throw _connection.Lose("answered a packet that is not hexadecimal");
        }

        if (IpFormat.Read(octets, time) is { } packet)
        {
            _sent.Enqueue(packet);
            _lastSent = packet.Time;
        }
    }

    private void TakeReturn(FieldSet fields, string name)
    {
        CallExit exit;
        try
        {
            exit = EventFields.Exit(fields, name);
        }
        catch (FormatException fault)
        {
            throw _connection.Lose($"answered what is not of the contract: {fault.Message}");
        }

        if (!_underWay.Remove(exit.Thread, out var request) || request.Name != name)
        {
            throw _connection.Lose($"returned from {name} on thread {exit.Thread}, which is not in that call");
        }

        _answers[exit.Thread] = CallReplay.Answer(request, exit, exit.Time / NanosecondsOfMicrosecond);
    }
}
