using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Sockets.SocketCalls;
using static Wakeline.Spec.Sockets.SocketControlStep;
using static Wakeline.Spec.Sockets.SocketLock;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Sockets;

/// <summary>Calls on sockets that do not sleep: socket, bind, listen, shutdown, disconnect and options.</summary>
[Machine]
public static partial class SocketControl
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SocketControlStep> table)
    {
        table
            .At(Location)
            .MutatedBy(Kernel.MutationIn)
            .Start(Entered)
            .Final(Idle)
            .Fair(Fairness.Weak);
        CheckDescriptor(table);
        Names(table);
        Shutdowns(table);
        Options(table);
        End(table);
    }

    private static void CheckDescriptor(Table<Kernel, SocketControlStep> table) => table
        .In(Entered).Per("net/socket.c __sys_socket")
            .When(CallIs, SystemCall.Socket).When(HasDescriptor).Do(MakeSocket).Goto(Idle)
            .When(CallIs, SystemCall.Socket).Do(Fail, Errno.EMFILE).Goto(Idle)
        .In(Entered).Per("net/socket.c sock_from_file")
            .Unless(HasFile).Do(Fail, Errno.EBADF).Goto(Idle)
        .In(Entered).Per("fs/fcntl.c setfl")
            .When(CallIs, SystemCall.SetAsync).Do(SetAsync).Do(ReturnZero).Goto(Idle)
        .In(Entered).Per("fs/fcntl.c f_setown")
            .When(CallIs, SystemCall.SetOwner).Do(SetOwner).Do(ReturnZero).Goto(Idle)
        .In(Entered).Per("net/socket.c sock_from_file")
            .Unless(FileIsSocket).Do(Fail, Errno.ENOTSOCK).Goto(Idle)
        .In(Entered).Per("net/core/sock.c sk_getsockopt")
            .When(CallIs, SystemCall.GetError).Do(TakeError).Goto(Idle)
        .In(Entered).Per("net/ipv4/ip_sockglue.c ip_recv_error")
            .When(CallIs, SystemCall.TakeReport).When(HasReport).Do(TakeReport).Do(ReturnZero).Goto(Idle)
            .When(CallIs, SystemCall.TakeReport).Do(Fail, Errno.EAGAIN).Goto(Idle)
        .In(Entered).Per("net/ipv4/tcp.c tcp_ioctl")
            .When(CallIs, SystemCall.AtMark).Do(TellMark).Goto(Idle).Per("RFC 9293 MUST-33")
        .In(Entered).Per("net/socket.c __sys_bind")
            .When(CallIs, SystemCall.Bind).Unless(MemoryIsMapped).Do(Fail, Errno.EFAULT).Goto(Idle)
        .In(Entered).Per("net/ipv4/af_inet.c inet_shutdown")
            .When(CallIs, SystemCall.Shutdown).When(ShutsNothing).Do(Fail, Errno.EINVAL).Goto(Idle)
        .In(Entered).Per("net/core/sock.c lock_sock_nested")
            .When(LockIsFree).Do(TakeLock).Goto(Locked);

    private static void Names(Table<Kernel, SocketControlStep> table) => table
        .In(Locked).Holding("sk_lock").Per("net/ipv4/af_inet.c __inet_bind")
            .When(CallIs, SystemCall.Bind).Unless(StateIs, TcpState.Closed).Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(CallIs, SystemCall.Bind).When(IsBound).Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(CallIs, SystemCall.Bind).When(AddressIsTaken).Do(Answer, Errno.EADDRINUSE).Goto(Releasing)
                .Per("net/ipv4/inet_connection_sock.c inet_csk_get_port")
            .When(CallIs, SystemCall.Bind).Do(Name).Do(AnswerZero).Goto(Releasing).Per("RFC 9293 MUST-43")

        .In(Locked).Holding("sk_lock").Per("net/ipv4/af_inet.c __inet_listen_sk")
            .When(CallIs, SystemCall.Listen).Unless(AssociationIs, Association.Unconnected)
                .Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(CallIs, SystemCall.Listen).When(StateIs, TcpState.Listen)
                .Do(SetBacklog).Do(AnswerZero).Goto(Releasing)
            .When(CallIs, SystemCall.Listen).Unless(StateIs, TcpState.Closed).Do(Answer, Errno.EINVAL).Goto(Releasing)
            .When(CallIs, SystemCall.Listen).When(OwnAddressIsTaken)
                .Do(SetBacklog).Do(Answer, Errno.EADDRINUSE).Goto(Releasing)
                .Per("net/ipv4/inet_connection_sock.c inet_csk_listen_start").Per("RFC 9293 MUST-41")
            .When(CallIs, SystemCall.Listen).Do(SetBacklog).Do(StartListening).Do(AnswerZero).Goto(Releasing);

    private static void Shutdowns(Table<Kernel, SocketControlStep> table) => table
        .In(Locked).Holding("sk_lock").Per("net/ipv4/af_inet.c inet_shutdown")
            .When(CallIs, SystemCall.Shutdown).When(StateIs, TcpState.Closed)
                .Do(SettleAssociation).Do(Shut).Do(CallBack).Do(Answer, Errno.ENOTCONN).Goto(Releasing)
            .When(CallIs, SystemCall.Shutdown).When(StateIs, TcpState.Listen).When(ShutsReceiving)
                .Do(Dissolve).Do(AnswerZero).Goto(Dissolved)
            .When(CallIs, SystemCall.Shutdown).When(StateIs, TcpState.Listen)
                .Do(CallBack).Do(AnswerZero).Goto(Releasing)
            .When(CallIs, SystemCall.Shutdown).When(StateIs, TcpState.SynSent)
                .Do(Dissolve).Do(AnswerZero).Goto(Dissolved)
            .When(CallIs, SystemCall.Shutdown).When(ShutsSending).When(SendsFin)
                .Do(SettleAssociation).Do(Shut).Do(CloseConnection).Do(AnswerZero).Goto(FinSent)
                .Per("net/ipv4/tcp.c tcp_shutdown")
            .When(CallIs, SystemCall.Shutdown)
                .Do(SettleAssociation).Do(Shut).Do(CallBack).Do(AnswerZero).Goto(Releasing)

        .In(Locked).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_disconnect")
            .When(CallIs, SystemCall.Disconnect).Do(Dissolve).Do(AnswerZero).Goto(Dissolved)

        // What was sent is with the peer before this side is told (local_bh_enable runs the softirq).
        .In(Dissolved).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_disconnect")
            .When(CallIs, SystemCall.Shutdown).Do(ReportError).Do(CallBack).Goto(Releasing)
            .Otherwise().Do(ReportError).Goto(Releasing)
        .In(FinSent).Holding("sk_lock").Per("net/ipv4/af_inet.c inet_shutdown")
            .Always().Do(CallBack).Goto(Releasing);

    private static void Options(Table<Kernel, SocketControlStep> table) => table
        .In(Locked).Holding("sk_lock").Per("net/core/sock.c sk_setsockopt")
            .When(CallIs, SystemCall.SetLinger).Do(SetLinger).Do(AnswerZero).Goto(Releasing)
        .In(Locked).Holding("sk_lock").Per("net/ipv4/tcp.c tcp_set_rcvlowat")
            .When(CallIs, SystemCall.SetReceiveLowWater).Do(SetLowWater).Do(AnswerZero).Goto(Releasing)
        .In(Locked).Holding("sk_lock").Per("net/core/sock.c sk_setsockopt")
            .When(CallIs, SystemCall.SetOption).Do(SetOption).Do(AnswerZero).Goto(Releasing);

    private static void End(Table<Kernel, SocketControlStep> table) => table
        .In(Releasing).Holding("sk_lock").Per("net/core/sock.c release_sock")
            .When(HasWaiting).Do(ProcessWaiting).Stay()
            .Otherwise().Do(ReleaseLock).Do(Leave).Goto(Idle);

    private static ref SocketControlStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.SocketControl;

    private static bool HasDescriptor(in Kernel kernel, int task) => OpenFiles.HasRoom(in kernel);

    private static bool AssociationIs(in Kernel kernel, int task, Association association) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Association == association;

    private static bool IsBound(in Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Bound.Port != 0;

    private static Endpoint Wanted(in Kernel kernel, int task) =>
        new(kernel.Tasks[task].Arguments.Address, (ushort)kernel.Tasks[task].Arguments.Length);

    private static bool AddressIsTaken(in Kernel kernel, int task) =>
        Ports.IsTaken(in kernel, Wanted(in kernel, task), SocketTable.Of(in kernel, task));

    /// <summary>
    /// The port of a listener that stopped still belongs to the connections it has accepted.
    /// </summary>
    private static bool OwnAddressIsTaken(in Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        return Ports.IsTaken(in kernel, kernel.Sockets[socket].Bound, socket);
    }

    private static bool ShutsNothing(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Directions == ShutdownDirections.None;

    private static bool ShutsReceiving(in Kernel kernel, int task) =>
        (kernel.Tasks[task].Arguments.Directions & ShutdownDirections.Receive) != 0;

    private static bool ShutsSending(in Kernel kernel, int task) =>
        (kernel.Tasks[task].Arguments.Directions & ShutdownDirections.Send) != 0;

    /// <summary>
    /// Whether the end of sending is told to the peer now; in SYN-RECEIVED it waits for the handshake.
    /// </summary>
    private static bool SendsFin(in Kernel kernel, int task) =>
        StateIs(in kernel, task, TcpState.Established) || StateIs(in kernel, task, TcpState.CloseWait);

    private static ref Socket SocketOf(ref Kernel kernel, int task) =>
        ref kernel.Sockets[SocketTable.Of(in kernel, task)];

    private static void MakeSocket(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Create(ref kernel);
        var descriptor = OpenFiles.Open(ref kernel, FileKind.Socket, socket, kernel.Tasks[task].Arguments.Flag);
        kernel.Sockets[socket].FileAndOne = (byte)(kernel.Descriptors.FileOf(descriptor) + 1);
        Return(ref kernel, task, descriptor);
    }

    /// <summary>Binds. A port of 0 asks for any, and does not lock the one that is given.</summary>
    private static void Name(ref Kernel kernel, int task)
    {
        var wanted = Wanted(in kernel, task);
        ref var endpoint = ref SocketOf(ref kernel, task);
        endpoint.PortLocked = wanted.Port != 0;
        endpoint.AddressLocked = !wanted.IsWildcard;
        endpoint.Bound = wanted.Port != 0
            ? wanted
            : wanted with { Port = Ports.TakeEphemeral(ref kernel, SocketTable.Of(in kernel, task)) };
    }

    private static void SetBacklog(ref Kernel kernel, int task) =>
        SocketOf(ref kernel, task).Backlog =
            (ushort)Math.Min((uint)kernel.Tasks[task].Arguments.Number, kernel.Net.SomaxConn);

    /// <summary>Begins to listen, on any free port if the socket is not bound (inet_csk_listen_start).</summary>
    private static void StartListening(ref Kernel kernel, int task)
    {
        ref var endpoint = ref SocketOf(ref kernel, task);
        if (endpoint.Bound.Port == 0)
        {
            var port = Ports.TakeEphemeral(ref kernel, SocketTable.Of(in kernel, task));
            endpoint.Bound = endpoint.Bound with { Port = port };
        }

        Connection.Fire(ref endpoint.Tcb, new PassiveOpen(endpoint.Bound, default), kernel.Mutation);
    }

    private static void SettleAssociation(ref Kernel kernel, int task)
    {
        ref var endpoint = ref SocketOf(ref kernel, task);
        if (endpoint.Association == Association.Connecting)
        {
            endpoint.Association = endpoint.State is TcpState.Closed or TcpState.SynSent or TcpState.SynReceived
                ? Association.Disconnecting
                : Association.Connected;
        }
    }

    private static void Shut(ref Kernel kernel, int task) =>
        SocketOf(ref kernel, task).Tcb.Shutdown |= kernel.Tasks[task].Arguments.Directions;

    private static void CloseConnection(ref Kernel kernel, int task) =>
        SocketInput.Call(ref kernel, SocketTable.Of(in kernel, task), default(Close));

    private static void Dissolve(ref Kernel kernel, int task)
    {
        Disconnection.Dissolve(ref kernel, SocketTable.Of(in kernel, task));
        SocketOf(ref kernel, task).Association = Association.Unconnected;
    }

    private static void ReportError(ref Kernel kernel, int task) =>
        Callbacks.Fire(ref kernel, SocketTable.Of(in kernel, task), default(ErrorRaised));

    /// <summary>Wakes whoever polls or sleeps: the marks of shutdown show.</summary>
    private static void CallBack(ref Kernel kernel, int task) =>
        Callbacks.Fire(ref kernel, SocketTable.Of(in kernel, task), default(StateChanged));

    private static void SetLinger(ref Kernel kernel, int task)
    {
        ref readonly var arguments = ref kernel.Tasks[task].Arguments;
        var whenOn = arguments.Length == 0 ? Linger.Reset : Linger.Wait;
        SocketOf(ref kernel, task).Linger = arguments.Flag ? whenOn : Linger.Off;
    }

    /// <summary>
    /// Sets SO_RCVLOWAT, to at most half of what may be received, and calls a reader whom it serves now.
    /// </summary>
    private static void SetLowWater(ref Kernel kernel, int task)
    {
        ref var endpoint = ref SocketOf(ref kernel, task);
        var wanted = kernel.Tasks[task].Arguments.Length;
        endpoint.LowWater = Math.Min(wanted < 0 ? int.MaxValue : wanted, kernel.Net.ReceiveBufferMost / 2);
        endpoint.Tcb.RcvBuffer = Math.Max(
            endpoint.Tcb.RcvBuffer, Math.Min(endpoint.LowWater * 2, kernel.Net.ReceiveBufferMost));
        Callbacks.Fire(ref kernel, SocketTable.Of(in kernel, task), default(DataArrived));
    }

    private static void SetOption(ref Kernel kernel, int task)
    {
        ref readonly var arguments = ref kernel.Tasks[task].Arguments;
        ref var endpoint = ref SocketOf(ref kernel, task);
        endpoint.Settings.Set(arguments.Option, arguments.Length);
        endpoint.Settings.Apply(ref endpoint.Tcb, in kernel.Net);
        switch (arguments.Option)
        {
            case SocketOption.NoDelay or SocketOption.Cork:
                endpoint.Tcb.OverridesWaiting = endpoint.Settings.NoDelay && endpoint.Tcb.Unsent > 0;
                Transmission.Send(ref kernel, SocketTable.Of(in kernel, task));
                break;
            case SocketOption.QuickAck when arguments.Length != 0:
                Connection.Fire(ref endpoint.Tcb, default(AcknowledgeNow), kernel.Mutation);
                Transmission.Send(ref kernel, SocketTable.Of(in kernel, task));
                break;
            case SocketOption.FastOpenQueue:
                endpoint.FastOpenQueue = (ushort)arguments.Length;
                break;
            case SocketOption.KeepAlive:
                endpoint.Settings.WatchIdleness(ref endpoint.Tcb);
                break;
            case SocketOption.NotSentLowWater:
                Callbacks.Fire(ref kernel, SocketTable.Of(in kernel, task), default(DataAcknowledged));
                break;
        }
    }

    private static bool HasReport(in Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].Reports > 0;

    private static void TakeReport(ref Kernel kernel, int task) => SocketOf(ref kernel, task).Reports--;

    private static void TellMark(ref Kernel kernel, int task) =>
        Return(ref kernel, task, IsAtMark(in kernel, task) ? 1 : 0);

    /// <summary>F_SETOWN of the process and O_ASYNC; the owner stays when O_ASYNC goes.</summary>
    private static void SetAsync(ref Kernel kernel, int task)
    {
        ref var file = ref kernel.Files[kernel.Tasks[task].File];
        file.Async = kernel.Tasks[task].Arguments.Flag;
        file.HasOwner |= file.Async;
    }

    private static void SetOwner(ref Kernel kernel, int task)
    {
        ref var file = ref kernel.Files[kernel.Tasks[task].File];
        file.HasOwner = true;
        file.OwnerTaskAndOne = (byte)(task + 1);
    }

    private static void TakeError(ref Kernel kernel, int task)
    {
        ref var tcb = ref SocketOf(ref kernel, task).Tcb;
        var error = tcb.Error;
        if (error == Errno.None)
        {
            error = tcb.SoftError;
            tcb.SoftError = Errno.None;
        }

        tcb.Error = Errno.None;
        Return(ref kernel, task, (int)error);
    }
}
