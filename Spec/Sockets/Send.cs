using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Sockets.SendStep;
using static Wakeline.Spec.Sockets.SocketCalls;
using static Wakeline.Spec.Sockets.SocketLock;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// send on a socket, at the grain of the socket's lock. Octets are queued a segment at a time, and each goes out at
/// once if the peer's window lets it.
/// </summary>
[Machine]
public static partial class Send
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SendStep> table)
    {
        table
            .At(Location)
            .Timing(TaskTimers)
            .MutatedBy(Kernel.MutationIn)
            .Start(Entered)
            .Final(Idle)
            .Fair(Fairness.Weak);
        Queue(table);
        WaitForConnection(table);
        WaitForRoom(table);
        End(table);
        Mutants(table);
    }

    private static void Queue(Table<Kernel, SendStep> table) => table
        .In(Entered).Per("net/socket.c __sys_sendto").Per("net/ipv4/tcp.c tcp_sendmsg")
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .Unless(FileIsSocket).Do(Fail, Errno.ENOTSOCK).Goto(Idle)
            .When(LockIsFree).Do(TakeLock).Goto(Connecting)

        .In(Connecting).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_sendmsg_locked")
            .When(StateIs, TcpState.Established).Goto(Begin)
            .When(StateIs, TcpState.CloseWait).Goto(Begin)
            .When(StateIs, TcpState.SynReceived).Unless(IsHandshaking).Goto(Begin)
        .In(Connecting).Holding("sk_lock").Per("net/core/stream.c sk_stream_wait_connect")
            .When(HasError).Do(AnswerError).Goto(Releasing)
            .Unless(IsHandshaking).Do(Answer, Errno.EPIPE).Goto(Releasing)
            .When(IsNonblocking).Do(Answer, Errno.EAGAIN).Goto(Releasing)
            .When(TimedOut).Do(Answer, Errno.EAGAIN).Goto(Releasing)
            .When(SignalPending).Do(Answer, Errno.EINTR).Goto(Releasing)
            .Otherwise().Do(JoinQueue).Goto(ParkingForConnection)

        .In(Begin).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_sendmsg_locked")
            .When(HasError).Do(AnswerError).Goto(Releasing)
            .When(IsSendShut).Do(Answer, Errno.EPIPE).Goto(Releasing)
            .Otherwise().Goto(Filling)
        .In(Filling).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_sendmsg_locked")
            .When(AllIsQueued).Do(AnswerMoved).Goto(Releasing)
            .When(HasRoom).When(MemoryMayRunOut).Do(NoteShortage).Do(NoteNoSpace).Goto(Full).Alternative()
                .Named("no memory for a segment").Fair(Fairness.None)
            .When(HasRoom).When(MemoryIsMapped).Do(QueueText).Stay().Guards("M41b")
            .When(HasRoom).When(HasMoved).Do(AnswerMoved).Goto(Releasing)
            .When(HasRoom).Do(Answer, Errno.EFAULT).Goto(Releasing)
            .Otherwise().Do(NoteNoSpace).Goto(Full)

        .In(Full).Holding("sk_lock").Per("net/core/stream.c sk_stream_wait_memory")
            .When(IsBroken).When(HasMoved).Do(AnswerMoved).Goto(Releasing)
            .When(IsBroken).When(HasError).Do(AnswerError).Goto(Releasing)
            .When(IsBroken).Do(Answer, Errno.EPIPE).Goto(Releasing)
            .When(GivesUp).When(HasMoved).Do(NoteNoSpace).Do(NoteAsyncNoSpace).Do(AnswerMoved).Goto(Releasing)
                .Named("a send that gives up halfway asks for room").Guards("M38")
            .When(GivesUp).Do(NoteNoSpace).Do(NoteAsyncNoSpace).Do(NoteRefusal)
                .Do(Answer, Errno.EAGAIN).Do(CallIfNothingQueued).Goto(Releasing)
                .Named("a send that gives up asks for room").Guards("M38").Guards("M39")
            .When(SignalPending).When(HasMoved).Do(AnswerMoved).Goto(Releasing)
            .When(SignalPending).Do(Answer, Errno.EINTR).Goto(Releasing)
            .When(HasRoom).Goto(Filling)
            .Otherwise().Do(NoteNoSpace).Do(JoinQueue).Goto(ParkingForRoom);

    private static void WaitForConnection(Table<Kernel, SendStep> table) => table
        .In(ParkingForConnection).Holding("sk_lock").Per("net/core/stream.c sk_stream_wait_connect")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Do(ReleaseLock).Goto(ParkedForConnection)
        .In(ParkedForConnection).Per("kernel/sched/wait.c wait_woken")
            .Unless(IsHandshaking).Goto(AwakeForConnection)
            .When(WasWoken).Goto(AwakeForConnection)
            .When(SignalPending).Goto(AwakeForConnection)
            .When(HasDeadline).Do(FallAsleep).Arm(TaskTimer.Sleep)
                .Goto(AsleepForConnection)
            .Otherwise().Do(FallAsleep).Goto(AsleepForConnection)
        .In(AsleepForConnection).Per("kernel/sched/wait.c wait_woken")
            .When(IsAwake).Cancel(TaskTimer.Sleep).Goto(AwakeForConnection)
            .Expires(TaskTimer.Sleep).Do(NoteTimeout).Do(Run).Goto(AwakeForConnection)
        .In(AwakeForConnection).Per("net/core/stream.c sk_stream_wait_connect")
            .When(LockIsFree).When(WasEvicted).When(HasError).Do(TakeLock).Do(LeaveQueue).Do(ForgetEviction)
                .Do(AnswerError).Goto(Releasing).Per("net/core/stream.c sk_stream_error")
            .When(LockIsFree).When(WasEvicted).Do(TakeLock).Do(LeaveQueue).Do(ForgetEviction)
                .Do(Answer, Errno.EPIPE).Goto(Releasing)
            .When(LockIsFree).Do(TakeLock).Do(LeaveQueue).Goto(Connecting);

    private static void WaitForRoom(Table<Kernel, SendStep> table) => table
        .In(ParkingForRoom).Holding("sk_lock").Per("net/core/stream.c sk_stream_wait_memory")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Do(ReleaseLock).Goto(ParkedForRoom)
        .In(ParkedForRoom).Per("kernel/sched/wait.c wait_woken")
            .When(IsBroken).Goto(AwakeForRoom)
            .When(HasRoom).Goto(AwakeForRoom)
            .When(WasWoken).Goto(AwakeForRoom)
            .When(SignalPending).Goto(AwakeForRoom)
            .When(HasDeadline).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(AsleepForRoom)
            .Otherwise().Do(FallAsleep).Goto(AsleepForRoom)
        .In(AsleepForRoom).Per("kernel/sched/wait.c wait_woken")
            .When(IsAwake).Cancel(TaskTimer.Sleep).Goto(AwakeForRoom)
            .Expires(TaskTimer.Sleep).Do(NoteTimeout).Do(Run).Goto(AwakeForRoom)
        .In(AwakeForRoom).Per("net/core/stream.c sk_stream_wait_memory")
            .When(LockIsFree).When(WasEvicted).When(HasMoved).Do(TakeLock).Do(LeaveQueue).Do(ForgetEviction)
                .Do(AnswerMoved).Goto(Releasing)
            .When(LockIsFree).When(WasEvicted).When(HasError).Do(TakeLock).Do(LeaveQueue).Do(ForgetEviction)
                .Do(AnswerError).Goto(Releasing).Per("net/core/stream.c sk_stream_error")
            .When(LockIsFree).When(WasEvicted).Do(TakeLock).Do(LeaveQueue).Do(ForgetEviction)
                .Do(Answer, Errno.EPIPE).Goto(Releasing)
            .When(LockIsFree).Do(TakeLock).Do(LeaveQueue).Goto(Full);

    private static void End(Table<Kernel, SendStep> table) => table
        .In(Releasing).Holding("sk_lock").Per("net/core/sock.c release_sock")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Do(ReleaseLock).Do(Leave).Goto(Idle);

    private static void Mutants(Table<Kernel, SendStep> table) => table
        .Mutant("M38", "A send that gives up does not ask to be told of room.")
            .Without("a send that gives up halfway asks for room", "a send that gives up asks for room")
            .In(Full)
                .When(GivesUp).When(HasMoved).Do(NoteAsyncNoSpace).Do(AnswerMoved).Goto(Releasing)
                    .Named("gives up halfway in silence")
                .When(GivesUp).Do(NoteAsyncNoSpace).Do(NoteRefusal).Do(Answer, Errno.EAGAIN).Do(CallIfNothingQueued)
                    .Goto(Releasing).Named("gives up in silence")

        .Mutant("M39", "A send that gives up with nothing queued waits for an acknowledgment that will not come.")
            .Without("a send that gives up asks for room")
            .In(Full)
                .When(GivesUp).Do(NoteNoSpace).Do(NoteAsyncNoSpace).Do(NoteRefusal).Do(Answer, Errno.EAGAIN)
                    .Goto(Releasing).Named("gives up and waits for an acknowledgment")

        .Mutant("M41b", "A send queues no more than half of what may be unsent, as if it were to be woken.")
            .Without("Filling.HasRoom&MemoryIsMapped", "Filling.HasRoom&HasMoved", "Filling.HasRoom",
                "no memory for a segment", "Full.HasRoom", "ParkedForRoom.HasRoom")
            .In(Filling)
                .When(HasAmpleRoom).When(MemoryIsMapped).Do(QueueText).Stay().Named("half is enough to queue")
            .In(Full)
                .When(HasAmpleRoom).Goto(Filling).Named("half is enough to go on")
            .In(ParkedForRoom)
                .When(HasAmpleRoom).Goto(AwakeForRoom).Named("half is enough to wake");

    private static ref SendStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.Send;

    private static ref BitSet<ushort> TaskTimers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static bool AllIsQueued(in Kernel kernel, int task) =>
        kernel.Tasks[task].Moved >= kernel.Tasks[task].Arguments.Length;

    /// <summary>Whether a new buffer may be begun, or the last one has room (tcp_sendmsg_locked).</summary>
    private static bool HasRoom(in Kernel kernel, int task) =>
        SocketReadiness.HasRoom(in kernel, SocketTable.Of(in kernel, task))
        || SendMemory.RoomInTail(
            in kernel, SocketTable.Of(in kernel, task), kernel.Tasks[task].Arguments.Urgent) > 0;

    private static bool HasAmpleRoom(in Kernel kernel, int task) =>
        SocketReadiness.HasAmpleRoom(in kernel, SocketTable.Of(in kernel, task));

    /// <summary>
    /// Whether the allocation of a segment may fail, as often as the bounds say. Deviation: a send that may sleep tries
    /// again at once; the kernel's sleeps for a random time before.
    /// </summary>
    private static bool MemoryMayRunOut(in Kernel kernel, int task) =>
        kernel.Ledger.Shortages < kernel.Bounds.Shortages;

    private static bool IsBroken(in Kernel kernel, int task) =>
        HasError(in kernel, task) || IsSendShut(in kernel, task);

    private static bool GivesUp(in Kernel kernel, int task) =>
        IsNonblocking(in kernel, task) || TimedOut(in kernel, task);

    /// <summary>
    /// Queues the next segment's or buffer's worth. One that begins while there is room may run past the end of the
    /// memory (sk_stream_memory_free). MSG_MORE holds back what does not fill a segment until something else happens
    /// (tcp_push).
    /// </summary>
    private static void QueueText(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        var left = kernel.Tasks[task].Arguments.Length - kernel.Tasks[task].Moved;
        var urgent = kernel.Tasks[task].Arguments.Urgent;
        var octets = Math.Min(left, SendMemory.Portion(in kernel, socket, urgent));
        var more = kernel.Tasks[task].Arguments.More;
        SendMemory.Queue(ref kernel, socket, octets, urgent);
        var isLast = octets == left || SendMemory.IsFull(in kernel, socket, octets, urgent);
        var isUrgent = urgent && isLast;
        tcb.Corked |= more;
        Connection.Fire(
            ref tcb, new SendData(octets, isUrgent, More: more || !isLast, IsPart: urgent && !isLast), kernel.Mutation);
        if (isLast || !urgent || kernel.Net.BufferOverhead == 0)
        {
            Transmission.Send(ref kernel, socket);
        }

        tcb.Corked = kernel.Sockets[socket].Settings.Cork;
        kernel.Tasks[task].Moved += octets;
    }

    private static void NoteShortage(ref Kernel kernel, int task) => kernel.Ledger.Shortages++;

    private static void NoteNoSpace(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].NoSpace = true;

    private static void NoteAsyncNoSpace(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].AsyncNoSpace = true;

    private static void NoteRefusal(ref Kernel kernel, int task) =>
        kernel.Ledger.Refused.Add(SocketTable.Of(in kernel, task));

    /// <summary>With nothing queued no acknowledgment will come that could tell of room (tcp_sendmsg_locked).</summary>
    private static void CallIfNothingQueued(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        if (kernel.Sockets[socket].Tcb.Unacknowledged == 0)
        {
            Callbacks.Fire(ref kernel, socket, default(SendGaveUp));
        }
    }
}
