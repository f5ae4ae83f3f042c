using static Wakeline.Spec.Tasks.Moving;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;
using static Wakeline.Spec.Unix.UnixCalls;
using static Wakeline.Spec.Unix.UnixSendStep;

namespace Wakeline.Spec.Unix;

/// <summary>send and write on a UNIX stream socket: each message is queued at the other end at once.</summary>
[Machine]
public static partial class UnixSend
{
    /// <summary>
    /// What one message holds: a page less its overhead, and 32 KiB in fragments (UNIX_SKB_FRAGS_SZ).
    /// </summary>
    private const int MessageMost = 36_544;

    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, UnixSendStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("net/unix/af_unix.c unix_stream_sendmsg")
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .When(IsSendShut).Do(Fail, Errno.EPIPE).Goto(Idle)
            .Otherwise().Goto(Queueing)

        .In(Queueing).Holding("unix_state_lock").Per("net/unix/af_unix.c unix_stream_sendmsg")
            .Unless(WantsMore).Do(ReturnMoved).Goto(Idle)
        .In(Queueing).Per("net/core/sock.c sock_alloc_send_pskb")
            .When(HasError).Do(FailWithError).Goto(Idle)
            .When(IsSendShut).Do(FailUnlessMoved, Errno.EPIPE).Goto(Idle)
        .In(Queueing).Holding("unix_state_lock").Per("net/unix/af_unix.c unix_stream_sendmsg")
            .When(HasRoom).Unless(MemoryIsMapped).Do(FailUnlessMoved, Errno.EFAULT).Goto(Idle)
            .When(HasRoom).When(PeerIsDeaf).Do(FailUnlessMoved, Errno.EPIPE).Goto(Idle)
            .When(HasRoom).Do(Queue).Do(WakePeer).Stay()
        .In(Queueing).Per("net/core/sock.c sock_alloc_send_pskb")
            .When(IsNonblocking).Do(FailUnlessMoved, Errno.EAGAIN).Goto(Idle)
            .When(SignalPending).Do(FailUnlessMoved, Errno.EINTR).Goto(Idle)
            .Otherwise().Do(Sleep).Goto(Asleep)

        .In(Asleep).Per("net/core/sock.c sock_wait_for_wmem")
            .When(IsAwake).Do(LeaveQueue).Goto(Queueing);

    private static ref UnixSendStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.UnixSend;

    private static bool HasRoom(in Kernel kernel, int task) =>
        UnixPairs.HasRoomToSend(in kernel, SocketOf(in kernel, task));

    /// <summary>Whether the other end does not receive any more.</summary>
    private static bool PeerIsDeaf(in Kernel kernel, int task)
    {
        ref readonly var end = ref kernel.UnixSockets[SocketOf(in kernel, task)];
        return !end.HasPeer || (kernel.UnixSockets[end.Peer].Shutdown & Tasks.ShutdownDirections.Receive) != 0;
    }

    private static void Queue(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        var octets = Math.Min(control.Arguments.Length - control.Moved, MessageMost);
        kernel.UnixSockets[kernel.UnixSockets[SocketOf(in kernel, task)].Peer].Messages.Enqueue(octets);
        control.Moved += octets;
    }

    private static void WakePeer(ref Kernel kernel, int task) =>
        UnixPairs.WakeReaders(ref kernel, kernel.UnixSockets[SocketOf(in kernel, task)].Peer);
}
