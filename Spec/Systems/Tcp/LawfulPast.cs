using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.LawfulPastStep;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>Where the past of a connection is.</summary>
public enum LawfulPastStep : byte
{
    /// <summary>It goes on.</summary>
    Lasts,
}

/// <summary>
/// What users and a faithful peer may bring a connection to: every state, with and without text that is unsent, unread
/// or ahead of a gap, shut in either direction, with and without a process that holds it.
/// </summary>
[Machine]
public static partial class LawfulPast
{
    /// <summary>Initial sequence number of the peer.</summary>
    public static SequenceNumber PeerStart => new(500);

    /// <summary>The window that the peer offers: less than what is sent at most, FIN included.</summary>
    public const int PeerWindow = 1;

    static void Rules(Table<IntrudedConnection, LawfulPastStep> table)
    {
        table.At(Location).MutatedBy(IntrudedConnection.MutationIn).Final(Lasts);
        Opening(table);
        Talk(table);
        Ending(table);
    }

    private static void Opening(Table<IntrudedConnection, LawfulPastStep> table) => table
        .In(Lasts).Alternatives().Per("RFC 9293 3.5")
            .When(IsOpenable).Do(Listen).Stay().Named("the user listens")
            .When(IsOpenable).Do(Connect).Stay().Named("the user connects")
            .When(MayHear, TcpState.Listen).Do(Hear, SegmentFlags.Syn).Stay().Named("the peer asks")
            .When(MayHear, TcpState.SynSent).Do(Hear, SegmentFlags.Syn).Stay().Named("both ask at once")
            .When(MayHear, TcpState.SynSent).Do(HearAgreement).Stay().Named("the peer agrees")
            .When(MayHear, TcpState.SynSent).When(MayRetry).Do(Retry).Stay().Named("the SYN is lost")
            .When(MayHear, TcpState.SynReceived).When(MayRetry).Do(Retry).Stay().Named("the SYN,ACK is lost")
            .When(MayHear, TcpState.SynReceived).Unless(IsRequest).Do(Shut, ShutdownDirections.Send).Stay()
                .Named("the user shuts a connection that is not up").Per("net/ipv4/af_inet.c inet_shutdown")
            .When(MayHear, TcpState.SynReceived).Do(HearLastOfHandshake).Stay().Named("the handshake ends");

    private static void Talk(Table<IntrudedConnection, LawfulPastStep> table) => table
        .In(Lasts).Alternatives().Per("RFC 9293 3.7")
            .When(MaySend).Do(Send).Stay().Named("the user sends")
            .When(HasUnread).Do(Read).Stay().Named("the user reads")
            .When(MayHearText).Do(HearText).Stay().Named("text arrives")
            .When(MayHearText).When(HasNoGap).Do(HearAfterGap).Stay().Named("text arrives too early")
            .When(HasUnacknowledged).Do(Hear, SegmentFlags.Ack).Stay().Named("what is sent is acknowledged")
            .When(HasUnacknowledged).Do(HearWindowClose).Stay().Named("what is sent fills the peer's buffer")
                .Per("RFC 9293 3.8.6");

    private static void Ending(Table<IntrudedConnection, LawfulPastStep> table) => table
        .In(Lasts).Alternatives().Per("RFC 9293 3.10.4")
            .When(MayHearFin).Do(HearFin).Stay().Named("the peer closes")
            .When(MayClose).Do(Close).Stay().Named("the user closes for sending")
            .When(MayShutBoth).Do(Shut, ShutdownDirections.Both).Do(Close).Stay().Named("the user closes both ways")
            .When(MayAbandon).Do(Abandon).Stay().Named("no process is left")
                .Per("net/ipv4/tcp.c __tcp_close");

    private static ref LawfulPastStep Location(ref IntrudedConnection scene) => ref scene.Past;

    /// <summary>Tells the connection of a segment of the peer, which is judged by nobody.</summary>
    private static void Deliver(ref IntrudedConnection scene, Segment segment)
    {
        Connection.Fire(ref scene.Tcb, in segment, scene.Mutation);
        Settle(ref scene);
    }

    private static void Settle(ref IntrudedConnection scene)
    {
        scene.Transmit(isJudged: false);
        scene.Tcb.Notices.Clear();
    }

    private static Segment FromPeer(in Tcb tcb, SegmentFlags flags) => new()
    {
        Source = IntrudedConnection.Remote,
        Destination = IntrudedConnection.Local,
        Sequence = (flags & SegmentFlags.Syn) != 0 ? PeerStart : tcb.RcvNxt,
        Acknowledgment = (flags & SegmentFlags.Ack) != 0 ? tcb.SndNxt : default,
        Flags = flags,
        Window = PeerWindow,
    };

    private static bool IsAt(in IntrudedConnection scene, TcpState state) =>
        scene.Trial == Trial.None && scene.Tcb.State == state;

    private static bool IsUp(in IntrudedConnection scene) =>
        IsAt(in scene, TcpState.Established) || IsAt(in scene, TcpState.FinWait1) || IsAt(in scene, TcpState.FinWait2);

    private static bool IsOpenable(in IntrudedConnection scene) =>
        IsAt(in scene, TcpState.Closed) && scene.Tcb.Origin == Origin.None;

    private static void Listen(ref IntrudedConnection scene)
    {
        var open = new PassiveOpen(IntrudedConnection.Local, TcpPair.InitialSequenceOf(0));
        Connection.Fire(ref scene.Tcb, in open, scene.Mutation);
    }

    private static void Connect(ref IntrudedConnection scene)
    {
        var open = new ActiveOpen(IntrudedConnection.Local, IntrudedConnection.Remote, TcpPair.InitialSequenceOf(0));
        Connection.Fire(ref scene.Tcb, in open, scene.Mutation);
        Settle(ref scene);
    }

    private static bool MayHear(in IntrudedConnection scene, int self, TcpState state) => IsAt(in scene, state);

    private static bool MayRetry(in IntrudedConnection scene) => scene.Tcb.Retries < scene.Tcb.RetriesMost;

    private static bool IsRequest(in IntrudedConnection scene) => scene.Tcb.Origin == Origin.Request;

    private static void Hear(ref IntrudedConnection scene, int self, SegmentFlags flags) =>
        Deliver(ref scene, FromPeer(in scene.Tcb, flags));

    private static void HearAgreement(ref IntrudedConnection scene) =>
        Hear(ref scene, 0, SegmentFlags.Syn | SegmentFlags.Ack);

    private static void Retry(ref IntrudedConnection scene)
    {
        Connection.Expire(ref scene.Tcb, TcpTimer.Retransmission, scene.Mutation);
        Settle(ref scene);
    }

    /// <summary>The last ACK makes a full socket out of a request (tcp_check_req).</summary>
    private static void HearLastOfHandshake(ref IntrudedConnection scene)
    {
        scene.Tcb.Origin = scene.Tcb.Origin == Origin.Request ? Origin.Child : scene.Tcb.Origin;
        Hear(ref scene, 0, SegmentFlags.Ack);
    }

    private static bool MaySend(in IntrudedConnection scene) =>
        scene.ToSend > 0 && !scene.Tcb.Orphan
        && (IsAt(in scene, TcpState.Established) || IsAt(in scene, TcpState.CloseWait));

    private static void Send(ref IntrudedConnection scene)
    {
        scene.ToSend--;
        Connection.Fire(ref scene.Tcb, new SendData(1, Urgent: false), scene.Mutation);
        Settle(ref scene);
    }

    private static bool HasUnread(in IntrudedConnection scene) =>
        scene.Trial == Trial.None && scene.Tcb.Unread > 0 && !scene.Tcb.Orphan;

    private static void Read(ref IntrudedConnection scene)
    {
        Connection.Fire(ref scene.Tcb, new ReadData(scene.Tcb.Unread), scene.Mutation);
        Settle(ref scene);
    }

    /// <summary>Text fits, and there is a user who reads it; one octet is enough.</summary>
    private static bool MayHearText(in IntrudedConnection scene) =>
        IsUp(in scene) && scene.Tcb.Shutdown is not ShutdownDirections.Both
        && scene.Tcb.RcvNxt == PeerStart + 1 && scene.Tcb.RcvWnd > 0;

    private static void HearText(ref IntrudedConnection scene) =>
        Deliver(ref scene, FromPeer(in scene.Tcb, SegmentFlags.Ack) with { Payload = 1 });

    private static bool HasNoGap(in IntrudedConnection scene) => scene.Tcb.Held.IsEmpty;

    private static void HearAfterGap(ref IntrudedConnection scene)
    {
        var segment = FromPeer(in scene.Tcb, SegmentFlags.Ack) with { Payload = 1 };
        segment.Sequence += 1;
        Deliver(ref scene, segment);
    }

    private static bool HasUnacknowledged(in IntrudedConnection scene) =>
        scene.Trial == Trial.None && scene.Tcb.State > TcpState.SynReceived && scene.Tcb.SndUna < scene.Tcb.SndNxt;

    private static void HearWindowClose(ref IntrudedConnection scene) =>
        Deliver(ref scene, FromPeer(in scene.Tcb, SegmentFlags.Ack) with { Window = 0 });

    private static bool MayHearFin(in IntrudedConnection scene) => IsUp(in scene) && scene.Tcb.Held.IsEmpty;

    private static void HearFin(ref IntrudedConnection scene) =>
        Hear(ref scene, 0, SegmentFlags.Fin | SegmentFlags.Ack);

    private static bool MayClose(in IntrudedConnection scene) =>
        !scene.Tcb.FinQueued && (IsAt(in scene, TcpState.Established) || IsAt(in scene, TcpState.CloseWait));

    private static bool MayShutBoth(in IntrudedConnection scene) =>
        MayClose(in scene) && IsAt(in scene, TcpState.Established);

    private static void Shut(ref IntrudedConnection scene, int self, ShutdownDirections directions) =>
        scene.Tcb.Shutdown |= directions;

    private static void Close(ref IntrudedConnection scene)
    {
        Connection.Fire(ref scene.Tcb, default(Close), scene.Mutation);
        Settle(ref scene);
    }

    /// <summary>Everything that came is read; else the close would have been an abort.</summary>
    private static bool MayAbandon(in IntrudedConnection scene) =>
        scene.Trial == Trial.None && scene.Tcb.FinQueued && !scene.Tcb.Orphan && scene.Tcb.Unread == 0
        && scene.Tcb.State is not (TcpState.Closed or TcpState.TimeWait);

    private static void Abandon(ref IntrudedConnection scene)
    {
        scene.Tcb.Orphan = true;
        scene.Tcb.Shutdown = ShutdownDirections.Both;
        if (scene.Tcb.State == TcpState.FinWait2)
        {
            scene.Tcb.Timers.Add(TcpTimer.FinWait2);
        }
    }
}
