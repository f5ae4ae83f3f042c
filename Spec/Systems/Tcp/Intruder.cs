using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.IntruderStep;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>Where the intruder is.</summary>
public enum IntruderStep : byte
{
    /// <summary>Waits for its moment.</summary>
    Waits,
}

/// <summary>
/// Somebody off the path who knows the ports and, luckily, about where the numbers are (RFC 5961 1); or the network
/// itself, which delivers old duplicates. One segment of theirs arrives, at any moment; or, in its place, the last
/// timer expires, or the user aborts.
/// </summary>
[Machine]
public static partial class Intruder
{
    /// <summary>The window that forged segments offer; no other does.</summary>
    public const int Window = 3;

    private const int BareCombinations = 6;
    private const int Combinations = 4;
    private const int Sequences = 6;
    private const int Acknowledgments = 5;
    private const int Payloads = 2;

    static void Rules(Table<IntrudedConnection, IntruderStep> table) => table
        .At(Location).MutatedBy(IntrudedConnection.MutationIn).Final(Waits)

        .In(Waits).Alternatives()
            .Choose(BareForgeries).When(NothingHasHappened).Do(ForgeBare).Stay()
                .Named("a forged segment without ACK").Per("RFC 5961 1")
            .Choose(Forgeries).When(NothingHasHappened).Do(Forge).Stay().Named("a forged segment").Per("RFC 5961 1")
            .When(MayExpire, TcpTimer.Retransmission).Do(Expire, TcpTimer.Retransmission).Stay()
                .Named("the retransmission timer").Per("RFC 9293 3.10.8")
            .When(MayExpire, TcpTimer.Persist).Do(Expire, TcpTimer.Persist).Stay()
                .Named("the persist timer").Per("RFC 9293 3.8.6.1")
            .When(MayExpire, TcpTimer.FinWait2).Do(Expire, TcpTimer.FinWait2).Stay()
                .Named("the FIN-WAIT-2 timer").Per("net/ipv4/tcp_timer.c tcp_keepalive_timer")
            .When(MayExpire, TcpTimer.TimeWait).Do(Expire, TcpTimer.TimeWait).Stay()
                .Named("the TIME-WAIT timer").Per("RFC 9293 3.10.8")
            .When(NothingHasHappened).When(HasUser).Do(Abort).Stay().Named("the user aborts").Per("RFC 9293 3.10.5");

    private static ref IntruderStep Location(ref IntrudedConnection scene) => ref scene.Intruder;

    private static int BareForgeries(in IntrudedConnection scene, int self) =>
        BareCombinations * Sequences * Payloads;

    private static int Forgeries(in IntrudedConnection scene, int self) =>
        Combinations * Sequences * Acknowledgments * Payloads;

    private static bool NothingHasHappened(in IntrudedConnection scene) => scene.Trial == Trial.None;

    private static bool HasUser(in IntrudedConnection scene) => !scene.Tcb.Orphan;

    private static bool MayExpire(in IntrudedConnection scene, int self, TcpTimer timer) =>
        scene.Trial == Trial.None && scene.Tcb.Timers.Contains(timer);

    private static void ForgeBare(ref IntrudedConnection scene, int self, int choice)
    {
        var flags = BareFlagsOf(choice % BareCombinations);
        choice /= BareCombinations;
        Deliver(ref scene, flags, SequenceOf(in scene.Tcb, choice % Sequences), default, choice / Sequences);
    }

    private static void Forge(ref IntrudedConnection scene, int self, int choice)
    {
        var flags = FlagsOf(choice % Combinations);
        choice /= Combinations;
        var sequence = SequenceOf(in scene.Tcb, choice % Sequences);
        choice /= Sequences;
        var acknowledgment = AcknowledgmentOf(in scene.Tcb, choice % Acknowledgments);
        Deliver(ref scene, flags, sequence, acknowledgment, choice / Acknowledgments);
    }

    private static void Deliver(
        ref IntrudedConnection scene, SegmentFlags flags, SequenceNumber sequence, SequenceNumber acknowledgment,
        int payload)
    {
        scene.Trial = Trial.Segment;
        scene.Before = scene.Tcb;
        scene.Arrived = new Segment
        {
            Source = IntrudedConnection.Remote,
            Destination = IntrudedConnection.Local,
            Flags = flags,
            Sequence = sequence,
            Acknowledgment = acknowledgment,
            Window = Window,
            Payload = (ushort)(payload * 2),
        };
        Connection.Fire(ref scene.Tcb, in scene.Arrived, scene.Mutation);
        scene.Transmit(isJudged: true);
    }

    private static void Expire(ref IntrudedConnection scene, int self, TcpTimer timer)
    {
        scene.Trial = Trial.Expiry;
        scene.Before = scene.Tcb;
        scene.Expired = timer;
        Connection.Expire(ref scene.Tcb, timer, scene.Mutation);
        scene.Transmit(isJudged: true);
    }

    private static void Abort(ref IntrudedConnection scene)
    {
        scene.Trial = Trial.Abort;
        scene.Before = scene.Tcb;
        Connection.Fire(ref scene.Tcb, default(Abort), scene.Mutation);
        scene.Transmit(isJudged: true);
    }

    private static SegmentFlags BareFlagsOf(int choice) => choice switch
    {
        0 => SegmentFlags.Rst,
        1 => SegmentFlags.Syn,
        2 => SegmentFlags.Syn | SegmentFlags.Fin,
        3 => SegmentFlags.Fin,
        4 => SegmentFlags.Syn | SegmentFlags.Rst,
        _ => SegmentFlags.None,
    };

    private static SegmentFlags FlagsOf(int choice) => choice switch
    {
        0 => SegmentFlags.Rst | SegmentFlags.Ack,
        1 => SegmentFlags.Syn | SegmentFlags.Ack,
        2 => SegmentFlags.Ack,
        _ => SegmentFlags.Fin | SegmentFlags.Ack,
    };

    /// <summary>Old, one too old, next, inside the window, at its edge, and beyond.</summary>
    private static SequenceNumber SequenceOf(in Tcb tcb, int choice) => choice switch
    {
        <= 3 => tcb.RcvNxt + (choice - 2),
        4 => tcb.RcvNxt + tcb.RcvWnd,
        _ => tcb.RcvNxt + tcb.RcvWnd + 1,
    };

    /// <summary>Older than all, of the start alone, of what is acknowledged, of all sent, and of the unsent.</summary>
    private static SequenceNumber AcknowledgmentOf(in Tcb tcb, int choice) => choice switch
    {
        0 => tcb.Iss - 1,
        1 => tcb.Iss,
        2 => tcb.SndUna,
        3 => tcb.SndNxt,
        _ => tcb.SndNxt + 1,
    };
}
