using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The poll method of a socket (net/ipv4/tcp.c tcp_poll). It samples everything at once; the kernel reads state,
/// shutdown, sequence numbers and error one after the other without the lock.
/// </summary>
public static class SocketReadiness
{
    private const PollEvents Readable = PollEvents.In | PollEvents.RdNorm;

    private const PollEvents Writable = PollEvents.Out | PollEvents.WrNorm;

    /// <summary>What the socket is ready for.</summary>
    public static PollEvents Of(in Kernel kernel, int socket)
    {
        ref readonly var endpoint = ref kernel.Sockets[socket];
        if (endpoint.State == TcpState.Listen)
        {
            return endpoint.AcceptQueue.IsEmpty ? PollEvents.None : Readable;
        }

        var shutdown = endpoint.Tcb.Shutdown;
        var ready = PollEvents.None;
        Add(ref ready, PollEvents.Hup, shutdown == ShutdownDirections.Both || IsClosed(in endpoint));
        Add(ref ready, Readable | PollEvents.RdHup, (shutdown & ShutdownDirections.Receive) != 0);
        if (!endpoint.Tcb.IsOpening)
        {
            Add(ref ready, Readable, IsReadable(in endpoint, Target(in endpoint)));
            Add(ref ready, Writable, (shutdown & ShutdownDirections.Send) != 0 || IsWritable(in kernel, socket));
            Add(ref ready, PollEvents.Pri, endpoint.Tcb.Urgent == UrgentOctet.Held);
        }

        Add(ref ready, PollEvents.Err, endpoint.Tcb.Error != Errno.None || endpoint.Reports > 0);
        return ready;
    }

    /// <summary>Whether there is no connection, nor one that will begin with the first text (TCP_CLOSE).</summary>
    private static bool IsClosed(in Socket socket) => socket.State == TcpState.Closed && !socket.DefersConnect;

    /// <summary>Polls the socket; one that finds no room to send is to be told when there is some.</summary>
    public static PollEvents Poll(ref Kernel kernel, int socket)
    {
        var ready = Of(in kernel, socket);
        ref var endpoint = ref kernel.Sockets[socket];
        if ((ready & Writable) == 0
            && !endpoint.Tcb.IsOpening && endpoint.State != TcpState.Listen)
        {
            endpoint.NoSpace = true;
            endpoint.AsyncNoSpace = true;
        }

        return ready;
    }

    /// <summary>
    /// Whether a reader that wants so many octets is served (tcp_epollin_ready): they are there, or no more can come
    /// because the window is as good as shut.
    /// </summary>
    public static bool IsReadable(in Socket socket, int target) =>
        Available(in socket) > 0 && (Available(in socket) >= target || WindowIsShut(in socket));

    /// <summary>Places of the stream that wait for the user, FIN included (rcv_nxt - copied_seq).</summary>
    public static int Available(in Socket socket) => socket.Tcb.RcvNxt - socket.Tcb.Copied;

    /// <summary>
    /// Whether the peer can send no more than a segment. Deviation: the kernel estimates the peer's segment size, here
    /// it is known.
    /// </summary>
    public static bool WindowIsShut(in Socket socket) =>
        socket.Tcb.RcvWnd <= Math.Min(socket.Tcb.SndMss, socket.Tcb.RcvBuffer / 4);

    /// <summary>SO_RCVLOWAT as it counts: at least 1.</summary>
    public static int LowWaterOf(in Socket socket) => Math.Max(socket.LowWater, 1);

    /// <summary>
    /// Whether poll calls the socket writable: a third of the buffer is free, and half of what may be unsent
    /// (__sk_stream_is_writeable).
    /// </summary>
    public static bool IsWritable(in Kernel kernel, int socket)
    {
        var queued = SendMemory.Taken(in kernel, socket);
        return SendMemory.Limit(in kernel, socket) - queued >= queued / 2 && HasAmpleRoom(in kernel, socket);
    }

    /// <summary>Whether send may queue more; it may while poll does not say so yet (sk_stream_memory_free).</summary>
    public static bool HasRoom(in Kernel kernel, int socket, int more = 0) =>
        HasRoom(in kernel, socket, parts: 1, more);

    /// <summary>Whether half of what may be unsent is free (sk_stream_memory_free with wake).</summary>
    public static bool HasAmpleRoom(in Kernel kernel, int socket) => HasRoom(in kernel, socket, parts: 2, more: 0);

    private static bool HasRoom(in Kernel kernel, int socket, int parts, int more)
    {
        ref readonly var endpoint = ref kernel.Sockets[socket];
        var mark = endpoint.Settings.NotSentLowWater is > 0 and var own ? own : kernel.Net.NotSentLowWater;
        return SendMemory.Taken(in kernel, socket) < SendMemory.Limit(in kernel, socket)
            && (mark == 0 || (endpoint.Tcb.Unsent + more) * parts < mark);
    }

    /// <summary>Whether the next place of the stream is the urgent octet's.</summary>
    public static bool IsAtMark(in Socket socket) =>
        socket.Tcb.Urgent != UrgentOctet.None && socket.Tcb.UrgentMark == socket.Tcb.Copied;

    /// <summary>An urgent octet right at the reading position is not data and does not count.</summary>
    private static int Target(in Socket socket) =>
        LowWaterOf(in socket) + (IsAtMark(in socket) && !socket.Settings.UrgentInline ? 1 : 0);

    private static void Add(ref PollEvents ready, PollEvents events, bool isReady) =>
        ready |= isReady ? events : PollEvents.None;
}
