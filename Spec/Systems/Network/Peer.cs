using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Network.PeerStep;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// The user of the far end of a connection: it connects to port <see cref="ServerPort"/>, sends a few octets
/// (<see cref="Bounds.Events"/>), reads, and may close or break off, each in one step. Its socket is one of the kernel,
/// whose segments cross the same wire; but it is no task and never sleeps.
/// </summary>
[Machine]
public static partial class Peer
{
    /// <summary>The port peers connect to.</summary>
    public const ushort ServerPort = 80;

    private const ushort FirstPort = 1000;

    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, PeerStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Absent, Open, Ended)

        .In(Absent).Per("RFC 9293 3.10.1")
            .Always().Do(Connect).Goto(Open).Named("a peer connects")

        .In(Open).Alternatives()
            .When(HasToSend).Do(Send).Stay().Named("a peer sends").Per("RFC 9293 3.10.2")
            .When(HasUnread).Do(Read).Stay().Named("a peer reads").Per("RFC 9293 3.10.3")
            .When(MayEnd, PeerEnding.Close).Do(Close).Goto(Ended).Named("a peer closes").Per("RFC 9293 3.10.4")
            .When(MayEnd, PeerEnding.Abort).Do(Abort).Goto(Ended).Named("a peer breaks off").Per("RFC 9293 3.10.5");

    /// <summary>Which of the two ends of its connection a peer has.</summary>
    public static Endpoint EndOf(int peer) => new(1, (ushort)(FirstPort + peer));

    /// <summary>The end that peers connect to.</summary>
    public static Endpoint ServerEnd => new(1, ServerPort);

    /// <summary>Whether the connection of a peer is up, for sending at least.</summary>
    public static bool IsUp(in Kernel kernel, int peer) =>
        HasSocket(in kernel, peer) && TcbOf(in kernel, peer).State is TcpState.Established or TcpState.CloseWait;

    /// <summary>Whether a peer waits for an answer to its request.</summary>
    public static bool IsConnecting(in Kernel kernel, int peer) =>
        HasSocket(in kernel, peer) && TcbOf(in kernel, peer).State == TcpState.SynSent;

    /// <summary>Whether the connection of a peer is gone, although the peer has not ended it.</summary>
    public static bool WasReset(in Kernel kernel, int peer) =>
        kernel.Ledger.Peers[peer].Step == Open && !HasSocket(in kernel, peer);

    /// <summary>How much of what a peer has sent, FIN included, nobody has read.</summary>
    public static int CountUnread(in Kernel kernel, int peer)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var other = ref kernel.Sockets[socket].Tcb;
            if (HasSocket(in kernel, peer) && kernel.Sockets[socket].HasFile && other.Remote == EndOf(peer))
            {
                return TcbOf(in kernel, peer).SndNxt - other.Copied;
            }
        }

        return 0;
    }

    private static ref PeerStep Location(ref Kernel kernel, int peer) => ref kernel.Ledger.Peers[peer].Step;

    private static ref readonly Tcb TcbOf(in Kernel kernel, int peer) =>
        ref kernel.Sockets[SocketOf(in kernel, peer)].Tcb;

    private static int SocketOf(in Kernel kernel, int peer) => kernel.Ledger.Peers[peer].SocketAndOne - 1;

    /// <summary>A socket whose connection was reset is gone, and its place may be another's.</summary>
    private static bool HasSocket(in Kernel kernel, int peer) =>
        kernel.Ledger.Peers[peer].SocketAndOne != 0 && TcbOf(in kernel, peer).Local == EndOf(peer);

    private static bool HasToSend(in Kernel kernel, int peer) =>
        IsUp(in kernel, peer) && kernel.Ledger.Peers[peer].Sent < kernel.Bounds.Events;

    private static bool HasUnread(in Kernel kernel, int peer) =>
        HasSocket(in kernel, peer) && TcbOf(in kernel, peer).Unread > 0;

    private static bool MayEnd(in Kernel kernel, int peer, PeerEnding ending) =>
        (kernel.Bounds.Ending & ending) != 0 && IsUp(in kernel, peer) && !HasToSend(in kernel, peer);

    private static void Connect(ref Kernel kernel, int peer)
    {
        var socket = SocketTable.Create(ref kernel);
        kernel.Ledger.Peers[peer].SocketAndOne = (byte)(socket + 1);
        var sequence = SocketTable.NextSequence(ref kernel);
        SocketInput.Call(ref kernel, socket, new ActiveOpen(EndOf(peer), ServerEnd, sequence));
    }

    private static void Send(ref Kernel kernel, int peer)
    {
        kernel.Ledger.Peers[peer].Sent++;
        kernel.Ledger.Events++;
        var socket = SocketOf(in kernel, peer);
        Connection.Fire(ref kernel.Sockets[socket].Tcb, new SendData(1, Urgent: false), kernel.Mutation);
        Transmission.Send(ref kernel, socket);
    }

    private static void Read(ref Kernel kernel, int peer)
    {
        var socket = SocketOf(in kernel, peer);
        ref var tcb = ref kernel.Sockets[socket].Tcb;
        Connection.Fire(ref tcb, new ReadData(tcb.Unread), kernel.Mutation);
        Transmission.Send(ref kernel, socket);
    }

    private static void Close(ref Kernel kernel, int peer)
    {
        kernel.Ledger.Events++;
        SocketInput.Call(ref kernel, SocketOf(in kernel, peer), default(Close));
    }

    private static void Abort(ref Kernel kernel, int peer)
    {
        kernel.Ledger.Events++;
        SocketInput.Call(ref kernel, SocketOf(in kernel, peer), default(Abort));
    }
}
