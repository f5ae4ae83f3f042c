using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.TcpUserStep;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>How far a user is.</summary>
public enum TcpUserStep : byte
{
    /// <summary>Has not opened.</summary>
    Idle,

    /// <summary>Has opened, may send and read.</summary>
    Open,

    /// <summary>Has closed for sending, may still read.</summary>
    Closed,
}

/// <summary>
/// The user of one end: opens actively or passively, sends, reads, closes or aborts, in any lawful order (RFC 9293
/// 3.9).
/// </summary>
[Machine]
public static partial class TcpUser
{
    static void Rules(Table<TcpPair, TcpUserStep> table) => table
        .At(Location).MutatedBy(TcpPair.MutationIn).Final(Idle, TcpUserStep.Closed).Fair(Fairness.Weak)

        .In(Idle).Alternatives().Per("RFC 9293 3.10.1")
            .Always().Do(OpenActively).Goto(Open).Named("connect")
            .Always().Do(OpenPassively).Goto(Open).Named("listen")

        .In(Open).Alternatives()
            .When(MaySend).Do(Send).Stay().Named("send").Per("RFC 9293 3.10.2")
            .When(HasUnread).Do(Read).Stay().Named("read").Per("RFC 9293 3.10.3")
            .When(IsThrough).Do(Close).Goto(TcpUserStep.Closed).Named("close").Per("RFC 9293 3.10.4")
            .When(MayAbort).Do(Abort).Goto(TcpUserStep.Closed).Named("abort").Per("RFC 9293 3.10.5")
                .Fair(Fairness.None)

        .In(TcpUserStep.Closed).Per("RFC 9293 3.10.3")
            .When(HasUnread).Do(Read).Stay().Named("read after close");

    private static ref TcpUserStep Location(ref TcpPair pair, int end) => ref pair.Users[end].Step;

    private static void OpenActively(ref TcpPair pair, int end)
    {
        var (local, remote) = (TcpPair.EndpointOf(end), TcpPair.EndpointOf(1 - end));
        var open = new ActiveOpen(local, remote, TcpPair.InitialSequenceOf(end));
        Connection.Fire(ref pair.Ends[end], in open, pair.Mutation);
        TcpPath.Transmit(ref pair, end);
    }

    private static void OpenPassively(ref TcpPair pair, int end)
    {
        var open = new PassiveOpen(TcpPair.EndpointOf(end), TcpPair.InitialSequenceOf(end));
        Connection.Fire(ref pair.Ends[end], in open, pair.Mutation);
    }

    private static bool MaySend(in TcpPair pair, int end) => pair.Users[end].ToSend > 0 && CanSend(in pair, end);

    private static bool CanSend(in TcpPair pair, int end) =>
        pair.Ends[end].State is TcpState.Established or TcpState.CloseWait;

    private static void Send(ref TcpPair pair, int end)
    {
        Connection.Fire(ref pair.Ends[end], new SendData(1, pair.Faults.IsUrgent), pair.Mutation);
        pair.Users[end].ToSend--;
        pair.Users[end].Sent++;
        TcpPath.Transmit(ref pair, end);
    }

    private static bool HasUnread(in TcpPair pair, int end) =>
        pair.Ends[end].Unread > 0 && !pair.Users[end].HasAborted;

    private static void Read(ref TcpPair pair, int end)
    {
        var unread = pair.Ends[end].Unread;
        Connection.Fire(ref pair.Ends[end], new ReadData(unread), pair.Mutation);
        pair.Users[end].Read += (byte)unread;
        TcpPath.Transmit(ref pair, end);
    }

    /// <summary>Everything is sent, or never can be, because the connection is gone or not there yet.</summary>
    private static bool IsThrough(in TcpPair pair, int end) => pair.Users[end].ToSend == 0 || !CanSend(in pair, end);

    private static void Close(ref TcpPair pair, int end)
    {
        Connection.Fire(ref pair.Ends[end], default(Close), pair.Mutation);
        TcpPath.Transmit(ref pair, end);
    }

    private static bool MayAbort(in TcpPair pair, int end) => pair.MayAbort;

    private static void Abort(ref TcpPair pair, int end)
    {
        Connection.Fire(ref pair.Ends[end], default(Abort), pair.Mutation);
        pair.Users[end].HasAborted = true;
        TcpPath.Transmit(ref pair, end);
    }
}
