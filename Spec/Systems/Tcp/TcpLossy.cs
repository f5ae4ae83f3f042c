using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.TcpPairProperties;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>
/// Two ends of a TCP connection over a network that loses, doubles, delays and reorders segments, with time-outs that
/// may be too short, and numbers that wrap: what is sent is read, once and in order, and both ends come to an end.
/// </summary>
[CheckedSystem("tcp-lossy")]
public readonly partial struct TcpLossy
{
    static void Compose(SystemTable<TcpPair> system) => system
        .Parameter("octets", 1, 0, 3, "octets each user sends")
        .Parameter("buffer", 1, 1, 8, "octets each receive queue holds")
        .Parameter("losses", 1, 0, 4, "segments that are lost")
        .Parameter("copies", 1, 0, 4, "segments that arrive twice")
        .Parameter("delays", 1, 0, 4, "segments that are overtaken by all others")
        .Parameter("haste", 0, 0, 4, "time-outs that are too short")
        .Parameter("complaints", 0, 0, 4, "segments that a router drops and complains of")
        .Parameter("orphans", 0, 0, 2, "connections whose process ends before they do")
        .Parameter("urgent", 0, 0, 1, "whether all that is sent is urgent")
        .Parameter("abort", 0, 0, 1, "whether users may abort")
        .Parameter("cookies", 0, 0, 1, "whether the passive end answers with SYN cookies")
        .Parameter("strict", 0, 0, 1, "whether the ends keep to RFC 9293 where Linux departs")
        .Start(Start)
        .Run(typeof(TcpUser), Two, "user {0}")
        .Run(typeof(TcpNetwork), Two, "end {0}")
        .Reacts(typeof(Connection))
        .Always(NothingIsInvented, "no end expects a number that the other has not sent")
        .Always(WhatIsTakenHasArrived, "what an end counts as received has come to it")
        .Always(NothingAcknowledgedIsLost, "what an end believes acknowledged has arrived")
        .Always(NumbersOfOneIncarnationAgree, "synchronised ends agree on each other's initial sequence number")
        .Always(WindowIsKept, "an end sends no more than was offered")
        .Always(FinIsTheEndOfTheStream, "FIN is seen after every octet that the other end has sent, and not before")
        .Always(ErrorEndsTheConnection, "a connection that has failed is CLOSED")
        .Always(EveryTimerIsArmed, "what is under way, a shut window and TIME-WAIT have their timers")
        .Always(NothingUrgentIsInvented, "nothing is urgent that the other end has not called so")
        .Always(NoPathErrorEndsAConnection, "a router that complains ends no connection")
        .AtRest(EverythingIsRead, "without abort or refusal, every octet sent is read, once")
        .AtRest(BothAreClosed, "when nothing is left to do, no connection is left over")
        .Sometimes(EverythingIsExchanged, "a connection carries everything although segments were lost")
        .LeadsTo(BothUsersClosed, BothAreClosed, "once both users have closed, both connections end")
        .AlwaysEventually(TheNetworkIsSilent, "no segments answer each other for ever")
        .MayEnd(BothAreClosed)

        .Catches("drop-rule:no answer comes", nameof(BothAreClosed));

    private static TcpPair Start(Parameters parameters)
    {
        var pair = new TcpPair { Mutation = parameters.Mutation, MayAbort = parameters["abort"] == 1 };
        pair.Faults = new TcpFaults
        {
            Losses = (byte)parameters["losses"],
            Copies = (byte)parameters["copies"],
            Delays = (byte)parameters["delays"],
            Haste = (byte)parameters["haste"],
            Complaints = (byte)parameters["complaints"],
            Orphans = (byte)parameters["orphans"],
            IsUrgent = parameters["urgent"] == 1,
            HasCookies = parameters["cookies"] == 1,
        };
        var deviations = parameters["strict"] == 1 ? Deviations.None : Deviations.Checked;
        for (var end = 1; end >= 0; end--)
        {
            TcpNetwork.Start(ref pair, end, parameters["buffer"], parameters["octets"], deviations);
        }

        return pair;
    }

    private static int Two(in TcpPair pair) => 2;

    private static bool EverythingIsExchanged(in TcpPair pair) =>
        pair.Faults.Losses == 0 && BothAreClosed(in pair) && !HasFailed(in pair, 0) && !HasFailed(in pair, 1)
        && pair.Users[0].Read > 0 && pair.Users[1].Read > 0;
}
