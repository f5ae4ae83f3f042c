using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The callbacks by which a connection tells its socket what happened: whom they wake with which key, and which signals
/// they send. A socket without a file has nobody to tell.
/// </summary>
[Machine]
public static partial class Callbacks
{
    private const PollEvents InKey = PollEvents.In | PollEvents.Pri | PollEvents.RdNorm | PollEvents.RdBand;

    private const PollEvents OutKey = PollEvents.Out | PollEvents.WrNorm | PollEvents.WrBand;

    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, TcpState> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(TcpState.Closed)

        .InAny().Per("net/core/sock.c sock_def_wakeup")
            .On<StateChanged>().Do(WakeAll).Stay()

        .InAny().Per("net/core/sock.c sock_def_readable").Per("net/ipv4/tcp_input.c tcp_data_ready")
            .On<ConnectionQueued>().Do(WakeReaders).Do(SignalReaders).Stay()
                .Named("a connection wakes one").Guards("M43")
            .On<DataArrived>().When(EndOfData).Do(WakeReaders).Do(SignalReaders).Stay()
            .On<DataArrived>().When(LowWaterReached).Do(WakeReaders).Do(SignalReaders).Stay()
            .On<DataArrived>().When(WindowIsShut).Do(WakeReaders).Do(SignalReaders).Stay()
                .Named("no more can come").Guards("M42")
            .On<DataArrived>().Ignore()
            .On<UrgentArrived>().Do(WakeReaders).Do(SignalReaders).Stay()

        .InAny().Per("net/core/stream.c sk_stream_write_space").Per("net/ipv4/tcp_input.c tcp_check_space")
            .On<DataAcknowledged>().Unless(SpaceIsWanted).Ignore()
            .On<DataAcknowledged>().When(IsWritable).Do(ClearNoSpace).Do(WakeWriters).Do(SignalWriters).Stay()
                .Guards("M41a")
            .On<DataAcknowledged>().Ignore()
            .On<SendGaveUp>().When(IsWritable).Do(ClearNoSpace).Do(WakeWriters).Do(SignalWriters).Stay()
            .On<SendGaveUp>().Ignore()

        .InAny().Per("net/core/sock.c sock_def_error_report")
            .On<ErrorRaised>().Do(WakeForError).Do(Signal, AsyncBand.Error).Stay()

        // Signals without a wake-up of their own (sk_wake_async, sk_send_sigurg).
        .InAny().Per("net/ipv4/tcp_input.c tcp_finish_connect")
            .On<ConnectionUp>().Do(Signal, AsyncBand.Out).Stay()
        .InAny().Per("net/ipv4/tcp_input.c tcp_fin")
            .On<FinArrived>().When(IsReaderWaiting).Ignore()
            .On<FinArrived>().When(IsShutBothWays).Do(Signal, AsyncBand.HangUp).Stay()
            .On<FinArrived>().Do(Signal, AsyncBand.In).Stay()
        .InAny().Per("net/ipv4/tcp_input.c tcp_check_urg").Per("net/core/sock.c sk_send_sigurg")
            .On<UrgentAnnounced>().When(HasOwner).Do(SendUrgentSignal).Do(Signal, AsyncBand.Priority).Stay()
                .Named("the owner is told of urgent data").Per("RFC 9293 MUST-32")
            .On<UrgentAnnounced>().Ignore()

        .Mutant("M43", "A connection wakes everybody who sleeps in accept.")
            .Without("a connection wakes one")
            .InAny().On<ConnectionQueued>().Do(WakeAll).Do(SignalReaders).Stay().Named("a connection wakes the herd")

        .Mutant("urgent data by the mark", "An urgent octet calls readers only if the low-water mark is reached.")
            .Without("Any.UrgentArrived.Always")
            .InAny()
                .On<UrgentArrived>().When(LowWaterReached).Do(WakeReaders).Do(SignalReaders).Stay()
                    .Named("urgent data above the mark")
                .On<UrgentArrived>().Ignore().Named("urgent data below the mark")

        .Mutant("SIGURG with O_ASYNC only", "The owner of a socket without O_ASYNC hears nothing of urgent data.")
            .Without("the owner is told of urgent data")
            .InAny().On<UrgentAnnounced>().When(IsAsync).Do(SendUrgentSignal).Do(Signal, AsyncBand.Priority).Stay()
                .Named("an asynchronous owner is told of urgent data")

        .Mutant("SIGIO for readers too", "Data signals the owner although a task sits in recv.")
            .Without("Any.DataArrived.EndOfData", "Any.DataArrived.LowWaterReached")
            .InAny()
                .On<DataArrived>().When(EndOfData).Do(WakeReaders).Do(Signal, AsyncBand.In).Stay()
                    .Named("the end is signalled to everybody")
                .On<DataArrived>().When(LowWaterReached).Do(WakeReaders).Do(Signal, AsyncBand.In).Stay()
                    .Named("data is signalled to everybody")

        .Mutant("M42", "A reader whose low-water mark does not fit the buffer is not told that the window is shut.")
            .Without("no more can come")

        .Mutant("M41a", "Whoever waits for room is woken as soon as one more octet may be queued.")
            .Without("Any.DataAcknowledged.IsWritable")
            .InAny().On<DataAcknowledged>().When(HasRoom).Do(ClearNoSpace).Do(WakeWriters).Do(SignalWriters).Stay()
                .Named("any room wakes");

    private static ref TcpState Location(ref Kernel kernel, int socket) => ref kernel.Sockets[socket].Tcb.State;

    /// <summary>Calls back for everything the connection has to tell, in the order in which tcp_input.c does.</summary>
    public static void Run(ref Kernel kernel, int socket)
    {
        var notices = kernel.Sockets[socket].Tcb.Notices;
        kernel.Sockets[socket].Tcb.Notices.Clear();
        for (var notice = notices.First; notice >= 0; notice = notices.First)
        {
            notices.Remove(notice);
            Run(ref kernel, socket, (Notice)notice);
        }
    }

    private static void Run(ref Kernel kernel, int socket, Notice notice) => _ = notice switch
    {
        Notice.StateChange => Fire(ref kernel, socket, default(StateChanged)),
        Notice.Connected => Fire(ref kernel, socket, default(ConnectionUp)),
        Notice.FinReceived => Fire(ref kernel, socket, default(FinArrived)),
        Notice.UrgentMark => Fire(ref kernel, socket, default(UrgentAnnounced)),
        Notice.UrgentData => Fire(ref kernel, socket, default(UrgentArrived)),
        Notice.DataReady => Fire(ref kernel, socket, default(DataArrived)),
        Notice.WriteSpace => TellOfSpace(ref kernel, socket),
        _ => Fire(ref kernel, socket, default(ErrorRaised)),
    };

    /// <summary>Somebody who waits for memory has more of it as the congestion window grows (tcp_new_space).</summary>
    private static int TellOfSpace(ref Kernel kernel, int socket)
    {
        if (kernel.Sockets[socket].NoSpace)
        {
            SendMemory.Expand(ref kernel, socket);
        }

        return Fire(ref kernel, socket, default(DataAcknowledged));
    }

    private static bool EndOfData(in Kernel kernel, int socket) => kernel.Sockets[socket].Tcb.FinReceived;

    private static bool LowWaterReached(in Kernel kernel, int socket) =>
        SocketReadiness.Available(in kernel.Sockets[socket]) >= SocketReadiness.LowWaterOf(in kernel.Sockets[socket]);

    private static bool WindowIsShut(in Kernel kernel, int socket) =>
        SocketReadiness.Available(in kernel.Sockets[socket]) > 0
        && SocketReadiness.WindowIsShut(in kernel.Sockets[socket]);

    private static bool SpaceIsWanted(in Kernel kernel, int socket) => kernel.Sockets[socket].NoSpace;

    private static bool IsWritable(in Kernel kernel, int socket) =>
        kernel.Sockets[socket].HasFile && SocketReadiness.IsWritable(in kernel, socket);

    private static bool HasRoom(in Kernel kernel, int socket) =>
        kernel.Sockets[socket].HasFile && SocketReadiness.HasRoom(in kernel, socket);

    private static bool IsReaderWaiting(in Kernel kernel, int socket) => kernel.Sockets[socket].AsyncWaitsForData;

    private static bool HasOwner(in Kernel kernel, int socket) =>
        kernel.Sockets[socket].HasFile && kernel.Files[kernel.Sockets[socket].File].HasOwner;

    private static bool IsAsync(in Kernel kernel, int socket) =>
        HasOwner(in kernel, socket) && kernel.Files[kernel.Sockets[socket].File].Async;

    private static bool IsShutBothWays(in Kernel kernel, int socket) =>
        kernel.Sockets[socket].Tcb.Shutdown == ShutdownDirections.Both;

    /// <summary>Everybody, exclusive waiters included, with a key that says nothing.</summary>
    private static void WakeAll(ref Kernel kernel, int socket)
    {
        kernel.Ledger.Refused.Remove(socket);
        Wake(ref kernel, socket, PollEvents.None, exclusive: 0);
    }

    private static void WakeReaders(ref Kernel kernel, int socket) => Wake(ref kernel, socket, InKey, exclusive: 1);

    private static void WakeWriters(ref Kernel kernel, int socket)
    {
        kernel.Ledger.Refused.Remove(socket);
        Wake(ref kernel, socket, OutKey, exclusive: 1);
    }

    private static void WakeForError(ref Kernel kernel, int socket) =>
        Wake(ref kernel, socket, PollEvents.Err, exclusive: 1);

    private static void ClearNoSpace(ref Kernel kernel, int socket) => kernel.Sockets[socket].NoSpace = false;

    /// <summary>SOCK_WAKE_WAITD: a task that sits in recv needs no signal.</summary>
    private static void SignalReaders(ref Kernel kernel, int socket)
    {
        if (!IsReaderWaiting(in kernel, socket))
        {
            Signal(ref kernel, socket, AsyncBand.In);
        }
    }

    /// <summary>SOCK_WAKE_SPACE: only for somebody who found no room, and once.</summary>
    private static void SignalWriters(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if ((endpoint.Tcb.Shutdown & ShutdownDirections.Send) == 0 && endpoint.AsyncNoSpace)
        {
            endpoint.AsyncNoSpace = false;
            Signal(ref kernel, socket, AsyncBand.Out);
        }
    }

    private static void Wake(ref Kernel kernel, int socket, PollEvents key, int exclusive)
    {
        if (kernel.Sockets[socket].HasFile)
        {
            Waking.Wake(ref kernel, kernel.Sockets[socket].File, key, exclusive);
        }
    }

    /// <summary>Sends the signal of O_ASYNC to the owner, if there is one (kill_fasync, send_sigio).</summary>
    private static void Signal(ref Kernel kernel, int socket, AsyncBand band)
    {
        if (IsAsync(in kernel, socket))
        {
            kernel.Ledger.ReaderWasSignalled |= band == AsyncBand.In && IsReaderWaiting(in kernel, socket);
            SendToOwner(ref kernel, socket, band, Tasks.Signal.InputOutput);
        }
    }

    private static void SendUrgentSignal(ref Kernel kernel, int socket) =>
        SendToOwner(ref kernel, socket, AsyncBand.Urgent, Tasks.Signal.Urgent);

    private static void SendToOwner(ref Kernel kernel, int socket, AsyncBand band, Signal signal)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (!endpoint.Signals.IsFull)
        {
            endpoint.Signals.Enqueue(band);
        }

        var owner = kernel.Files[endpoint.File].OwnerTaskAndOne;
        if (owner > 0)
        {
            Signals.Send(ref kernel, owner - 1, signal);
        }
    }
}
