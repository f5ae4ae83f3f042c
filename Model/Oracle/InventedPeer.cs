using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// The peer of a trace that shows calls alone. It does what explains them: a call that returns text must have had text
/// to return.
/// </summary>
internal static class InventedPeer
{
    private const int Window = ushort.MaxValue;
    private const int OutputsMost = 100_000;

    /// <summary>How many ways there are to let a connection come to its end: at once, or after FIN.</summary>
    public const int Ways = 2;

    /// <summary>Lets come what a call needs in order to return what it returned.</summary>
    /// <param name="trial">The connection.</param>
    /// <param name="slot">The call.</param>
    /// <param name="outcome">What it returned.</param>
    /// <param name="sendsFin">Whether the peer sends FIN before it resets, which is told as EPIPE.</param>
    public static void Prepare(ref Hypothesis trial, in CallSlot slot, CallOutcome outcome, bool sendsFin)
    {
        ref var tcb = ref trial.Tcb;
        Answer(ref tcb);
        var error = slot.Call.Call == SystemCall.GetError ? (Errno)outcome.Value : outcome.Error;
        if (tcb.State == TcpState.SynSent)
        {
            Open(ref tcb, slot.Call.Call, error);
        }

        if (Ends(slot.Call.Call, error, in tcb))
        {
            if (sendsFin && tcb.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)
            {
                Send(ref tcb, SegmentFlags.Ack | SegmentFlags.Fin, 0);
                Answer(ref tcb);
            }

            Send(ref tcb, SegmentFlags.Rst, 0);
            return;
        }

        if (slot.Call.Call != SystemCall.Receive || outcome.Error != Errno.None || tcb.FinReceived)
        {
            return;
        }

        var missing = outcome.Value - tcb.Unread;
        while (missing > 0 && tcb.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2)
        {
            var octets = Math.Min(missing, ushort.MaxValue);
            Send(ref tcb, SegmentFlags.Ack, octets);
            missing -= octets;
            Answer(ref tcb);
        }

        if (outcome.Value == 0 && slot.Call.Length > 0)
        {
            Send(ref tcb, SegmentFlags.Ack | SegmentFlags.Fin, 0);
        }
    }

    /// <summary>A connection that accept gives out: its handshake is complete.</summary>
    public static void Complete(ref Tcb tcb)
    {
        Send(ref tcb, SegmentFlags.Syn, 0);
        Answer(ref tcb);
        tcb.Origin = Origin.Child;
        Send(ref tcb, SegmentFlags.Ack, 0);
    }

    /// <summary>Whether a call returns what it does because the peer has reset the connection.</summary>
    private static bool Ends(SystemCall call, Errno error, in Tcb tcb) => error switch
    {
        Errno.ECONNRESET => tcb.Error == Errno.None,
        Errno.EPIPE => (tcb.Shutdown & ShutdownDirections.Send) == 0 || call == SystemCall.GetError,
        Errno.ENOTCONN => call == SystemCall.Shutdown,
        _ => false,
    };

    /// <summary>Where a call needs a connection that is being opened, it is open by then.</summary>
    private static void Open(ref Tcb tcb, SystemCall call, Errno error)
    {
        if (error is Errno.EISCONN or Errno.ECONNRESET or Errno.EPIPE || (error == Errno.None
            && call is SystemCall.Connect or SystemCall.Send or SystemCall.Receive or SystemCall.Shutdown))
        {
            Send(ref tcb, SegmentFlags.Syn | SegmentFlags.Ack, 0);
            Answer(ref tcb);
        }
        else if (error == Errno.ECONNREFUSED)
        {
            Send(ref tcb, SegmentFlags.Rst | SegmentFlags.Ack, 0);
        }
    }

    /// <summary>Whatever is sent arrives, and is acknowledged.</summary>
    private static void Answer(ref Tcb tcb)
    {
        for (var count = 0; count < OutputsMost && Connection.TryEmit(ref tcb, out _) >= 0; count++)
        {
            if (tcb.SndUna < tcb.SndNxt && tcb.State is not (TcpState.SynSent or TcpState.SynReceived))
            {
                Send(ref tcb, SegmentFlags.Ack, 0);
            }
        }

        tcb.Notices.Clear();
    }

    private static void Send(ref Tcb tcb, SegmentFlags flags, int payload) => Connection.Fire(ref tcb, new Segment
    {
        Source = tcb.Remote,
        Destination = tcb.Local,
        Sequence = tcb.RcvNxt,
        Acknowledgment = (flags & SegmentFlags.Ack) != 0 ? tcb.SndNxt : default,
        Flags = flags,
        Window = Window,
        Payload = (ushort)payload,
    });
}
