using static Wakeline.Spec.Tasks.Moving;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;
using static Wakeline.Spec.Unix.UnixCalls;
using static Wakeline.Spec.Unix.UnixReceiveStep;

namespace Wakeline.Spec.Unix;

/// <summary>
/// recv and read on a UNIX stream socket, message by message. Readers exclude each other; a signal beats data that came
/// with it.
/// </summary>
[Machine]
public static partial class UnixReceive
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, UnixReceiveStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("net/socket.c sock_read_iter").Per("net/unix/af_unix.c unix_stream_read_generic")
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .When(CallIs, SystemCall.Read).Unless(WantsMore).Do(ReturnZero).Goto(Idle)
            .When(MutexIsFree).Do(TakeMutex).Goto(Look)

        .In(Look).Holding("u->iolock").Per("net/unix/af_unix.c unix_stream_read_generic")
            .When(HasMoved).Unless(WantsMore).Do(GiveMutex).Do(ReturnMoved).Goto(Idle)
            .When(HasMessage).When(WantsMore).Unless(MemoryIsMapped)
                .Do(GiveMutex).Do(FailUnlessMoved, Errno.EFAULT).Goto(Idle)
            .When(HasMessage).When(WantsMore).Do(Take).Stay()
            .When(HasMessage).Do(GiveMutex).Do(ReturnMoved).Goto(Idle)
            .When(HasEnough).Do(GiveMutex).Do(ReturnMoved).Goto(Idle)
            .When(HasError).Do(GiveMutex).Do(FailWithError).Goto(Idle)
            .When(IsReceiveShut).Do(GiveMutex).Do(ReturnMoved).Goto(Idle)
            .When(IsNonblocking).Do(GiveMutex).Do(FailUnlessMoved, Errno.EAGAIN).Goto(Idle)
        .In(Look).Holding("unix_state_lock").Per("net/unix/af_unix.c unix_stream_data_wait")
            .When(SignalPending).Do(GiveMutex).Do(FailUnlessMoved, Errno.EINTR).Goto(Idle)
            .Otherwise().Do(GiveMutex).Do(Sleep).Goto(Asleep)

        .In(Asleep).Per("net/unix/af_unix.c unix_stream_data_wait")
            .When(IsAwake).When(SignalPending).Do(LeaveQueue).Do(FailUnlessMoved, Errno.EINTR).Goto(Idle)
            .When(IsAwake).When(MutexIsFree).Do(LeaveQueue).Do(TakeMutex).Goto(Look);

    private static ref UnixReceiveStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.UnixReceive;

    private static bool MutexIsFree(in Kernel kernel, int task) =>
        kernel.UnixSockets[SocketOf(in kernel, task)].ReaderAndOne == 0;

    private static void TakeMutex(ref Kernel kernel, int task) =>
        kernel.UnixSockets[SocketOf(in kernel, task)].ReaderAndOne = (byte)(task + 1);

    private static void GiveMutex(ref Kernel kernel, int task) =>
        kernel.UnixSockets[SocketOf(in kernel, task)].ReaderAndOne = 0;

    private static bool HasMessage(in Kernel kernel, int task) =>
        !kernel.UnixSockets[SocketOf(in kernel, task)].Messages.IsEmpty;

    /// <summary>Whether what was copied reaches the low-water mark (sock_rcvlowat).</summary>
    private static bool HasEnough(in Kernel kernel, int task)
    {
        ref readonly var control = ref kernel.Tasks[task];
        var mark = Math.Max(kernel.UnixSockets[SocketOf(in kernel, task)].LowWater, 1);
        return control.Moved >= Math.Max(Math.Min(mark, control.Arguments.Length), 1);
    }

    /// <summary>Copies of the oldest message what fits; one that is used up gives its sender room.</summary>
    private static void Take(ref Kernel kernel, int task)
    {
        ref var end = ref kernel.UnixSockets[SocketOf(in kernel, task)];
        ref var control = ref kernel.Tasks[task];
        var octets = Math.Min(end.OldestRest, control.Arguments.Length - control.Moved);
        control.Moved += octets;
        end.Consumed += octets;
        if (end.OldestRest > 0)
        {
            return;
        }

        end.Messages.Dequeue();
        end.Consumed = 0;
        if (end.HasPeer)
        {
            UnixPairs.OfferSpace(ref kernel, end.Peer);
        }
    }
}
