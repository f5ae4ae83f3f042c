using Wakeline.Spec.Files;
using Wakeline.Spec.Nic;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// Sets the scene of a system with a network: card, listener, connections. What is made here is made by the shipped
/// tables, whatever mutation the run is about.
/// </summary>
public static class NetworkScene
{
    private const int Descriptors = 8;

    /// <summary>Puts a card into a kernel whose ring is never full, with the settings of the network.</summary>
    public static void Install(ref Kernel kernel, in NetworkNamespace network, int queues)
    {
        kernel.Net = network;
        kernel.Nic = NetworkInterface.Create(queues, Descriptors);
        kernel.Bounds.Descriptors = Descriptors;
    }

    /// <summary>Opens a listener on the port that peers connect to.</summary>
    /// <returns>Its descriptor.</returns>
    public static int Listen(ref Kernel kernel, int backlog)
    {
        var socket = SocketTable.Create(ref kernel);
        ref var endpoint = ref kernel.Sockets[socket];
        endpoint.Bound = Peer.ServerEnd;
        endpoint.AddressLocked = true;
        endpoint.PortLocked = true;
        endpoint.Backlog = (ushort)backlog;
        Connection.Fire(ref endpoint.Tcb, new PassiveOpen(endpoint.Bound, default));
        return OpenFile(ref kernel, socket);
    }

    /// <summary>Lets a peer connect, up to where its connection waits for accept.</summary>
    public static void Arrive(ref Kernel kernel, int peer)
    {
        var mutation = kernel.Mutation;
        kernel.Mutation = Mutation.None;
        Peer.Step(ref kernel, peer);
        while (Softirq.Step(ref kernel, 0) >= 0 || Interrupt.Step(ref kernel, 0) >= 0 || Adapter.Step(ref kernel) >= 0)
        {
        }

        kernel.Mutation = mutation;
    }

    /// <summary>Lets a peer connect and accepts its connection.</summary>
    /// <returns>The descriptor of the connection.</returns>
    public static int Connect(ref Kernel kernel, int listener, int peer)
    {
        Arrive(ref kernel, peer);
        var mutation = kernel.Mutation;
        kernel.Mutation = Mutation.None;
        SystemCalls.Enter(
            ref kernel, 0, new CallArguments { Call = SystemCall.Accept, Descriptor = (byte)listener });
        while (Accept.Step(ref kernel, 0) >= 0)
        {
        }

        var descriptor = kernel.Tasks[0].Result;
        kernel.Tasks[0] = new TaskControl { State = TaskState.Running };
        kernel.Mutation = mutation;
        return descriptor;
    }

    /// <summary>Gives the far end of a connection to the process, which then is the user of both.</summary>
    /// <returns>The descriptor of the far end.</returns>
    public static int TakeOver(ref Kernel kernel, int peer)
    {
        var socket = kernel.Ledger.Peers[peer].SocketAndOne - 1;
        kernel.Sockets[socket].Association = Association.Connected;
        return OpenFile(ref kernel, socket);
    }

    /// <summary>Opens a socket that is closed.</summary>
    /// <returns>Its descriptor.</returns>
    public static int Open(ref Kernel kernel) => OpenFile(ref kernel, SocketTable.Create(ref kernel));

    /// <summary>Lets a socket ask a listener for a connection; the request is on the wire then.</summary>
    public static void Request(ref Kernel kernel, int descriptor)
    {
        var mutation = kernel.Mutation;
        kernel.Mutation = Mutation.None;
        SystemCalls.Enter(ref kernel, 0, new CallArguments
        {
            Call = SystemCall.Connect,
            Descriptor = (byte)descriptor,
            Address = Peer.ServerEnd.Host,
            Length = Peer.ServerPort,
        });
        kernel.Tasks[0].IsNonblocking = true;
        while (Spec.Sockets.Connect.Step(ref kernel, 0) >= 0)
        {
        }

        kernel.Tasks[0] = new TaskControl { State = TaskState.Running };
        kernel.Mutation = mutation;
    }

    /// <summary>The socket behind a descriptor.</summary>
    public static ref Socket SocketOf(ref Kernel kernel, int descriptor) =>
        ref kernel.Sockets[kernel.Files[kernel.Descriptors.FileOf(descriptor)].Object];

    /// <summary>How many peers there are.</summary>
    public static int Peers(in Kernel kernel) => kernel.Bounds.Peers;

    /// <summary>How many receive queues there are.</summary>
    public static int Queues(in Kernel kernel) => kernel.Nic.QueueCount;

    /// <summary>How many sockets there may be.</summary>
    public static int Sockets(in Kernel kernel) => Capacity.Sockets;

    private static int OpenFile(ref Kernel kernel, int socket)
    {
        var descriptor = OpenFiles.Open(ref kernel, FileKind.Socket, socket, nonblocking: false);
        kernel.Sockets[socket].FileAndOne = (byte)(kernel.Descriptors.FileOf(descriptor) + 1);
        return descriptor;
    }
}
