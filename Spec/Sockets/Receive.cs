using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Sockets.ReceiveStep;
using static Wakeline.Spec.Sockets.SocketCalls;
using static Wakeline.Spec.Sockets.SocketLock;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Sockets;

/// <summary>recv on a socket, at the grain of the socket's lock.</summary>
[Machine]
public static partial class Receive
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, ReceiveStep> table)
    {
        table
            .At(Location)
            .Timing(TaskTimers)
            .MutatedBy(Kernel.MutationIn)
            .Start(Entered)
            .Final(Idle)
            .Fair(Fairness.Weak);
        TakeUrgentOctet(table);
        CopyWhatIsThere(table);
        WaitForMore(table);
        Mutants(table);
    }

    private static void TakeUrgentOctet(Table<Kernel, ReceiveStep> table) => table
        .In(Entered).Per("net/socket.c __sys_recvfrom").Per("net/ipv4/tcp.c tcp_recvmsg")
            .When(BufferIsOutside).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .Unless(FileIsSocket).Do(Fail, Errno.ENOTSOCK).Goto(Idle)
            .When(LockIsFree).Do(TakeLock).Goto(Look)

        .In(Look).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_recvmsg_locked")
            .When(StateIs, TcpState.Listen).Do(Answer, Errno.ENOTCONN).Goto(Releasing)

        .In(Look).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_recv_urg")
            .When(WantsUrgent).When(UrgentIsInline).Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(WantsUrgent).Unless(HasUrgent).Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(WantsUrgent).When(NeverConnected).Do(Answer, Errno.ENOTCONN).Goto(Releasing)
            .When(WantsUrgent).When(UrgentIsHere).When(Peeks).Do(PeekUrgent).Goto(Releasing)
            .When(WantsUrgent).When(UrgentIsHere).Do(TakeUrgent).Goto(Releasing)
            .When(WantsUrgent).When(StateIs, TcpState.Closed).Do(AnswerZero).Goto(Releasing)
            .When(WantsUrgent).When(IsReceiveShut).Do(AnswerZero).Goto(Releasing)
            .When(WantsUrgent).Do(Answer, Errno.EAGAIN).Goto(Releasing);

    private static void CopyWhatIsThere(Table<Kernel, ReceiveStep> table) => table
        .In(Look).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_recvmsg_locked")
            .When(IsAtUrgent).When(HasMoved).Do(AnswerMoved).Goto(Releasing)
            .When(HasText).When(WantsMore).When(MemoryIsMapped).When(Peeks).Do(PeekText).Stay()
            .When(HasText).When(WantsMore).When(MemoryIsMapped).Do(CopyText).Stay()
            .When(HasText).When(WantsMore).Do(Answer, Errno.EFAULT).Goto(Releasing)
            .When(IsAtFin).When(Peeks).Do(AnswerMoved).Goto(Releasing)
            .When(IsAtFin).Do(TakeFin).Do(AnswerMoved).Goto(Releasing)
            .When(IsSatisfied).Do(AnswerMoved).Goto(Releasing)
            .When(HasEnough).Unless(HasWaiting).Do(AnswerMoved).Goto(Releasing)

            .When(HasMoved).When(IsNonblocking).Do(AnswerMoved).Goto(Releasing)
            .When(HasMoved).When(TimedOut).Do(AnswerMoved).Goto(Releasing)
            .When(HasMoved).When(HasError).Do(AnswerMoved).Goto(Releasing)
            .When(HasMoved).When(StateIs, TcpState.Closed).Do(AnswerMoved).Goto(Releasing)
            .When(HasMoved).When(IsReceiveShut).Do(AnswerMoved).Goto(Releasing)
            .When(HasMoved).When(SignalPending).Do(AnswerMoved).Goto(Releasing)

            .Unless(HasMoved).When(HasSeenFin).Do(AnswerZero).Goto(Releasing)
            .Unless(HasMoved).When(HasError).Do(AnswerError).Goto(Releasing)
            .Unless(HasMoved).When(IsReceiveShut).Do(AnswerZero).Goto(Releasing)
            .Unless(HasMoved).When(StateIs, TcpState.Closed).Do(Answer, Errno.ENOTCONN).Goto(Releasing)
            .Unless(HasMoved).When(IsNonblocking).Do(Answer, Errno.EAGAIN).Goto(Releasing)
            .Unless(HasMoved).When(TimedOut).Do(Answer, Errno.EAGAIN).Goto(Releasing)
            .Unless(HasMoved).When(SignalPending).Do(Answer, Errno.EINTR).Goto(Releasing)

            .When(HasEnough).Goto(Flushing)
            .Otherwise().Do(JoinQueue).Do(WaitForData).Goto(Parking)

        .In(Flushing).Holding("sk_lock").Per("net/core/sock.c __sk_flush_backlog")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Goto(Look);

    private static void WaitForMore(Table<Kernel, ReceiveStep> table) => table
        .In(Parking).Holding("sk_lock").Per("net/core/sock.c sk_wait_data")
            .When(HasWaiting).Do(ProcessWaiting).Stay().Named("what waited is processed before a sleep").Guards("M47")
            .Otherwise().Do(ReleaseLock).Goto(Parked)
        .In(Parked).Per("net/core/sock.c sk_wait_data").Per("kernel/sched/wait.c wait_woken")
            .When(HasText).Goto(Awake).Named("text has come").Guards("M36")
            .When(WasWoken).Goto(Awake).Named("was woken before it slept").Guards("M36")
            .When(SignalPending).Goto(Awake)
            .When(HasDeadline).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(Asleep)
            .Otherwise().Do(FallAsleep).Goto(Asleep)
        .In(Asleep).Per("kernel/sched/wait.c wait_woken")
            .When(IsAwake).Cancel(TaskTimer.Sleep).Goto(Awake)
            .Expires(TaskTimer.Sleep).Do(NoteTimeout).Do(Run).Goto(Awake)
        .In(Awake).Per("net/core/sock.c sk_wait_data")
            .When(LockIsFree).When(WasEvicted).When(HasMoved)
                .Do(TakeLock).Do(LeaveQueue).Do(StopWaiting).Do(ForgetEviction).Do(AnswerMoved).Goto(Releasing)
                .Guards("M45")
            .When(LockIsFree).When(WasEvicted)
                .Do(TakeLock).Do(LeaveQueue).Do(StopWaiting).Do(ForgetEviction).Do(Answer, Errno.EPIPE).Goto(Releasing)
                .Guards("M45")
            .When(LockIsFree).Unless(WantsAnything)
                .Do(TakeLock).Do(LeaveQueue).Do(StopWaiting).Do(AnswerZero).Goto(Releasing)
            .When(LockIsFree).Do(TakeLock).Do(LeaveQueue).Do(StopWaiting).Goto(Look)

        .In(Releasing).Holding("sk_lock").Per("net/core/sock.c release_sock")
            .When(HasWaiting).Do(ProcessWaiting).Stay().Named("what waited is processed before a return")
            .Otherwise().Do(ReleaseLock).Do(Leave).Goto(Idle);

    private static void Mutants(Table<Kernel, ReceiveStep> table) => table
        .Mutant("M36", "A reader makes itself sleep after its last look, and forgets a wake-up in between.")
            .Without("text has come", "was woken before it slept")

        .Mutant("urgent octet in the stream", "A reader gets the urgent octet as if it were one of the stream.")
            .Without("Look.IsAtUrgent&HasMoved", "Look.HasText&WantsMore&MemoryIsMapped")
            .In(Look).When(HasText).When(WantsMore).When(MemoryIsMapped).Do(CopyEverything).Stay()
                .Named("text is copied with the urgent octet")

        .Mutant("M47", "A reader that processes waiting segments itself wakes nobody else, as if it read them.")
            .Without("what waited is processed before a sleep", "what waited is processed before a return")
            .In(Parking).When(HasWaiting).Do(ProcessSilently).Stay().Named("silently before a sleep")
            .In(Releasing).When(HasWaiting).Do(ProcessSilently).Stay().Named("silently before a return")

        .Mutant("M45", "A reader does not notice that the connection it slept on was dissolved.")
            .Without("Awake.LockIsFree&WasEvicted&HasMoved", "Awake.LockIsFree&WasEvicted");

    private static ref ReceiveStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.Receive;

    private static ref BitSet<ushort> TaskTimers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static ref readonly Tcb TcbOf(in Kernel kernel, int task) =>
        ref kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb;

    private static bool WantsUrgent(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.Urgent;

    private static bool HasUrgent(in Kernel kernel, int task) =>
        TcbOf(in kernel, task).Urgent is UrgentOctet.Announced or UrgentOctet.Held;

    private static bool UrgentIsHere(in Kernel kernel, int task) =>
        TcbOf(in kernel, task).Urgent == UrgentOctet.Held;

    private static bool NeverConnected(in Kernel kernel, int task) =>
        StateIs(in kernel, task, TcpState.Closed) && !HasSeenFin(in kernel, task);

    private static bool HasSeenFin(in Kernel kernel, int task) => TcbOf(in kernel, task).FinReceived;

    private static bool HasText(in Kernel kernel, int task) => TextLeft(in kernel, task) > 0;

    /// <summary>
    /// Where the call reads on in the stream. One that only peeks takes nothing from the queue and goes on behind what
    /// it has copied; an urgent octet may lie before that, never between.
    /// </summary>
    private static SequenceNumber Position(in Kernel kernel, int task)
    {
        ref readonly var socket = ref kernel.Sockets[SocketTable.Of(in kernel, task)];
        return Peeks(in kernel, task)
            ? socket.Tcb.Copied + kernel.Tasks[task].Moved + (SkipsUrgent(in socket) ? 1 : 0)
            : socket.Tcb.Copied;
    }

    private static bool SkipsUrgent(in Socket socket) =>
        SocketReadiness.IsAtMark(in socket) && !socket.Settings.UrgentInline;

    private static int TextLeft(in Kernel kernel, int task)
    {
        ref readonly var tcb = ref TcbOf(in kernel, task);
        return tcb.Unread - (Position(in kernel, task) - tcb.Copied);
    }

    /// <summary>One without room sleeps once and asks no further: the loop ends with the buffer.</summary>
    private static bool WantsAnything(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.Length > 0;

    private static bool WantsMore(in Kernel kernel, int task) =>
        kernel.Tasks[task].Moved < kernel.Tasks[task].Arguments.Length;

    /// <summary>Whether only the FIN is left in the queue.</summary>
    private static bool IsAtFin(in Kernel kernel, int task) =>
        HasSeenFin(in kernel, task) && Position(in kernel, task) + 1 == TcbOf(in kernel, task).RcvNxt;

    /// <summary>Whether the call reads on at the urgent octet's place (tcp_recvmsg_locked: urg_seq == *seq).</summary>
    private static bool IsAtUrgent(in Kernel kernel, int task) =>
        TcbOf(in kernel, task).Urgent != UrgentOctet.None
        && TcbOf(in kernel, task).UrgentMark == Position(in kernel, task);

    private static bool Peeks(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.Peek;

    private static bool UrgentIsInline(in Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Settings.UrgentInline;

    /// <summary>Whether the user's buffer is full; one without room asks whether there is anything.</summary>
    private static bool IsSatisfied(in Kernel kernel, int task) =>
        !WantsMore(in kernel, task) && (HasMoved(in kernel, task) || HasText(in kernel, task));

    /// <summary>
    /// Whether what was copied reaches the low-water mark, or with MSG_WAITALL the buffer's end (sock_rcvlowat).
    /// </summary>
    private static bool HasEnough(in Kernel kernel, int task)
    {
        var mark = kernel.Tasks[task].Arguments.WaitAll
            ? int.MaxValue
            : SocketReadiness.LowWaterOf(in kernel.Sockets[SocketTable.Of(in kernel, task)]);
        return kernel.Tasks[task].Moved >= Math.Max(Math.Min(mark, kernel.Tasks[task].Arguments.Length), 1);
    }

    /// <summary>
    /// Copies text up to the urgent octet, which is left out of the stream: at the mark it is skipped, unless
    /// SO_OOBINLINE keeps it in.
    /// </summary>
    private static void CopyText(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        var octets = OctetsToCopy(in kernel, task);
        var skipped = octets == 0 ? 1 : 0;
        kernel.Tasks[task].Moved += octets;
        Consume(ref kernel, socket, octets + skipped);
        if (tcb.Urgent != UrgentOctet.None && tcb.Copied > tcb.UrgentMark)
        {
            tcb.Urgent = UrgentOctet.None;
        }
    }

    /// <summary>How much of the stream goes into the buffer at once; none where an urgent octet is skipped.</summary>
    private static int OctetsToCopy(in Kernel kernel, int task)
    {
        ref readonly var tcb = ref TcbOf(in kernel, task);
        var start = Position(in kernel, task);
        var wanted = kernel.Tasks[task].Arguments.Length - kernel.Tasks[task].Moved;
        var octets = Math.Min(TextLeft(in kernel, task), wanted);
        var isCut = tcb.Urgent != UrgentOctet.None && tcb.UrgentMark >= start && tcb.UrgentMark < start + octets
            && !(tcb.UrgentMark == start && UrgentIsInline(in kernel, task));
        return isCut ? tcb.UrgentMark - start : octets;
    }

    private static void PeekText(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Moved += OctetsToCopy(in kernel, task);

    private static void CopyEverything(ref Kernel kernel, int task)
    {
        var octets = Math.Min(
            TcbOf(in kernel, task).Unread, kernel.Tasks[task].Arguments.Length - kernel.Tasks[task].Moved);
        kernel.Tasks[task].Moved += octets;
        Consume(ref kernel, SocketTable.Of(in kernel, task), octets);
    }

    private static void TakeFin(ref Kernel kernel, int task) =>
        Consume(ref kernel, SocketTable.Of(in kernel, task), 1);

    private static void Consume(ref Kernel kernel, int socket, int octets)
    {
        Connection.Fire(ref kernel.Sockets[socket].Tcb, new ReadData(octets), kernel.Mutation);
        Transmission.Send(ref kernel, socket);
    }

    private static void TakeUrgent(ref Kernel kernel, int task)
    {
        kernel.Sockets[SocketTable.Of(in kernel, task)].Tcb.Urgent = UrgentOctet.Taken;
        PeekUrgent(ref kernel, task);
    }

    private static void PeekUrgent(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Result = Math.Min(kernel.Tasks[task].Arguments.Length, 1);

    private static void WaitForData(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].AsyncWaitsForData = true;

    private static void StopWaiting(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].AsyncWaitsForData = false;
}
