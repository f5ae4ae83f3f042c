using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.TcpPath;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>
/// One end of a network that loses, doubles, delays and so reorders segments, as often as it may; and the hosts at its
/// ends, whose timers expire, who forget, and who open again. A segment does not outlive the time that TIME-WAIT lasts
/// (RFC 9293 3.4.2, MSL); a time-out is long enough for an answer, or hasty.
/// </summary>
[Machine]
public static partial class TcpNetwork
{
    /// <summary>How far beyond the numbers of an earlier connection a later one begins (RFC 9293 3.4.1).</summary>
    private const int Stride = 16;

    static void Rules(Table<TcpPair, TcpPathStep> table) => table
        .At(Location).MutatedBy(TcpPair.MutationIn).Final(TcpPathStep.Up).Fair(Fairness.Weak)

        .In(TcpPathStep.Up).Alternatives()
            .When(HasArrived).Do(Deliver).Stay().Named("a segment arrives").Per("RFC 9293 3.10.7")
            .When(NothingIsUnderWay).When(IsArmed, TcpTimer.Retransmission).Do(Expire, TcpTimer.Retransmission).Stay()
                .Named("no answer comes").Per("RFC 9293 3.8.1")
            .When(NothingIsUnderWay).When(IsArmed, TcpTimer.Persist).Do(Expire, TcpTimer.Persist).Stay()
                .Named("no window comes").Per("RFC 9293 3.8.6.1")
            .When(NothingIsUnderWay).When(IsArmed, TcpTimer.TimeWait).Do(Expire, TcpTimer.TimeWait).Stay()
                .Named("all segments are gone").Per("RFC 9293 3.10.8")
            .When(NothingIsUnderWay).When(IsArmed, TcpTimer.FinWait2).Do(Expire, TcpTimer.FinWait2).Stay()
                .Named("an orphan has waited enough").Per("net/ipv4/tcp_timer.c tcp_keepalive_timer")

        .In(TcpPathStep.Up).Alternatives().Fair(Fairness.None)
            .When(HasArrived).When(MayLose).Do(Lose).Stay().Named("a segment is lost").Per("RFC 9293 3.8.1")
            .When(HasArrived).When(MayCopy).Do(Copy).Stay().Named("a segment is doubled").Per("RFC 9293 3.4")
            .When(HasSeveral).When(MayDelay).Do(Delay).Stay().Named("a segment is overtaken").Per("RFC 9293 3.4")
            .When(MayHurry).When(IsArmed, TcpTimer.Retransmission).Do(Hurry).Stay()
                .Named("a time-out is too short").Per("RFC 9293 3.8.1")
            .When(HasArrived).When(MayComplain).Do(Complain).Stay()
                .Named("a segment does not pass, and its sender is told").Per("RFC 9293 3.9.2.2")
            .When(MayAbandon).Do(Abandon).Stay().Named("no process is left").Per("net/ipv4/tcp.c __tcp_close")
            .When(MayRestart).Do(Restart).Stay().Named("a host forgets").Per("RFC 9293 3.5.1")
            .When(MayOpenAgain).Do(OpenAgain).Stay().Named("the user opens again").Per("RFC 9293 3.4.1");

    /// <summary>An end before the search begins: its segments carry an octet, and it tries eight times.</summary>
    internal static void Start(ref TcpPair pair, int end, int buffer, int octets, Deviations deviations)
    {
        pair.Ends[end].RcvBuffer = buffer;
        pair.Ends[end].Mss = 1;
        pair.Ends[end].Deviations = deviations;
        pair.Ends[end].RetriesMost = 8;
        pair.Users[end].ToSend = (byte)octets;
        Open(ref pair, end, TcpPair.InitialSequenceOf(end));
    }

    /// <summary>An end is open before the search begins: end 0 actively, end 1 passively.</summary>
    private static void Open(ref TcpPair pair, int end, SequenceNumber initial)
    {
        pair.Users[end].Step = TcpUserStep.Open;
        var (local, remote) = (TcpPair.EndpointOf(end), TcpPair.EndpointOf(1 - end));
        if (end == 0)
        {
            Connection.Fire(ref pair.Ends[end], new ActiveOpen(local, remote, initial), pair.Mutation);
            TcpPath.Transmit(ref pair, end);
        }
        else
        {
            Connection.Fire(ref pair.Ends[end], new PassiveOpen(local, initial), pair.Mutation);
        }
    }

    private static ref TcpPathStep Location(ref TcpPair pair, int end) => ref pair.Path[end];

    private static void Expire(ref TcpPair pair, int end, TcpTimer timer)
    {
        TcpPath.Expire(ref pair, end, timer);
        FollowListener(ref pair, end);
    }

    private static bool HasSeveral(in TcpPair pair, int end) => pair.Wires[end].Count > 1;

    private static bool MayLose(in TcpPair pair, int end) => pair.Faults.Losses > 0;

    private static bool MayCopy(in TcpPair pair, int end) => pair.Faults.Copies > 0;

    private static bool MayDelay(in TcpPair pair, int end) => pair.Faults.Delays > 0;

    private static bool MayHurry(in TcpPair pair, int end) => pair.Faults.Haste > 0;

    private static void Lose(ref TcpPair pair, int end)
    {
        pair.Faults.Losses--;
        _ = pair.Wires[end].Dequeue();
    }

    private static void Copy(ref TcpPair pair, int end)
    {
        pair.Faults.Copies--;
        pair.Wires[end].Enqueue(pair.Wires[end][0]);
    }

    private static void Delay(ref TcpPair pair, int end)
    {
        pair.Faults.Delays--;
        pair.Wires[end].Enqueue(pair.Wires[end].Dequeue());
    }

    private static void Hurry(ref TcpPair pair, int end)
    {
        pair.Faults.Haste--;
        TcpPath.Expire(ref pair, end, TcpTimer.Retransmission);
    }

    private static bool MayComplain(in TcpPair pair, int end) => pair.Faults.Complaints > 0;

    private static void Complain(ref TcpPair pair, int end)
    {
        pair.Faults.Complaints--;
        var lost = pair.Wires[end].Dequeue();
        var error = new PathError(
            lost.Source, lost.Destination, lost.Sequence, PathErrorKind.Soft, Errno.EHOSTUNREACH, EndsRequest: false);
        Connection.Fire(ref pair.Ends[1 - end], in error, pair.Mutation);
        TcpPath.Transmit(ref pair, 1 - end);
    }

    /// <summary>Everything that came is read; else the close would have been an abort.</summary>
    private static bool MayAbandon(in TcpPair pair, int end) =>
        pair.Faults.Orphans > 0 && pair.Users[end].Step == TcpUserStep.Closed && pair.Ends[end].FinQueued
        && pair.Ends[end].Unread == 0 && pair.Ends[end].State is not (TcpState.Closed or TcpState.TimeWait);

    private static void Abandon(ref TcpPair pair, int end)
    {
        pair.Faults.Orphans--;
        pair.Ends[end].Orphan = true;
        pair.Ends[end].Shutdown = ShutdownDirections.Both;
        if (pair.Ends[end].State == TcpState.FinWait2)
        {
            pair.Ends[end].Timers.Add(TcpTimer.FinWait2);
        }
    }

    private static void Deliver(ref TcpPair pair, int end)
    {
        var segment = pair.Wires[end].Dequeue();
        if (segment.Options.StampValue == pair.Records[1 - end].Incarnation)
        {
            NoteArrival(ref pair, end, in segment);
        }

        ref var tcb = ref pair.Ends[end];
        if (tcb.State == TcpState.TimeWait && pair.Records[end].ListensAgain && Connection.IsBareSyn(in segment)
            && Connection.Reopens(in tcb, in segment))
        {
            ListenAgain(ref pair, end);
        }

        if (tcb.State == TcpState.Listen && pair.Faults.HasCookies && TakesCookie(ref pair, end, in segment))
        {
            return;
        }

        var before = tcb;
        Connection.Fire(ref tcb, in segment, pair.Mutation);
        Judge(ref pair, end, in before, (byte)segment.Options.StampValue);
        TcpPath.Transmit(ref pair, end);
        FollowListener(ref pair, end);
    }

    /// <summary>
    /// A connection is with that incarnation of the peer whose SYN it took. Nothing of another moves it on, and nothing
    /// of an earlier one ends it; a later one may, which is how a host that has forgotten is found out.
    /// </summary>
    private static void Judge(ref TcpPair pair, int end, in Tcb before, byte incarnation)
    {
        ref readonly var after = ref pair.Ends[end];
        ref var record = ref pair.Records[end];
        if (!TcpPairProperties.IsSynchronised(in before))
        {
            record.Partner = after.Irs == before.Irs ? record.Partner : incarnation;
            return;
        }

        var isMoved = after.RcvNxt != before.RcvNxt || after.SndUna != before.SndUna;
        record.TookOld |= (isMoved && incarnation != record.Partner)
            || (after.State != before.State && incarnation < record.Partner);
    }

    /// <summary>Once its earlier connection is gone, who listens again does so.</summary>
    private static void FollowListener(ref TcpPair pair, int end)
    {
        if (pair.Records[end].ListensAgain && pair.Ends[end].State == TcpState.Closed)
        {
            ListenAgain(ref pair, end);
        }
    }

    /// <summary>Numbers count from the peer's SYN, of which the peer need not know any more.</summary>
    private static void NoteArrival(ref TcpPair pair, int end, in Segment segment)
    {
        var start = segment.Has(SegmentFlags.Syn) ? 0 : segment.Sequence - pair.Ends[1 - end].Iss;
        for (var place = Math.Max(start, 0); place < start + segment.Length && place < 8; place++)
        {
            pair.Records[end].Arrived.Add(place);
        }
    }

    /// <summary>A SYN is answered with a cookie, and a cookie is taken (tcp_conn_request, cookie_v4_check).</summary>
    /// <returns>Whether the segment is done with.</returns>
    private static bool TakesCookie(ref TcpPair pair, int end, in Segment segment)
    {
        var net = new NetworkNamespace { CookieUse = CookieUse.Always };
        var request = pair.Ends[end];
        if (Connection.IsBareSyn(in segment))
        {
            request.Iss = SynCookies.Make(in net, in segment);
            Connection.Fire(ref request, SynCookies.Limit(segment), pair.Mutation);
            while (Connection.TryEmit(ref request, out var answer, pair.Mutation) >= 0)
            {
                TcpPath.Send(ref pair, end, answer);
            }

            return true;
        }

        if (SynCookies.TryRead(in net, in segment, out var syn))
        {
            request.Iss = segment.Acknowledgment - 1;
            Connection.Fire(ref request, in syn, pair.Mutation);
            _ = Connection.TryEmit(ref request, out _, pair.Mutation);
            pair.Ends[end] = request;
        }

        return false;
    }

    private static bool MayRestart(in TcpPair pair, int end) =>
        pair.Faults.Restarts > 0 && TcpPairProperties.IsSynchronised(in pair.Ends[end]);

    private static void Restart(ref TcpPair pair, int end)
    {
        pair.Faults.Restarts--;
        Forget(ref pair, end);
        pair.Users[end] = default;
        pair.Users[end].Step = TcpUserStep.Closed;
        pair.Users[end].HasAborted = true;
    }

    private static bool MayOpenAgain(in TcpPair pair, int end) =>
        pair.Records[end].Openings > 0 && pair.Users[end].Step == TcpUserStep.Closed && pair.Ends[end].Unread == 0
        && (pair.Ends[end].State == TcpState.Closed || (end == 1 && pair.Ends[end].State == TcpState.TimeWait));

    private static void OpenAgain(ref TcpPair pair, int end)
    {
        pair.Records[end].Openings--;
        pair.Users[end] = default;
        pair.Users[end].ToSend = 1;
        if (pair.Ends[end].State == TcpState.TimeWait)
        {
            pair.Users[end].Step = TcpUserStep.Open;
            pair.Records[end].ListensAgain = true;
            return;
        }

        Begin(ref pair, end);
    }

    private static void ListenAgain(ref TcpPair pair, int end)
    {
        pair.Records[end].ListensAgain = false;
        if (pair.Users[end].Step == TcpUserStep.Open)
        {
            Begin(ref pair, end);
        }
    }

    private static void Begin(ref TcpPair pair, int end)
    {
        var initial = SequenceNumber.Later(pair.Ends[end].SndNxt, pair.Ends[end].Iss) + Stride;
        Forget(ref pair, end);
        pair.Records[end].Incarnation++;
        pair.Records[1 - end].Arrived.Clear();
        Open(ref pair, end, initial);
    }

    /// <summary>Nothing is left of a connection but where its numbers were, which a clock knows.</summary>
    private static void Forget(ref TcpPair pair, int end)
    {
        ref var tcb = ref pair.Ends[end];
        tcb = new Tcb
        {
            Iss = SequenceNumber.Later(tcb.SndNxt, tcb.Iss),
            RcvBuffer = tcb.RcvBuffer,
            Mss = tcb.Mss,
            Deviations = tcb.Deviations,
            RetriesMost = tcb.RetriesMost,
        };
        tcb.SndNxt = tcb.Iss;
    }
}
