using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// What a socket does with a segment, a call or a timer of its connection: the connection changes, what it may send
/// goes out, its socket is called back, and what has ended is cleared away. The caller holds the socket's lock.
/// </summary>
public static class SocketInput
{
    /// <summary>Hands a segment to a connection (tcp_v4_do_rcv). One that has ended meanwhile discards it.</summary>
    public static void Feed(ref Kernel kernel, int socket, in Segment segment)
    {
        if (SocketTable.Matches(in kernel.Sockets[socket].Tcb, in segment))
        {
            Take(ref kernel, socket, in segment);
        }
    }

    /// <summary>Hands a segment to a connection, or a SYN to one that is being made.</summary>
    public static void Take(ref Kernel kernel, int socket, in Segment segment)
    {
        var before = kernel.Sockets[socket].Tcb.State;
        Connection.Fire(ref kernel.Sockets[socket].Tcb, in segment, kernel.Mutation);
        if (before == TcpState.SynSent && kernel.Sockets[socket].Tcb.State == TcpState.Established
            && kernel.Net.FastOpenClient.IsEnabled)
        {
            kernel.Net.FastOpenClient.Note(in kernel.Sockets[socket].Tcb, in segment.Options);
        }

        Settle(ref kernel, socket, before);
    }

    /// <summary>A connection is told of an error on its path (tcp_v4_err).</summary>
    public static void Take(ref Kernel kernel, int socket, in PathError error)
    {
        var before = kernel.Sockets[socket].Tcb.State;
        Connection.Fire(ref kernel.Sockets[socket].Tcb, in error, kernel.Mutation);
        Settle(ref kernel, socket, before);
    }

    /// <summary>The user opens a connection.</summary>
    public static void Call(ref Kernel kernel, int socket, in ActiveOpen open)
    {
        var before = kernel.Sockets[socket].Tcb.State;
        Connection.Fire(ref kernel.Sockets[socket].Tcb, in open, kernel.Mutation);
        Settle(ref kernel, socket, before);
    }

    /// <summary>The user closes a connection for sending.</summary>
    public static void Call(ref Kernel kernel, int socket, in Close close)
    {
        var before = kernel.Sockets[socket].Tcb.State;
        Connection.Fire(ref kernel.Sockets[socket].Tcb, in close, kernel.Mutation);
        Settle(ref kernel, socket, before);
    }

    /// <summary>The user breaks a connection off.</summary>
    public static void Call(ref Kernel kernel, int socket, in Abort abort)
    {
        var before = kernel.Sockets[socket].Tcb.State;
        Connection.Fire(ref kernel.Sockets[socket].Tcb, in abort, kernel.Mutation);
        Settle(ref kernel, socket, before);
    }

    /// <summary>A timer of a connection expires; only an armed one does.</summary>
    public static void Expire(ref Kernel kernel, int socket, TcpTimer timer)
    {
        var before = kernel.Sockets[socket].Tcb.State;
        Connection.Expire(ref kernel.Sockets[socket].Tcb, timer, kernel.Mutation);
        Settle(ref kernel, socket, before);
    }

    /// <summary>Ends TIME-WAIT before its time, for a new connection between the same ends.</summary>
    public static void EndTimeWait(ref Kernel kernel, int socket)
    {
        kernel.Sockets[socket].Tcb.State = TcpState.Closed;
        kernel.Sockets[socket].Tcb.Timers.Clear();
        Collect(ref kernel, socket);
    }

    /// <summary>Frees a socket that nobody refers to and whose connection is over (inet_csk_destroy_sock).</summary>
    public static void Collect(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        var isReferred = endpoint.HasFile || (endpoint.ListenerAndOne != 0 && endpoint.Tcb.Origin != Origin.Request);
        if (endpoint.Tcb.State == TcpState.Closed && !isReferred && endpoint.Tcb.Owed.IsEmpty)
        {
            endpoint = default;
        }
    }

    /// <summary>Ends what a call or timer began: outputs, callbacks, the end of the connection.</summary>
    private static void Settle(ref Kernel kernel, int socket, TcpState before)
    {
        if (before is TcpState.SynSent or TcpState.SynReceived)
        {
            NoteHandshake(ref kernel, socket, before);
        }

        Transmission.Send(ref kernel, socket);
        Callbacks.Run(ref kernel, socket);
        if (kernel.Sockets[socket].State == TcpState.Closed && before is not (TcpState.Closed or TcpState.TimeWait))
        {
            Ports.Release(ref kernel.Sockets[socket]);
        }

        Collect(ref kernel, socket);
    }

    /// <summary>
    /// A connection that is up has more patience, and more memory (tcp_init_transfer). Deviation: one that both ends
    /// have opened is not watched for its user from then on (tcp_finish_connect does so for others).
    /// </summary>
    private static void NoteHandshake(ref Kernel kernel, int socket, TcpState before)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (endpoint.Tcb.State is not (TcpState.Closed or TcpState.SynSent or TcpState.SynReceived))
        {
            endpoint.Tcb.RetriesMost = kernel.Net.Retries;
            if (before != TcpState.SynReceived || endpoint.Tcb.Origin != Origin.Active)
            {
                endpoint.Settings.WatchIdleness(ref endpoint.Tcb);
            }

            SendMemory.Expand(ref kernel, socket);
        }
    }
}
