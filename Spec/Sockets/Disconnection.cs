using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// How a connection or a listener is broken off without its socket going away (net/ipv4/tcp.c tcp_disconnect).
/// </summary>
public static class Disconnection
{
    /// <summary>
    /// Dissolves the connection: the peer is reset where the state asks for it, what is queued is lost, and the socket
    /// is as new, but for an error. The user's choice of address and port stays. The caller holds the lock, and reports
    /// the error when the peer has been told.
    /// </summary>
    public static void Dissolve(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        var error = ErrorAfter(in endpoint.Tcb);
        var wasClosed = endpoint.State == TcpState.Closed;
        if (endpoint.Tcb.State == TcpState.Listen)
        {
            StopListening(ref kernel, socket);
        }
        else if (endpoint.Tcb.State == TcpState.TimeWait)
        {
            LeaveRecord(ref kernel, socket);
        }
        else if (endpoint.Tcb.State != TcpState.Closed)
        {
            SocketInput.Call(ref kernel, socket, default(Abort));
        }

        endpoint.Tcb = SocketTable.FreshTcb(in kernel.Net, in endpoint.Settings);
        endpoint.Tcb.Error = error;
        if (!wasClosed)
        {
            Ports.Release(ref endpoint);
        }

        if (!endpoint.AddressLocked)
        {
            endpoint.Bound = endpoint.Bound with { Host = 0 };
        }

        Evict(ref kernel, socket);
    }

    /// <summary>
    /// Stops listening: connections that wait for accept are reset, requests vanish without a word
    /// (net/ipv4/inet_connection_sock.c inet_csk_listen_stop).
    /// </summary>
    public static void StopListening(ref Kernel kernel, int listener)
    {
        kernel.Sockets[listener].Tcb.State = TcpState.Closed;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref var other = ref kernel.Sockets[socket];
            if (!other.InUse || other.ListenerAndOne != listener + 1)
            {
                continue;
            }

            other.ListenerAndOne = 0;
            if (other.IsRequest)
            {
                other = default;
            }
            else
            {
                SocketInput.Call(ref kernel, socket, default(Abort));
            }
        }

        kernel.Sockets[listener].AcceptQueue.Clear();
    }

    /// <summary>The error the user finds after an abort.</summary>
    private static Errno ErrorAfter(in Tcb tcb) => tcb.State switch
    {
        TcpState.SynSent or TcpState.SynReceived or TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2
            or TcpState.CloseWait => Errno.ECONNRESET,
        TcpState.Closing or TcpState.LastAck when tcb.Unsent > 0 => Errno.ECONNRESET,
        _ => tcb.Error,
    };

    /// <summary>TIME-WAIT goes on without the socket.</summary>
    private static void LeaveRecord(ref Kernel kernel, int socket)
    {
        var record = SocketTable.Allocate(ref kernel);
        kernel.Sockets[record] = new Socket { InUse = true, Tcb = kernel.Sockets[socket].Tcb };
        kernel.Sockets[record].Tcb.Orphan = true;
    }

    /// <summary>Calls that sleep on the connection end with EPIPE when they look again (sk_disconnects).</summary>
    private static void Evict(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            if (endpoint.HasFile && SleepsOn(in kernel, task, endpoint.File))
            {
                endpoint.Evicted.Add(task);
            }
        }
    }

    private static bool SleepsOn(in Kernel kernel, int task, int file)
    {
        ref readonly var control = ref kernel.Tasks[task];
        return control.HasFile && control.File == file
            && (control.Steps.Receive is ReceiveStep.Parked or ReceiveStep.Asleep or ReceiveStep.Awake
                || control.Steps.Send is SendStep.ParkedForConnection or SendStep.AsleepForConnection
                    or SendStep.AwakeForConnection or SendStep.ParkedForRoom or SendStep.AsleepForRoom
                    or SendStep.AwakeForRoom);
    }
}
