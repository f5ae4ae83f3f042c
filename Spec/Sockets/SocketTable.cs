using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>Finds and makes sockets.</summary>
public static class SocketTable
{
    /// <summary>Index that stands for no socket.</summary>
    public const int None = Capacity.None;

    /// <summary>The socket behind the file that a task's call works on.</summary>
    public static int Of(in Kernel kernel, int task) => kernel.Files[kernel.Tasks[task].File].Object;

    /// <summary>
    /// A free slot. If there is none, the oldest record in TIME-WAIT that has no file makes room
    /// (net.ipv4.tcp_max_tw_buckets).
    /// </summary>
    /// <exception cref="BoundExceededException">Every socket is in use.</exception>
    public static int Allocate(ref Kernel kernel)
    {
        var spare = None;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (!kernel.Sockets[socket].InUse)
            {
                return socket;
            }

            ref readonly var candidate = ref kernel.Sockets[socket];
            if (spare == None && !candidate.HasFile && candidate.Tcb.State == TcpState.TimeWait)
            {
                spare = socket;
            }
        }

        if (spare == None)
        {
            BoundExceededException.Throw(nameof(Kernel.Sockets), Capacity.Sockets);
        }

        kernel.Sockets[spare] = default;
        return spare;
    }

    /// <summary>Makes a socket that is closed (inet_create, tcp_init_sock).</summary>
    public static int Create(ref Kernel kernel)
    {
        var socket = Allocate(ref kernel);
        kernel.Sockets[socket] = new Socket { InUse = true, Tcb = FreshTcb(in kernel.Net, default) };
        return socket;
    }

    /// <summary>A connection that does not exist, with the settings of the network and of its socket.</summary>
    public static Tcb FreshTcb(in NetworkNamespace net, in SocketSettings settings)
    {
        var tcb = new Tcb
        {
            DefaultMss = net.DefaultMss,
            Offers = net.Offers,
            TellsDuplicates = net.TellsDuplicates,
            Deviations = net.Deviations,
            AvoidsSillyWindows = net.WaitsForFullSegments,
        };
        settings.Apply(ref tcb, in net);
        return tcb;
    }

    /// <summary>The initial sequence number of the next connection. Its choice is open (RFC 9293 3.4.1).</summary>
    public static SequenceNumber NextSequence(ref Kernel kernel)
    {
        var sequence = new SequenceNumber(kernel.Net.NextSequence);
        kernel.Net.NextSequence = (sequence + 0x10001).Value;
        return sequence;
    }

    /// <summary>
    /// The connection a segment belongs to: its addresses and ports match (net/ipv4/inet_hashtables.c
    /// __inet_lookup_established). Full sockets are found before the requests they came from.
    /// </summary>
    public static int FindConnection(in Kernel kernel, in Segment segment)
    {
        var found = None;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (kernel.Sockets[socket].InUse && !kernel.Sockets[socket].IsHidden
                && Matches(in kernel.Sockets[socket].Tcb, in segment)
                && (found == None || kernel.Sockets[found].IsRequest))
            {
                found = socket;
            }
        }

        return found;
    }

    /// <summary>Whether a connection has the addresses and ports of a segment.</summary>
    public static bool Matches(in Tcb tcb, in Segment segment) =>
        tcb.State is not (TcpState.Closed or TcpState.Listen)
        && tcb.Local == segment.Destination && tcb.Remote == segment.Source;

    /// <summary>
    /// The listener for a segment: one bound to its very address before one bound to any (__inet_lookup_listener).
    /// </summary>
    public static int FindListener(in Kernel kernel, in Endpoint destination)
    {
        var found = None;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var candidate = ref kernel.Sockets[socket];
            if (candidate.InUse && candidate.Tcb.State == TcpState.Listen && candidate.Bound.Port == destination.Port
                && (candidate.Bound.Host == destination.Host || (candidate.Bound.IsWildcard && found == None)))
            {
                found = socket;
            }
        }

        return found;
    }

    /// <summary>How many requests a listener has (reqsk_queue_len).</summary>
    public static int RequestsOf(in Kernel kernel, int listener)
    {
        var count = 0;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var candidate = ref kernel.Sockets[socket];
            count += candidate.InUse && candidate.IsRequest && candidate.ListenerAndOne == listener + 1 ? 1 : 0;
        }

        return count;
    }
}
