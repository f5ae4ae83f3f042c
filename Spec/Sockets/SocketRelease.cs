using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>What happens to a socket whose file nobody holds any more (net/ipv4/tcp.c __tcp_close).</summary>
public static class SocketRelease
{
    /// <summary>
    /// Ends what the socket has begun: a listener stops; data nobody read, or a linger time of 0, breaks the connection
    /// off; otherwise FIN follows what is queued.
    /// </summary>
    public static void EndConnection(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (endpoint.State == TcpState.Listen)
        {
            Disconnection.StopListening(ref kernel, socket);
        }
        else if (endpoint.State != TcpState.Closed)
        {
            endpoint.Tcb.Shutdown = ShutdownDirections.Both;
            if (endpoint.Tcb.Unread > 0 || endpoint.Linger == Linger.Reset)
            {
                SocketInput.Call(ref kernel, socket, default(Abort));
            }
            else
            {
                SocketInput.Call(ref kernel, socket, default(Close));
            }
        }
    }

    /// <summary>
    /// Whether close waits: SO_LINGER says so, and what was sent is not acknowledged (sk_stream_wait_close).
    /// </summary>
    public static bool MustLinger(in Kernel kernel, int socket) =>
        kernel.Sockets[socket].Linger == Linger.Wait
        && kernel.Sockets[socket].Tcb.IsIn(TcpState.FinWait1, TcpState.Closing, TcpState.LastAck);

    /// <summary>
    /// Leaves the connection to itself; one that has ended goes (sock_orphan, inet_csk_destroy_sock).
    /// </summary>
    public static void Abandon(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        endpoint.FileAndOne = 0;
        Connection.Leave(ref endpoint.Tcb);
        endpoint.Tcb.Notices.Clear();
        if (endpoint.Tcb.State == TcpState.FinWait2 && endpoint.Settings.FinTimeout < 0)
        {
            SocketInput.Call(ref kernel, socket, default(Abort));
            return;
        }

        if (endpoint.Tcb.State == TcpState.FinWait2)
        {
            endpoint.Tcb.Timers.Add(TcpTimer.FinWait2);
        }

        SocketInput.Collect(ref kernel, socket);
    }
}
