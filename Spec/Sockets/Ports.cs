using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>Who may have which port (net/ipv4/inet_connection_sock.c inet_csk_get_port).</summary>
public static class Ports
{
    /// <summary>
    /// Whether another socket holds the port on an address that overlaps and does not share it. A record in TIME-WAIT
    /// holds it as well (inet_csk_bind_conflict).
    /// </summary>
    public static bool IsTaken(in Kernel kernel, Endpoint wanted, int except)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var other = ref kernel.Sockets[socket];
            if (other.InUse && !other.IsRequest && Holds(in other, wanted, isBound: socket != except)
                && !(socket != except && Share(in other, in kernel.Sockets[except])))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether the pair of ends belongs to a connection already (__inet_check_established). One in TIME-WAIT makes room
    /// for a socket whose port the user chose: its timestamps tell old segments from new ones (tcp_twsk_unique).
    /// </summary>
    public static bool IsConnected(in Kernel kernel, Endpoint local, Endpoint remote)
    {
        var found = Find(in kernel, local, remote);
        return found != SocketTable.None && kernel.Sockets[found].Tcb.State != TcpState.TimeWait;
    }

    /// <summary>Ends what is left in TIME-WAIT of an earlier connection between two ends.</summary>
    public static void EndTimeWait(ref Kernel kernel, Endpoint local, Endpoint remote)
    {
        var found = Find(in kernel, local, remote);
        if (found != SocketTable.None)
        {
            SocketInput.EndTimeWait(ref kernel, found);
        }
    }

    /// <summary>
    /// The port for a socket that did not ask for one. Any that is free will do; the model takes them in turn.
    /// </summary>
    public static ushort TakeEphemeral(ref Kernel kernel, int socket)
    {
        var port = kernel.Net.NextPort;
        while (IsTaken(in kernel, new Endpoint(0, port), socket))
        {
            port = Next(in kernel, port);
        }

        kernel.Net.NextPort = Next(in kernel, port);
        return port;
    }

    /// <summary>
    /// A connection has ended: a port the user did not choose goes back (net/ipv4/tcp.c tcp_set_state, inet_put_port).
    /// </summary>
    public static void Release(ref Socket socket)
    {
        if (!socket.PortLocked)
        {
            socket.Bound = socket.Bound with { Port = 0 };
        }
    }

    private static int Find(in Kernel kernel, Endpoint local, Endpoint remote) =>
        SocketTable.FindConnection(in kernel, new Segment { Source = remote, Destination = local });

    private static ushort Next(in Kernel kernel, ushort port) =>
        port == ushort.MaxValue ? kernel.Net.FirstEphemeralPort : (ushort)(port + 1);

    /// <summary>A socket whose connection is in TIME-WAIT may be bound anew; the record holds the old port.</summary>
    private static bool Holds(in Socket socket, Endpoint wanted, bool isBound) =>
        (isBound && Overlaps(socket.Bound, wanted))
        || (socket.Tcb.State == TcpState.TimeWait && Overlaps(socket.Tcb.Local, wanted));

    /// <summary>A listener shares its port by SO_REUSEPORT only.</summary>
    private static bool Share(in Socket one, in Socket other) =>
        (one.Settings.ReusePort && other.Settings.ReusePort)
        || (one.Settings.ReuseAddress && other.Settings.ReuseAddress && one.Tcb.State != TcpState.Listen);

    private static bool Overlaps(Endpoint held, Endpoint wanted) =>
        held.Port == wanted.Port && held.Port != 0
        && (held.Host == wanted.Host || held.IsWildcard || wanted.IsWildcard);
}
