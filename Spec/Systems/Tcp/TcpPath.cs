using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>Where an end of the path is.</summary>
public enum TcpPathStep : byte
{
    /// <summary>Carries segments.</summary>
    Up,
}

/// <summary>
/// One end of the path: hands over what arrives and lets timers expire. What a connection may send leaves it in the
/// same step, as in the kernel (tcp_push, tcp_send_ack). On a wire that loses nothing the retransmission timer has
/// nothing to repair and is left out.
/// </summary>
[Machine]
public static partial class TcpPath
{
    static void Rules(Table<TcpPair, TcpPathStep> table) => table
        .At(Location).MutatedBy(TcpPair.MutationIn).Final(TcpPathStep.Up).Fair(Fairness.Weak)

        .In(TcpPathStep.Up).Alternatives()
            .When(HasArrived).Do(Deliver).Stay().Named("arrive").Per("RFC 9293 3.10.7")
            .When(IsArmed, TcpTimer.TimeWait).Do(Expire, TcpTimer.TimeWait).Stay()
                .Named("2MSL is over").Per("RFC 9293 3.10.8")
            .When(IsArmed, TcpTimer.Persist).When(NothingIsUnderWay).Do(Expire, TcpTimer.Persist).Stay()
                .Named("the window is probed").Per("RFC 9293 3.8.6.1").Fair(Fairness.None);

    private static ref TcpPathStep Location(ref TcpPair pair, int end) => ref pair.Path[end];

    /// <summary>Puts everything a connection may send now on the wire to the other end.</summary>
    internal static void Transmit(ref TcpPair pair, int end)
    {
        pair.Ends[end].Notices.Clear();
        while (Connection.TryEmit(ref pair.Ends[end], out var segment, pair.Mutation) >= 0)
        {
            Send(ref pair, end, segment);
        }
    }

    /// <summary>
    /// Puts a segment on the wire. Its stamp, which means nothing here, says of which incarnation it is.
    /// </summary>
    internal static void Send(ref TcpPair pair, int end, Segment segment)
    {
        segment.Options.StampValue = pair.Records[end].Incarnation;
        pair.Wires[1 - end].Enqueue(segment);
    }

    internal static bool HasArrived(in TcpPair pair, int end) => !pair.Wires[end].IsEmpty;

    private static void Deliver(ref TcpPair pair, int end)
    {
        Connection.Fire(ref pair.Ends[end], pair.Wires[end].Dequeue(), pair.Mutation);
        Transmit(ref pair, end);
    }

    internal static bool IsArmed(in TcpPair pair, int end, TcpTimer timer) => pair.Ends[end].Timers.Contains(timer);

    /// <summary>No segment that might bring news of the window is on its way.</summary>
    internal static bool NothingIsUnderWay(in TcpPair pair, int end) =>
        pair.Wires[0].IsEmpty && pair.Wires[1].IsEmpty;

    internal static void Expire(ref TcpPair pair, int end, TcpTimer timer)
    {
        Connection.Expire(ref pair.Ends[end], timer, pair.Mutation);
        Transmit(ref pair, end);
    }
}
