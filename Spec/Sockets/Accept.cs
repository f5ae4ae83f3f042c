using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Sockets.AcceptStep;
using static Wakeline.Spec.Sockets.SocketCalls;
using static Wakeline.Spec.Sockets.SocketLock;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// accept, at the grain of the listener's lock. Sleepers are exclusive: a connection wakes one of them, which must take
/// it or leave it to the next; so a connection that is there counts before a signal or a timeout.
/// </summary>
[Machine]
public static partial class Accept
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, AcceptStep> table) => table
        .At(Location)
        .Timing(TaskTimers)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("net/socket.c __sys_accept4")
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .Unless(HasDescriptor).Do(Fail, Errno.EMFILE).Goto(Idle)
            .Unless(FileIsSocket).Do(Fail, Errno.ENOTSOCK).Goto(Idle)
            .Otherwise().Do(TakeDescriptor).Goto(Reserved)
        .In(Reserved).Per("net/ipv4/inet_connection_sock.c inet_csk_accept")
            .When(LockIsFree).Do(TakeLock).Goto(Look)

        .In(Look).Holding("sk_lock").Per("net/ipv4/inet_connection_sock.c inet_csk_accept")
            .Unless(StateIs, TcpState.Listen).Do(GiveBack, Errno.EINVAL).Goto(Idle)
            .When(ConnectionWaits).Do(TakeConnection).Goto(Idle)
            .When(IsNonblocking).Do(GiveBack, Errno.EAGAIN).Goto(Idle)
            .Otherwise().Do(SleepExclusively).Do(ReleaseLock).Goto(Parked)

        .In(Parked).Per("net/ipv4/inet_connection_sock.c inet_csk_wait_for_connect")
            .When(ConnectionWaits).Goto(Awake)
            .When(SignalPending).Goto(Awake)
            .When(HasDeadline).Arm(TaskTimer.Sleep).Goto(Asleep)
            .Otherwise().Goto(Asleep)
        .In(Asleep).Per("net/ipv4/inet_connection_sock.c inet_csk_wait_for_connect")
            .When(IsAwake).Cancel(TaskTimer.Sleep).Goto(Awake)
            .Expires(TaskTimer.Sleep).Do(NoteTimeout).Do(Run).Goto(Awake)
        .In(Awake).Per("net/ipv4/inet_connection_sock.c inet_csk_wait_for_connect")
            .When(LockIsFree).Do(TakeLock).Goto(Judge)

        .In(Judge).Holding("sk_lock").Per("net/ipv4/inet_connection_sock.c inet_csk_wait_for_connect")
            .When(ConnectionWaits).Do(LeaveQueue).Do(TakeConnection).Goto(Idle)
                .Named("a connection counts before a signal").Guards("M33")
            .Unless(StateIs, TcpState.Listen).Do(LeaveQueue).Do(GiveBack, Errno.EINVAL).Goto(Idle)
            .When(SignalPending).Do(LeaveQueue).Do(GiveBack, Errno.EINTR).Goto(Idle)
            .When(TimedOut).Do(LeaveQueue).Do(GiveBack, Errno.EAGAIN).Goto(Idle)
            .Otherwise().Do(SleepExclusively).Do(ReleaseLock).Goto(Parked)

        .Mutant("M33", "A signal counts before the connection that the sleeper was woken for.")
            .Without("a connection counts before a signal")
            .In(Judge)
                .When(SignalPending).Do(LeaveQueue).Do(GiveBack, Errno.EINTR).Goto(Idle)
                    .Named("a signal counts before a connection")
                .When(ConnectionWaits).Do(LeaveQueue).Do(TakeConnection).Goto(Idle)
                    .Named("a connection counts after a signal");

    private static ref AcceptStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.Accept;

    private static ref BitSet<ushort> TaskTimers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static bool HasDescriptor(in Kernel kernel, int task) => OpenFiles.HasRoom(in kernel);

    private static bool ConnectionWaits(in Kernel kernel, int task) =>
        !kernel.Sockets[SocketTable.Of(in kernel, task)].AcceptQueue.IsEmpty;

    private static void TakeDescriptor(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Position = (byte)kernel.Descriptors.Reserve();

    /// <summary>
    /// Takes the oldest connection and gives it a file (reqsk_queue_remove, sock_graft, fd_install). A listener has no
    /// waiting segments: it handles each at once, whoever owns its lock.
    /// </summary>
    private static void TakeConnection(ref Kernel kernel, int task)
    {
        var listener = SocketTable.Of(in kernel, task);
        var child = kernel.Sockets[listener].AcceptQueue.Dequeue();
        var file = OpenFiles.Create(ref kernel, FileKind.Socket, child, kernel.Tasks[task].Arguments.Flag);
        kernel.Sockets[child].FileAndOne = (byte)(file + 1);
        kernel.Sockets[child].ListenerAndOne = 0;
        kernel.Sockets[child].Association = Association.Connected;
        ReleaseLock(ref kernel, task);
        kernel.Descriptors.Install(kernel.Tasks[task].Position, file);
        Return(ref kernel, task, kernel.Tasks[task].Position);
    }

    private static void GiveBack(ref Kernel kernel, int task, Errno error)
    {
        ReleaseLock(ref kernel, task);
        kernel.Descriptors.Close(kernel.Tasks[task].Position);
        Fail(ref kernel, task, error);
    }
}
