using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>
/// A connection as a script sees it. The script counts the stack's sequence numbers from its initial one; its own it
/// counts from 0, which is what they are on the wire. Time stamps of the stack go by the script's values for them.
/// </summary>
/// <param name="localPort">The port of the stack.</param>
/// <param name="remotePort">The port of the script.</param>
/// <param name="settings">How stamps of the script are meant.</param>
internal sealed class Flow(ushort localPort, ushort remotePort, RunSettings settings)
{
    private readonly Dictionary<uint, uint> _stampsOnWire = [];
    private uint _initialSequence;
    private (uint Script, uint Wire)? _firstStamp;
    private uint _lastStampOnWire;

    /// <summary>The port of the stack.</summary>
    public ushort LocalPort { get; private set; } = localPort;

    /// <summary>The port of the script.</summary>
    public ushort RemotePort { get; private set; } = remotePort;

    /// <summary>Notes a packet of the stack: a SYN tells its initial sequence number.</summary>
    public void NoteSent(WirePacket packet)
    {
        if (packet.Content is not TcpSegment segment)
        {
            return;
        }

        if ((segment.Flags & ControlBits.Syn) != 0)
        {
            _initialSequence = segment.Range.First;
        }

        _lastStampOnWire = StampsOf(segment)?.Value ?? _lastStampOnWire;
    }

    /// <summary>A SYN of the stack's own begins the connection anew, perhaps from another port.</summary>
    public void Begin(WirePacket packet) => (LocalPort, RemotePort) = (packet.Source, packet.Destination);

    /// <summary>What is put on the wire for a packet of the script.</summary>
    public PacketContent ToWire(PacketContent content) => content switch
    {
        TcpSegment segment => segment with
        {
            Acknowledgment = unchecked((segment.Acknowledgment ?? 0) + InitialIfAcknowledging(segment)),
            Window = segment.Window ?? 0,
            Urgent = segment.Urgent ?? 0,
            Options = new SegmentOptions(
                false, (segment.Options?.List ?? []).Select(ToWire).ToSequence()),
        },
        // A message that quotes nothing is about the first segment.
        IcmpMessage { Quoted: QuotedSegment or null } message => message with
        {
            Quoted = new QuotedSegment(Moved(
                (message.Quoted as QuotedSegment)?.Range ?? default, _initialSequence)),
        },
        _ => content,
    };

    /// <summary>What the script would write for a packet of the stack.</summary>
    public PacketContent ToScript(PacketContent content) => content is TcpSegment segment
        ? segment with { Range = Moved(segment.Range, unchecked(0 - _initialSequence)) }
        : content;

    /// <summary>Compares a time stamp of the stack with the script's, and learns it.</summary>
    /// <param name="script">The script's.</param>
    /// <param name="wire">The stack's.</param>
    /// <param name="tick">Microseconds of a tick; 0 if values are not compared.</param>
    /// <param name="tolerance">Microseconds that a value may be off.</param>
    /// <returns>Whether the script may write its value for the stack's.</returns>
    public bool LearnStamp(uint script, uint wire, long tick, long tolerance)
    {
        _stampsOnWire[script] = wire;
        if (_firstStamp is not { } first)
        {
            _firstStamp = (script, wire);
            return true;
        }

        var offset = unchecked((int)(wire - first.Wire - (script - first.Script)));
        return tick == 0 || Math.Abs((long)offset) * tick <= Math.Max(tolerance, tick);
    }

    private static TimeStamps? StampsOf(TcpSegment segment) =>
        segment.Options?.List.OfType<TimeStamps>().FirstOrDefault();

    private static SequenceRange Moved(SequenceRange range, uint by) =>
        range with { First = unchecked(range.First + by) };

    private uint InitialIfAcknowledging(TcpSegment segment) => segment.Acknowledgment is null ? 0 : _initialSequence;

    /// <summary>
    /// A value that no packet of the script was given stands for the stack's last, or counts from the first.
    /// </summary>
    private uint EchoUnseen(uint script) => settings.EchoesAreScaled && _firstStamp is { } first
        ? unchecked(first.Wire + (script - first.Script))
        : _lastStampOnWire;

    private TcpOption ToWire(TcpOption option) => option switch
    {
        SelectiveAcknowledgment sack => new SelectiveAcknowledgment(sack.Blocks.Select(block => new SackBlock(
            unchecked(block.Left + _initialSequence), unchecked(block.Right + _initialSequence))).ToSequence()),
        TimeStamps { Echo: not 0 } stamps => stamps with
        {
            Echo = _stampsOnWire.TryGetValue(stamps.Echo, out var wire) ? wire : EchoUnseen(stamps.Echo),
        },
        _ => option,
    };
}
