using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Tcp;

/// <summary>
/// A connection of any lawful past, and one segment of somebody who is not its peer: old duplicates and blind attacks.
/// Whatever arrives is treated as RFC 9293 section 3.10.7 says, as RFC 5961 tightens it, and as Linux realises both; a
/// timer that expires and a user who aborts, in its place, as sections 3.10.8 and 3.10.5 say.
/// </summary>
[CheckedSystem("tcp-intruder")]
public readonly partial struct TcpIntruder
{
    static void Compose(SystemTable<IntrudedConnection> system)
    {
        system
            .Parameter("octets", 1, 1, 2, "octets the user may send")
            .Parameter("buffer", 2, 2, 4, "octets the receive queue holds")
            .Start(Start)
            .Run(typeof(LawfulPast), "past")
            .Run(typeof(Intruder), "intruder")
            .Reacts(typeof(Connection))
            .MayEnd(SomethingHasHappened);
        Resets(system);
        Challenges(system);
        Acceptance(system);
        Ends(system);
        Variety(system);
        system
            .Catches("drop-rule:SynReceived+6.Segment.IsSyn&!IsMiniRecord", nameof(ASynIsChallenged))
            .Catches("drop-effect:SynReceived.Segment.IsReset&IsRequest:Ack", nameof(AResetInTheWindowIsChallenged))
            .Catches("drop-rule:Established+5.Segment.AcksTooOld", nameof(AnAckOfTheUnsentIsOnlyAnswered))
            .Catches("drop-rule:TimeWait.Segment.IsReset", nameof(AResetOutsideTheWindowChangesNothing));
    }

    private static void Resets(SystemTable<IntrudedConnection> system) => system
        .Always(
            AResetOutsideTheWindowChangesNothing,
            "a reset outside the window changes nothing, and only a mini record answers")
        .Always(AResetInTheWindowIsChallenged, "a reset that is not exactly the next number only provokes an ACK")
        .Always(AnExactResetEnds, "a reset with exactly the next number ends the connection, and the user is told")
        .Always(AnExactResetEndsMiniRecords, "a request, an orphan and TIME-WAIT are ended without a word")
        .Always(AResetIsNotAnsweredByAReset, "no reset is answered by a reset")
        .Always(WhatBelongsToNobodyIsReset, "what belongs to no connection is answered by a reset with its numbers")
        .Always(WhatAsksForTheImpossibleIsReset, "a SYN to a mini record that can be nobody's repetition is reset");

    private static void Challenges(SystemTable<IntrudedConnection> system) => system
        .Always(ASynIsChallenged, "a SYN on a synchronised connection only provokes an ACK")
        .Always(ARequestRepeated, "a request that is repeated is answered by the same SYN,ACK")
        .Always(WhatIsOutsideIsOnlyAnswered, "what lies outside the window only provokes an ACK")
        .Always(AnAckOfTheUnsentIsOnlyAnswered, "an ACK of what was not sent, or too old, only provokes an ACK")
        .Always(WithoutAckNothingIsTaken, "what carries neither ACK nor RST nor SYN is dropped")
        .Always(AnOldSynIsNothingToAMiniRecord, "a SYN that begins before the window means nothing to a mini record")
        .Always(AListenerIgnoresTheRest, "LISTEN drops what is no request, and a request that ends at once")
        .Always(ASynIsSentAgain, "an ACK of another connection makes a first SYN go out once more")
        .Always(TimeWaitAnswers, "TIME-WAIT answers everything but a bare repetition of the last ACK");

    private static void Acceptance(SystemTable<IntrudedConnection> system) => system
        .Always(TextIsTaken, "text that is next is received, and FIN with it; text ahead of a gap is kept")
        .Always(WhatIsTakenIsAcknowledged, "what takes sequence numbers is acknowledged")
        .Always(AnAckIsTaken, "what an acceptable segment acknowledges is acknowledged")
        .Always(AWindowIsBelieved, "a newer segment's window is the send window")
        .Always(AHandshakeEnds, "the last ACK of a handshake tells the user, and lets a FIN go that was kept back")
        .Always(AFinIsFollowed, "FIN and the acknowledgment of a FIN lead where figure 5 says");

    private static void Ends(SystemTable<IntrudedConnection> system) => system
        .Always(TextNobodyReadsIsReset, "text behind the end of the stream, or for nobody, resets the connection")
        .Always(AnAbortIsTold, "an abort ends the connection at once, and the peer is told")
        .Always(WhatIsLostIsSentAgain, "an expiry sends what is oldest again, as often as may be, and then gives up")
        .Always(AClosedWindowIsProbed, "a window that stays closed is probed")
        .Always(AnEndComesInTime, "the timers of FIN-WAIT-2 and TIME-WAIT end the connection without a word")
        .Always(WhatIsClosedIsQuiet, "a connection that is CLOSED has no timer and owes nothing")
        .Always(WhatEndsByTimeHasItsTimer, "TIME-WAIT, and FIN-WAIT-2 that nobody holds, have a timer")
        .Always(WhoAwaitsAnAckHasSentAFin, "where the ACK of a FIN is awaited, a FIN is queued or sent");

    private static void Variety(SystemTable<IntrudedConnection> system) => system
        .Sometimes(ASynIsSentTwice, "a SYN goes out again")
        .Sometimes(ASynAckIsSentTwice, "a SYN,ACK goes out again")
        .Sometimes(IsShutBeforeItIsUp, "a connection is shut that is not up")
        .Sometimes(TextIsUnread, "text waits for the user")
        .Sometimes(TextIsAheadOfAGap, "text waits for what is missing before it")
        .Sometimes(AFinWaits, "a FIN waits for the window")
        .Sometimes(AnOrphanWaits, "a connection outlives its process")
        .Sometimes(BothHaveClosed, "both ends close at once")
        .Sometimes(TheLastAckIsAwaited, "the last ACK is awaited")
        .Sometimes(ItsTimeIsOver, "TIME-WAIT ends")
        .Sometimes(TheOrphansTimeIsOver, "FIN-WAIT-2 ends")
        .Sometimes(AProbeIsSent, "a closed window is probed");

    private static IntrudedConnection Start(Parameters parameters)
    {
        var scene = new IntrudedConnection { Mutation = parameters.Mutation, ToSend = (byte)parameters["octets"] };
        scene.Tcb.RcvBuffer = parameters["buffer"];
        scene.Tcb.Mss = 2;
        scene.Tcb.Deviations = Deviations.Checked;
        scene.Tcb.RetriesMost = 1;
        return scene;
    }

    private static bool SomethingHasHappened(in IntrudedConnection scene) => scene.Trial != Trial.None;
}
