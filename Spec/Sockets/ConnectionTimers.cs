using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The timers of a socket's connection. A timer that expires while a task owns the lock waits until it lets go
/// (net/ipv4/tcp_timer.c tcp_write_timer).
/// </summary>
[Machine]
public static partial class ConnectionTimers
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, TcpState> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(TcpState.Closed)

        .InAny().Holding("sk_lock.slock").Per("net/ipv4/tcp_timer.c tcp_write_timer").Alternatives()
            .When(IsArmed, TcpTimer.Retransmission).Do(Expire, TcpTimer.Retransmission).Stay().Named("retransmission")
                .Guards("M44")
            .When(IsArmed, TcpTimer.Persist).Do(Expire, TcpTimer.Persist).Stay().Named("zero-window probe")
            .When(IsArmed, TcpTimer.DelayedAck).Do(Expire, TcpTimer.DelayedAck).Stay()
                .Named("an acknowledgment has waited long enough")
            .When(IsArmed, TcpTimer.KeepAlive).Do(Expire, TcpTimer.KeepAlive).Stay().Named("nothing has come for long")
            .When(IsArmed, TcpTimer.UserTimeout).Do(Expire, TcpTimer.UserTimeout).Stay()
                .Named("the user waits no longer")
            .When(IsArmed, TcpTimer.FinWait2).Do(Expire, TcpTimer.FinWait2).Stay().Named("FIN-WAIT-2 is over")
            .When(IsArmed, TcpTimer.TimeWait).Do(Expire, TcpTimer.TimeWait).Stay().Named("TIME-WAIT is over")

        .Mutant("M44", "A connection that is given up reports its error before it is closed.")
            .Without("retransmission")
            .InAny().Alternatives()
                .When(IsArmed, TcpTimer.Retransmission).When(FailsUnreported).Do(ReportFailure).Stay()
                    .Named("the error comes first")
                .When(IsArmed, TcpTimer.Retransmission).Unless(FailsUnreported).Do(Expire, TcpTimer.Retransmission)
                    .Stay().Named("the end comes after the error");

    private static ref TcpState Location(ref Kernel kernel, int socket) => ref kernel.Sockets[socket].Tcb.State;

    private static bool IsArmed(in Kernel kernel, int socket, TcpTimer timer) =>
        kernel.Sockets[socket].Tcb.Timers.Contains(timer) && !kernel.Sockets[socket].IsOwned
        && kernel.Ledger.Expiries < kernel.Bounds.Expiries;

    private static bool FailsUnreported(in Kernel kernel, int socket)
    {
        ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
        return tcb.Retries >= tcb.RetriesMost && tcb.Error == Errno.None && !kernel.Sockets[socket].IsRequest;
    }

    private static void ReportFailure(ref Kernel kernel, int socket)
    {
        kernel.Sockets[socket].Tcb.Error = Errno.ETIMEDOUT;
        Callbacks.Fire(ref kernel, socket, default(ErrorRaised));
    }

    private static void Expire(ref Kernel kernel, int socket, TcpTimer timer)
    {
        kernel.Ledger.Expiries++;
        SocketInput.Expire(ref kernel, socket, timer);
    }
}
