using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Tcp.TcpPairProperties;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>
/// Two ends that connect again: after an orderly end, after an abort that leaves no TIME-WAIT behind, out of TIME-WAIT,
/// and after a host has forgotten everything (RFC 9293 3.5.1, half-open connections), while segments of the connection
/// before are still under way, doubled and delayed.
/// </summary>
[CheckedSystem("tcp-incarnations")]
public readonly partial struct TcpIncarnations
{
    static void Compose(SystemTable<TcpPair> system) => system
        .Parameter("octets", 0, 0, 2, "octets each user sends the first time; after that it is one")
        .Parameter("openings", 1, 1, 2, "how often each user opens again")
        .Parameter("losses", 0, 0, 2, "segments that are lost")
        .Parameter("copies", 1, 0, 2, "segments that arrive twice")
        .Parameter("delays", 0, 0, 2, "segments that are overtaken by all others")
        .Parameter("restarts", 0, 0, 2, "hosts that forget everything")
        .Parameter("abort", 1, 0, 1, "whether users may abort")
        .Start(Start)
        .Run(typeof(TcpUser), Two, "user {0}")
        .Run(typeof(TcpNetwork), Two, "end {0}")
        .Reacts(typeof(Connection))
        .Never(SomebodyTookOld, "an end takes what an earlier incarnation of its peer has sent")
        .Always(NothingIsInvented, "no end expects a number that the other has not sent")
        .Always(WhatIsTakenHasArrived, "what an end counts as received has come to it")
        .Always(NumbersOfOneIncarnationAgree, "synchronised ends agree on each other's initial sequence number")
        .Always(ErrorEndsTheConnection, "a connection that has failed is CLOSED")
        .Always(EveryTimerIsArmed, "what is under way, a shut window and TIME-WAIT have their timers")
        .Sometimes(AHalfOpenConnectionIs, "one end is up, and the other knows nothing of it")
        .Sometimes(ItRecovers, "after a restart both are up again, with each other")
        .Sometimes(AListenerWaitsBehindTimeWait, "somebody listens where a connection is in TIME-WAIT")
        .Sometimes(AnOldSegmentIsUnderWay, "both are up again while a segment of the connection before is under way")
        .LeadsTo(BothUsersClosed, EitherOpensOrAllIsOver, "once both users have closed, both connections end")
        .AlwaysEventually(TheNetworkIsSilent, "no segments answer each other for ever")
        .MayEnd(AllIsOver)

        .Catches("drop-guard:a reset ends the connection:IsExactReset", nameof(SomebodyTookOld));

    private static TcpPair Start(Parameters parameters)
    {
        var pair = new TcpPair { Mutation = parameters.Mutation, MayAbort = parameters["abort"] == 1 };
        pair.Faults = new TcpFaults
        {
            Losses = (byte)parameters["losses"],
            Copies = (byte)parameters["copies"],
            Delays = (byte)parameters["delays"],
            Restarts = (byte)parameters["restarts"],
        };
        for (var end = 1; end >= 0; end--)
        {
            pair.Records[end].Openings = (byte)parameters["openings"];
            TcpNetwork.Start(ref pair, end, buffer: 1, parameters["octets"], Deviations.Checked);
        }

        return pair;
    }

    private static int Two(in TcpPair pair) => 2;

    private static bool AHalfOpenConnectionIs(in TcpPair pair) =>
        pair.Faults.Restarts == 0 && pair.Users[0].HasAborted && IsUp(in pair, 1)
        && pair.Ends[0].State == TcpState.Closed;

    private static bool ItRecovers(in TcpPair pair) =>
        pair.Faults.Restarts == 0 && pair.Records[0].Incarnation == 1 && AreUpTogether(in pair);

    private static bool AListenerWaitsBehindTimeWait(in TcpPair pair) =>
        pair.Records[1].ListensAgain && pair.Ends[1].State == TcpState.TimeWait;

    private static bool AnOldSegmentIsUnderWay(in TcpPair pair) =>
        AreUpTogether(in pair) && (HasOld(in pair, 0) || HasOld(in pair, 1));

    private static bool HasOld(in TcpPair pair, int end)
    {
        foreach (ref readonly var segment in pair.Wires[end].Items)
        {
            if (segment.Options.StampValue < pair.Records[1 - end].Incarnation)
            {
                return true;
            }
        }

        return false;
    }

    private static bool EitherOpensOrAllIsOver(in TcpPair pair) => !BothUsersClosed(in pair) || AllIsOver(in pair);

    /// <summary>
    /// An end in FIN-WAIT-2 waits for ever if its peer has forgotten it: nothing goes that would be answered. Only
    /// keep-alive probes would find out (RFC 9293 3.8.4), or the time that the kernel gives an orphan.
    /// </summary>
    private static bool AllIsOver(in TcpPair pair) => IsOver(in pair, 0) && IsOver(in pair, 1);

    private static bool IsOver(in TcpPair pair, int end) => pair.Ends[end].State == TcpState.Closed
        || (pair.Ends[end].State == TcpState.FinWait2 && pair.Ends[1 - end].State == TcpState.Closed
            && TheNetworkIsSilent(in pair));

    private static bool AreUpTogether(in TcpPair pair) =>
        IsUp(in pair, 0) && IsUp(in pair, 1) && pair.Ends[0].Irs == pair.Ends[1].Iss;

    private static bool IsUp(in TcpPair pair, int end) => pair.Ends[end].State == TcpState.Established;
}
