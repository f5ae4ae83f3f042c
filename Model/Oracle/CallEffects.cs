using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What system calls do to a connection.</summary>
internal static class CallEffects
{
    /// <summary>
    /// The last descriptor is closed (net/ipv4/tcp.c __tcp_close): data nobody read, or a linger time of 0, breaks the
    /// connection off; otherwise FIN follows what is queued.
    /// </summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="isReset">Whether a linger time of 0 was asked for.</param>
    /// <param name="mutation">A fault of the table that is in force.</param>
    /// <returns>The rule that fired.</returns>
    public static int Close(ref Tcb tcb, bool isReset, Mutation mutation = default)
    {
        var rule = -1;
        if (tcb.Origin == Origin.Request)
        {
            // Of a listener that is closed: its requests go without a word (inet_csk_listen_stop).
            tcb.State = TcpState.Closed;
            tcb.Timers.Clear();
            tcb.Owed.Clear();
        }
        else if (tcb.State != TcpState.Closed)
        {
            // In TIME-WAIT there is nothing left to break off.
            tcb.Shutdown = ShutdownDirections.Both;
            rule = (tcb.Unread > 0 || isReset) && tcb.State != TcpState.TimeWait
                ? Connection.Fire(ref tcb, default(Abort), mutation)
                : Connection.Fire(ref tcb, default(Close), mutation);
        }

        Connection.Leave(ref tcb);
        if (tcb.State == TcpState.FinWait2)
        {
            tcb.Timers.Add(TcpTimer.FinWait2);
        }

        return rule;
    }

    /// <summary>A direction is shut (net/ipv4/af_inet.c inet_shutdown). There must be a connection.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="directions">The directions.</param>
    /// <param name="mutation">A fault of the table that is in force.</param>
    /// <returns>The rule that fired, or -1.</returns>
    public static int Shut(ref Tcb tcb, ShutdownDirections directions, Mutation mutation = default)
    {
        if (tcb.State == TcpState.SynSent)
        {
            Dissolve(ref tcb);
            tcb.Error = Errno.ECONNRESET;              // net/ipv4/tcp.c tcp_disconnect
            return -1;
        }

        var sendsFin = (directions & ShutdownDirections.Send) != 0
            && tcb.State is TcpState.Established or TcpState.CloseWait;
        tcb.Shutdown |= directions;
        return sendsFin ? Connection.Fire(ref tcb, default(Close), mutation) : -1;
    }

    /// <summary>The user takes octets of the stream, and skips the urgent one where it stands in the way.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="octets">How many.</param>
    /// <param name="mutation">A fault of the table that is in force.</param>
    /// <returns>The rule that fired.</returns>
    public static int Read(ref Tcb tcb, int octets, Mutation mutation = default)
    {
        var skips = tcb.Urgent != UrgentOctet.None && tcb.UrgentMark >= tcb.Copied
            && tcb.UrgentMark < tcb.Copied + octets;
        var rule = Connection.Fire(ref tcb, new ReadData(octets + (skips ? 1 : 0)), mutation);
        if (tcb.Urgent != UrgentOctet.None && tcb.Copied > tcb.UrgentMark)
        {
            tcb.Urgent = UrgentOctet.None;
        }

        return rule;
    }

    /// <summary>The user leaves the last octet, if there was any, where it is.</summary>
    public static void LeaveUnread(ref Tcb tcb)
    {
        var end = tcb.FinReceived ? tcb.RcvNxt - 1 : tcb.RcvNxt;
        tcb.Copied = end > tcb.Irs + 1 ? end - 1 : tcb.Copied;
    }

    /// <summary>The connection is over for its user, who may begin another.</summary>
    public static void Dissolve(ref Tcb tcb) => tcb = new Tcb
    {
        Local = tcb.Local,
        Remote = tcb.Remote,
        RcvBuffer = tcb.RcvBuffer,
        Mss = tcb.Mss,
        RetriesMost = tcb.RetriesMost,
        Owed = tcb.Owed,
        Reset = tcb.Reset,
    };
}
