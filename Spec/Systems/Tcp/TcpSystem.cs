using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.TcpPairProperties;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>
/// Two ends of a TCP connection and their users over a wire that loses nothing: every order of opening, sending,
/// reading, closing and aborting, with sequence numbers that wrap.
/// </summary>
[CheckedSystem("tcp")]
public readonly partial struct TcpSystem
{
    static void Compose(SystemTable<TcpPair> system) => system
        .Parameter("octets", 1, 0, 2, "octets each user sends")
        .Parameter("buffer", 1, 1, 8, "octets each receive queue holds")
        .Parameter("abort", 1, 0, 1, "whether users may abort")
        .Start(Start)
        .Run(typeof(TcpUser), Two, "user {0}")
        .Run(typeof(TcpPath), Two, "end {0}")
        .Reacts(typeof(Connection))
        .Always(NothingIsInvented, "no end expects a number that the other has not sent")
        .Always(NothingAcknowledgedIsLost, "what an end believes acknowledged has arrived")
        .Always(NumbersAgree, "synchronised ends agree on each other's initial sequence number")
        .Always(WindowIsKept, "an end sends no more than was offered")
        .AtRest(EverythingIsRead, "without abort or refusal, every octet sent is read, once")
        .AtRest(BothAreClosed, "when nothing is left to do, no connection is left over")
        .Always(FinIsTheEndOfTheStream, "FIN is seen after every octet that the other end has sent, and not before")
        .Always(ErrorEndsTheConnection, "a connection that has failed is CLOSED")
        .Sometimes(InListen, "LISTEN is reached")
        .Sometimes(InSynSent, "SYN-SENT is reached")
        .Sometimes(InSynReceived, "SYN-RECEIVED is reached")
        .Sometimes(InEstablished, "ESTABLISHED is reached")
        .Sometimes(InFinWait1, "FIN-WAIT-1 is reached")
        .Sometimes(InFinWait2, "FIN-WAIT-2 is reached")
        .Sometimes(InCloseWait, "CLOSE-WAIT is reached")
        .Sometimes(InClosing, "CLOSING is reached")
        .Sometimes(InLastAck, "LAST-ACK is reached")
        .Sometimes(InTimeWait, "TIME-WAIT is reached")
        .Sometimes(OpenedSimultaneously, "both ends open actively and meet")
        .Sometimes(HalfClosed, "an end that has closed still receives")
        .Sometimes(WasRefused, "a connection is refused")
        .LeadsTo(BothUsersClosed, BothAreClosed, "once both users have closed, both connections end")
        .MayEnd(BothAreClosed)

        .Catches("drop-effect:Established.Segment.Always:TakeText", nameof(EverythingIsRead))
        .Catches("drop-effect:Established.Segment.BringsFin:TakeFin", nameof(BothAreClosed))
        .Catches("drop-guard:Established.Segment.BringsFin:BringsFin", nameof(FinIsTheEndOfTheStream))
        .Catches("drop-rule:Closing.Segment.AcksFin", nameof(BothAreClosed))
        .Catches("drop-goto:FinWait2.Segment.BringsFin:TimeWait",
            $"{nameof(BothUsersClosed)}~>{nameof(BothAreClosed)}");

    private static TcpPair Start(Parameters parameters)
    {
        var pair = new TcpPair { Mutation = parameters.Mutation, MayAbort = parameters["abort"] == 1 };
        for (var end = 0; end < 2; end++)
        {
            pair.Ends[end].RcvBuffer = parameters["buffer"];
            pair.Ends[end].Mss = 2;
            pair.Ends[end].Deviations = Deviations.Checked;
            pair.Ends[end].RetriesMost = 1;
            pair.Users[end].ToSend = (byte)parameters["octets"];
        }

        return pair;
    }

    private static int Two(in TcpPair pair) => 2;
}
