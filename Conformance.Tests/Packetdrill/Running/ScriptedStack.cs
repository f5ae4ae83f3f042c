using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Tests.Packetdrill.Running;

/// <summary>A stack that sends what it was told beforehand, and answers calls as it was told.</summary>
internal sealed class ScriptedStack : IStack
{
    /// <summary>The stack's initial sequence number: its numbers pass zero.</summary>
    public const uint Initial = uint.MaxValue - 5;

    private readonly SortedList<long, Queue<WirePacket>> _coming = [];
    private readonly Queue<WirePacket> _sent = [];
    private readonly Dictionary<string, Queue<(long Delay, long Value, string? Error)>> _answers = [];
    private readonly (long Time, CallAnswer Answer)?[] _endings = new (long, CallAnswer)?[2];

    public long Now { get; private set; }

    public bool IsQuiet => _coming.Count == 0;

    public List<WirePacket> Delivered { get; } = [];

    public List<CallRequest> Made { get; } = [];

    public List<RunSettings> Settings { get; } = [];

    public Dictionary<string, decimal> Told { get; } = [];

    public Dictionary<int, Value> Outputs { get; } = [];

    /// <summary>Sends at a time what is written as an outbound packet of a script.</summary>
    public ScriptedStack Sends(long time, string packet, ushort local = 8080, ushort remote = 49152)
    {
        var tree = (Packet)ScriptText.Parse($"0 > {packet}").Script!.Events[0].Action;
        var content = tree.Content is TcpSegment segment
            ? segment with { Range = segment.Range with { First = unchecked(segment.Range.First + Initial) } }
            : tree.Content;
        _coming.TryAdd(time, []);
        _coming[time].Enqueue(new WirePacket(time, local, remote, content));
        return this;
    }

    /// <summary>Answers the next call of a name.</summary>
    public ScriptedStack Answers(string name, long value, string? error = null, long delay = 0)
    {
        _answers.TryAdd(name, []);
        _answers[name].Enqueue((delay, value, error));
        return this;
    }

    public void Configure(RunSettings settings) => Settings.Add(settings);

    public void Begin(int thread, CallRequest request)
    {
        Made.Add(request);
        var (delay, value, error) = _answers.TryGetValue(request.Name, out var answers)
            && answers.TryDequeue(out var answer) ? answer : (0, 0, null);
        _endings[thread] = (Now + delay, new CallAnswer(value, error, Now + delay) { Outputs = Outputs });
        SendDue();
    }

    public CallAnswer? Ending(int thread) =>
        _endings[thread] is { } ending && ending.Time <= Now ? ending.Answer : null;

    public void Deliver(WirePacket packet)
    {
        Delivered.Add(packet);
        SendDue();
    }

    public WirePacket? TakeSent()
    {
        SendDue();
        return _sent.TryDequeue(out var packet) ? packet : null;
    }

    public void Advance(long until)
    {
        var packet = _coming.Count > 0 ? _coming.Keys[0] : long.MaxValue;
        var call = _endings[1] is { } ending && ending.Time > Now ? ending.Time : long.MaxValue;
        Now = Math.Max(Now, Math.Min(until, Math.Min(packet, call)));
        SendDue();
    }

    public decimal? Tell(string field) => Told.TryGetValue(field, out var value) ? value : null;

    private void SendDue()
    {
        while (_coming.Count > 0 && _coming.Keys[0] <= Now)
        {
            foreach (var packet in _coming.Values[0])
            {
                _sent.Enqueue(packet);
            }

            _coming.RemoveAt(0);
        }
    }
}
