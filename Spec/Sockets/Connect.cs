using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Sockets.ConnectStep;
using static Wakeline.Spec.Sockets.SocketCalls;
using static Wakeline.Spec.Sockets.SocketLock;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Sockets;

/// <summary>connect to a port of the loopback network, at the grain of the socket's lock.</summary>
[Machine]
public static partial class Connect
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, ConnectStep> table) => table
        .At(Location)
        .Timing(TaskTimers)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Entered).Per("net/socket.c __sys_connect")
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
            .Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)
            .Unless(FileIsSocket).Do(Fail, Errno.ENOTSOCK).Goto(Idle)
            .When(LockIsFree).Do(TakeLock).Goto(Begin)

        .In(Begin).Holding("sk_lock").Per("net/ipv4/af_inet.c __inet_stream_connect")
            .When(AssociationIs, Association.Connected).Do(Answer, Errno.EISCONN).Goto(Releasing)
            .When(AssociationIs, Association.Disconnecting).Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(AssociationIs, Association.Connecting).Do(Answer, Errno.EALREADY).Goto(Judge)
            .Unless(StateIs, TcpState.Closed).Do(Answer, Errno.EISCONN).Goto(Releasing)
            .When(PairIsTaken).Do(Answer, Errno.EADDRNOTAVAIL).Goto(Releasing)
                .Per("net/ipv4/inet_hashtables.c __inet_check_established")
            .When(SendsOnSyn).Do(Open).Do(AnswerTextOfSyn).Goto(Judge)
                .Per("net/ipv4/tcp.c tcp_sendmsg_fastopen").Per("RFC 7413 4.2.1")
            .Otherwise().Do(Open).Do(Answer, Errno.EINPROGRESS).Goto(Judge)
                .Per("net/ipv4/tcp_ipv4.c tcp_v4_connect").Per("RFC 9293 MUST-44")

        .In(Judge).Holding("sk_lock").Per("net/ipv4/af_inet.c __inet_stream_connect")
            .When(IsHandshaking).When(IsNonblocking).Goto(Releasing)
            .When(IsHandshaking).When(TimedOut).Goto(Releasing)
            .When(HasSlept).When(SignalPending).Do(Answer, Errno.EINTR).Goto(Releasing)
            .When(IsHandshaking).When(SignalPending).Do(Answer, Errno.EINTR).Goto(Releasing)
            .When(IsHandshaking).Do(JoinQueue).Do(NoteSleep).Goto(Parking)
            .When(StateIs, TcpState.Closed).Do(AnswerFailure).Do(Dissolve).Goto(Releasing)
            .When(IsOfSend).Do(Complete).Do(GoOnSending).Goto(Idle)
                .Per("net/ipv4/tcp.c tcp_sendmsg_fastopen")
            .Otherwise().Do(Complete).Goto(Releasing)

        .In(Parking).Holding("sk_lock").Per("net/ipv4/af_inet.c inet_wait_for_connect")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Do(ReleaseLock).Goto(Parked)
        .In(Parked).Per("kernel/sched/wait.c wait_woken")
            .When(WasWoken).Goto(Awake)
            .When(SignalPending).Goto(Awake)
            .When(HasDeadline).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(Asleep)
            .Otherwise().Do(FallAsleep).Goto(Asleep)
        .In(Asleep).Per("kernel/sched/wait.c wait_woken")
            .When(IsAwake).Cancel(TaskTimer.Sleep).Goto(Awake)
            .Expires(TaskTimer.Sleep).Do(NoteTimeout).Do(Run).Goto(Awake)
        .In(Awake).Per("net/ipv4/af_inet.c inet_wait_for_connect")
            .When(LockIsFree).Do(TakeLock).Do(LeaveQueue).Goto(Judge)

        .In(Releasing).Holding("sk_lock").Per("net/core/sock.c release_sock")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Do(ReleaseLock).Do(Leave).Goto(Idle);

    private static ref ConnectStep Location(ref Kernel kernel, int task) => ref kernel.Tasks[task].Steps.Connect;

    private static ref BitSet<ushort> TaskTimers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static bool AssociationIs(in Kernel kernel, int task, Association association) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Association == association;

    /// <summary>Whether the socket is bound to a port from which the other end is connected already.</summary>
    private static bool PairIsTaken(in Kernel kernel, int task)
    {
        ref readonly var endpoint = ref kernel.Sockets[SocketTable.Of(in kernel, task)];
        return endpoint.Bound.Port != 0
            && Ports.IsConnected(in kernel, LocalEnd(in kernel, task), RemoteEnd(in kernel, task));
    }

    /// <summary>The wildcard as a destination means this host (ip_route_output_key).</summary>
    private static Endpoint RemoteEnd(in Kernel kernel, int task)
    {
        ref readonly var arguments = ref kernel.Tasks[task].Arguments;
        var host = arguments.Address != 0
            ? arguments.Address
            : LocalEnd(in kernel, task).Host;
        return new Endpoint(host, (ushort)arguments.Length);
    }

    private static Endpoint LocalEnd(in Kernel kernel, int task)
    {
        var bound = kernel.Sockets[SocketTable.Of(in kernel, task)].Bound;
        return bound.IsWildcard ? bound with { Host = kernel.Net.PreferredSource } : bound;
    }

    private static void Open(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        var remote = RemoteEnd(in kernel, task);
        var local = LocalEnd(in kernel, task);
        if (local.Port == 0)
        {
            local = local with { Port = Ports.TakeEphemeral(ref kernel, socket) };
        }

        Ports.EndTimeWait(ref kernel, local, remote);
        ref var endpoint = ref kernel.Sockets[socket];
        endpoint.Bound = local;
        endpoint.Association = Association.Connecting;
        var sequence = SocketTable.NextSequence(ref kernel);
        var isFast = IsOfSend(in kernel, task);
        SocketInput.Call(ref kernel, socket, new ActiveOpen(
            local, remote, sequence, SendsOnSyn(in kernel, task) ? TextOfSyn(in kernel, task) : (ushort)0,
            isFast ? kernel.Net.FastOpenClient.Terms : default));
    }

    /// <summary>Whether the call is a send that opens the connection (MSG_FASTOPEN).</summary>
    private static bool IsOfSend(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.OpensFast;

    private static bool SendsOnSyn(in Kernel kernel, int task) =>
        IsOfSend(in kernel, task) && kernel.Net.FastOpenClient.MaySendText && kernel.Tasks[task].Arguments.Number > 0;

    /// <summary>A SYN carries a segment's worth of text, less the room of all options (tcp_send_syn_data).</summary>
    private static ushort TextOfSyn(in Kernel kernel, int task)
    {
        var told = kernel.Net.FastOpenClient.Mss > 0 ? kernel.Net.FastOpenClient.Mss : Connection.DefaultMss;
        var room = Math.Min(told, kernel.Net.Mss) - Connection.OptionOctetsMost;
        return (ushort)Math.Max(Math.Min(room, kernel.Tasks[task].Arguments.Number), 0);
    }

    private static void AnswerTextOfSyn(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].Moved = TextOfSyn(in kernel, task);
        AnswerMoved(ref kernel, task);
    }

    /// <summary>The connection is up: what the SYN did not carry is sent as by any send.</summary>
    private static void GoOnSending(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].Arguments.Length = kernel.Tasks[task].Arguments.Number;
        kernel.Tasks[task].Steps.Send = SendStep.Connecting;
    }

    private static bool HasSlept(in Kernel kernel, int task) => kernel.Tasks[task].HasQueued;

    private static void NoteSleep(ref Kernel kernel, int task) => kernel.Tasks[task].HasQueued = true;

    /// <summary>The connection failed, or another call dissolved it (sock_error, else ECONNABORTED).</summary>
    private static void AnswerFailure(ref Kernel kernel, int task)
    {
        if (HasError(in kernel, task))
        {
            AnswerError(ref kernel, task);
        }
        else
        {
            Answer(ref kernel, task, Errno.ECONNABORTED);
        }
    }

    private static void Dissolve(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        Disconnection.Dissolve(ref kernel, socket);
        Callbacks.Fire(ref kernel, socket, default(ErrorRaised));
        kernel.Sockets[socket].Association = Association.Unconnected;
    }

    private static void Complete(ref Kernel kernel, int task)
    {
        kernel.Sockets[SocketTable.Of(in kernel, task)].Association = Association.Connected;
        kernel.Tasks[task].Error = Errno.None;
        AnswerZero(ref kernel, task);
    }
}
