using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What segments say of congestion.</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>A segment in place has marks; those of a connection that is being closed are not counted.</summary>
    private void NoteMarks(in Tcb before, in Tcb after, in Segment segment)
    {
        if (before.State == TcpState.Established)
        {
            _sender.Ecn.Receive(Marks, segment.Payload);
        }

        var isStampNew = IsUp(before.State)
            && unchecked((int)(after.StampRecent - before.StampRecent)) > 0;
        _sender.Arrival = new EcnArrival(
            Marks, isStampNew, before.State == TcpState.SynSent, Counters.OctetsSent);
    }
}
