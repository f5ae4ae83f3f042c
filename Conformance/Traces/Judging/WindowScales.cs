using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Traces.Judging;

/// <summary>
/// The window shifts that the two ends of a connection told in their SYNs. They count if both told one, and never in a
/// SYN itself (RFC 7323 2.2).
/// </summary>
internal sealed class WindowScales
{
    private const byte ShiftMost = 14;

    private readonly Dictionary<(Endpoint From, Endpoint To), byte?> _shifts = [];

    /// <summary>The window in octets.</summary>
    public int WindowOf(TraceSegment segment, Endpoint from, Endpoint to)
    {
        if ((segment.Flags & ControlBits.Syn) != 0)
        {
            _shifts[(from, to)] = ShiftIn(segment.Options);
            return segment.Window;
        }

        return _shifts.Count > 0
            && _shifts.GetValueOrDefault((from, to)) is { } shift && _shifts.GetValueOrDefault((to, from)) is not null
                ? segment.Window << shift
                : segment.Window;
    }

    /// <summary>A shift of more than 14 counts as 14 (RFC 7323 2.3).</summary>
    private static byte? ShiftIn(Sequence<TcpOption> options)
    {
        foreach (var option in options)
        {
            if (option is WindowScale { Shift: var shift })
            {
                return Math.Min(shift, ShiftMost);
            }
        }

        return null;
    }
}
