using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// The connections of a case that were seen on the wire: what has to be known to end them, and to tell their packets
/// from those of earlier cases.
/// </summary>
internal sealed class FlowEnds
{
    private readonly Dictionary<(ushort Local, ushort Remote), Ends> _flows = [];

    /// <summary>Notes a packet that arrives.</summary>
    public void NoteIn(WirePacket packet)
    {
        if (packet.Content is TcpSegment segment)
        {
            var key = (packet.Destination, packet.Source);
            var control = ((segment.Flags & ControlBits.Syn) != 0 ? 1U : 0)
                + ((segment.Flags & ControlBits.Fin) != 0 ? 1U : 0);
            _flows[key] = _flows.GetValueOrDefault(key) with { Next = unchecked(segment.Range.Last + control) };
        }
    }

    /// <summary>Notes a packet that was sent.</summary>
    /// <returns>Whether it is of this case: of a connection that it knows, or that it opens.</returns>
    public bool NoteOut(WirePacket packet)
    {
        if (packet.Content is not TcpSegment segment)
        {
            return true;
        }

        var key = (packet.Source, packet.Destination);
        var isOpening = (segment.Flags & (ControlBits.Syn | ControlBits.Ack)) == ControlBits.Syn;
        if (!_flows.TryGetValue(key, out var ends) && !isOpening)
        {
            return false;
        }

        if ((segment.Flags & ControlBits.Rst) == 0)
        {
            _flows[key] = ends with
            {
                Acknowledged = segment.Acknowledgment ?? ends.Acknowledged,
                HasConnection = true,
            };
        }

        return true;
    }

    /// <summary>
    /// Resets that end what is left of the connections. A reset counts if it is exactly at RCV.NXT (RFC 5961 3.2),
    /// which is what was acknowledged last, or the end of what arrived last. After it only later packets count, so that
    /// another time there are resets only for those that gave an answer: where RCV.NXT is, it says.
    /// </summary>
    public List<WirePacket> TakeResets()
    {
        var resets = new List<WirePacket>();
        foreach (var ((local, remote), ends) in _flows)
        {
            if (ends.Acknowledged is { } acknowledged)
            {
                resets.Add(Reset(local, remote, acknowledged));
            }

            if (ends is { HasConnection: true, Next: { } next } && next != ends.Acknowledged)
            {
                resets.Add(Reset(local, remote, next));
            }

            _flows[(local, remote)] = default;
        }

        return resets;
    }

    private static WirePacket Reset(ushort local, ushort remote, uint sequence) => new(
        0, remote, local, new TcpSegment(ControlBits.Rst, new SequenceRange(sequence, 0), null, 0, null, null));

    /// <summary>What is known of a connection.</summary>
    /// <param name="Next">The end of what arrived last.</param>
    /// <param name="Acknowledged">What was acknowledged last.</param>
    /// <param name="HasConnection">Whether anything but resets was sent.</param>
    private readonly record struct Ends(uint? Next, uint? Acknowledged, bool HasConnection);
}
