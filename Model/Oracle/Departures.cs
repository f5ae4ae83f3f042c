namespace Wakeline.Model.Oracle;

/// <summary>Where Linux departs from the text in a way that a trace shows.</summary>
[Flags]
internal enum Departures : uint
{
    /// <summary>Nowhere.</summary>
    None = 0,
    /// <summary>A SYN goes again at once after an acknowledgment of something else.</summary>
    SynAtOnce = 0x0001,
    /// <summary>A SYN with FIN is not heard.</summary>
    SynWithFin = 0x0002,
    /// <summary>A SYN in the window of a request is answered by a reset.</summary>
    SynResetsRequest = 0x0004,
    /// <summary>A probe of a shut window is empty.</summary>
    EmptyProbe = 0x0008,
    /// <summary>A window that shrinks is not believed.</summary>
    ShrinkingIsDistrusted = 0x0010,
    /// <summary>The edge of the window belongs to it.</summary>
    EdgeIsInWindow = 0x0020,
    /// <summary>A segment may lack its time stamp.</summary>
    StampMayLack = 0x0040,
    /// <summary>A reset before the FIN that was received counts.</summary>
    ResetBeforeFin = 0x0080,
    /// <summary>FIN-WAIT-2 ends by itself.</summary>
    FinWait2Ends = 0x0100,
    /// <summary>A time-out is less than a second.</summary>
    ShortTimeout = 0x0200,
    /// <summary>Time-outs of a SYN do not double.</summary>
    LinearSyn = 0x0400,
    /// <summary>A SYN is given up before three minutes.</summary>
    SynGivenUp = 0x0800,
    /// <summary>TIME-WAIT is shorter than four minutes.</summary>
    ShortTimeWait = 0x1000,
    /// <summary>A shut window is probed within a second.</summary>
    EarlyProbe = 0x2000,
    /// <summary>Text behind the FIN of its sender breaks the connection off.</summary>
    TextBehindFin = 0x4000,
    /// <summary>An orphan in FIN-WAIT-2 has no challenge for resets and SYNs.</summary>
    MiniRecord = 0x8000,
    /// <summary>A SYN that comes once more is answered as it was before.</summary>
    SynAckAgain = 0x10000,
    /// <summary>A soft error ends a handshake.</summary>
    SoftErrorEndsHandshake = 0x20000,
    /// <summary>A hard error does not end a connection.</summary>
    HardErrorIsSoft = 0x40000,
    /// <summary>A reset at the right edge of what is held counts.</summary>
    ResetAtHeldEdge = 0x80000,
    /// <summary>The answer to a SYN that has crossed another offers again what that did.</summary>
    CrossedSynOffersAgain = 0x100000,
    /// <summary>The window of such an answer is shifted.</summary>
    CrossedWindowShifts = 0x200000,
    /// <summary>What carries no text has the number of the peer's edge.</summary>
    NumberOfEdge = 0x400000,
}

/// <summary>What is known of a departure (reference/tcp-transitions.md lists the evidence).</summary>
/// <param name="Bit">Which.</param>
/// <param name="Level">How much the departed text binds.</param>
/// <param name="HasReadings">Whether the text can be read so that it allows the departure.</param>
/// <param name="Does">What the stack does.</param>
/// <param name="Says">What the text says.</param>
/// <param name="Citations">Where, and where Linux does otherwise.</param>
internal sealed record Departure(
    Departures Bit, string Level, bool HasReadings, string Does, string Says, IReadOnlyList<string> Citations)
{
    private const string Must = "MUST";
    private const string Should = "SHOULD";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Departure> All { get; } =
    [
        new(Departures.SynAtOnce, Must, false, "a SYN goes again at once after an unacceptable acknowledgment",
            "the acknowledgment is answered by a reset and dropped, and the timer says when the SYN goes again",
            ["RFC 9293 3.10.7.3", "net/ipv4/tcp_input.c tcp_rcv_synsent_state_process"]),
        new(Departures.SynWithFin, Must, false, "a SYN with FIN is dropped",
            "a SYN for LISTEN is answered, whatever else the segment has",
            ["RFC 9293 3.10.7.2", "net/ipv4/tcp_input.c tcp_rcv_state_process"]),
        new(Departures.SynResetsRequest, Must, false, "a SYN in the window of SYN-RECEIVED is answered by a reset",
            "a connection that was opened passively returns to LISTEN, and nothing is sent",
            ["RFC 9293 3.10.7.4", "net/ipv4/tcp_minisocks.c tcp_check_req"]),
        new(Departures.EmptyProbe, Should, true, "a probe of a shut window has no text",
            "at least one octet of new text is sent, or text is sent again",
            ["RFC 9293 3.8.6.1", "net/ipv4/tcp_output.c tcp_xmit_probe_skb"]),
        new(Departures.ShrinkingIsDistrusted, Must, false, "a window that shrinks is not taken over",
            "the window of a segment that is not older is taken over",
            ["RFC 9293 3.10.7.4", "RFC 9293 SHLD-15", "net/ipv4/tcp_input.c tcp_may_update_window"]),
        new(Departures.EdgeIsInWindow, Must, false, "a segment at the right edge of the window is taken",
            "it is not acceptable, and is answered by an acknowledgment",
            ["RFC 9293 3.10.7.4", "net/ipv4/tcp_input.c tcp_sequence"]),
        new(Departures.StampMayLack, Should, false, "a segment without time stamp is taken",
            "once time stamps are agreed on, a segment without one is dropped",
            ["RFC 7323 3.2", "net/ipv4/tcp_input.c tcp_fast_parse_options"]),
        new(Departures.ResetBeforeFin, Must, false, "a reset with the number of the FIN ends the connection",
            "only a reset with the next number does",
            ["RFC 5961 3.2", "net/ipv4/tcp_input.c tcp_reset_check"]),
        new(Departures.ResetAtHeldEdge, Must, false, "a reset with the number behind what is held ends the connection",
            "only a reset with the next number does",
            ["RFC 5961 3.2", "net/ipv4/tcp_input.c tcp_validate_incoming"]),
        new(Departures.FinWait2Ends, Must, true, "FIN-WAIT-2 ends although no FIN has come",
            "FIN-WAIT-2 waits for the FIN of the peer",
            ["RFC 9293 3.6", "net/ipv4/tcp_timer.c tcp_keepalive_timer"]),
        new(Departures.ShortTimeout, Should, false, "a time-out is less than a second",
            "a time-out that is less than a second is rounded up to one",
            ["RFC 6298 2.4", "RFC 9293 MUST-18", "net/ipv4/tcp_input.c tcp_set_rto"]),
        new(Departures.LinearSyn, Must, false, "the time-outs of a SYN do not double",
            "each time-out is twice the one before",
            ["RFC 6298 5.5", "RFC 9293 MUST-22", "net/ipv4/tcp_timer.c tcp_retransmit_timer"]),
        new(Departures.SynGivenUp, Must, false, "a SYN is given up within three minutes",
            "a SYN is sent again for at least three minutes",
            ["RFC 9293 MUST-23", "net/ipv4/tcp_timer.c tcp_write_timeout"]),
        new(Departures.ShortTimeWait, Must, true, "TIME-WAIT lasts less than four minutes",
            "TIME-WAIT lasts for twice the maximum segment lifetime, which is taken to be two minutes",
            ["RFC 9293 MUST-13", "RFC 9293 3.4.2", "net/ipv4/tcp_minisocks.c tcp_time_wait"]),
        new(Departures.EarlyProbe, Should, false, "a shut window is probed within a second",
            "the first probe goes when the window was shut for a time-out",
            ["RFC 9293 SHLD-29", "RFC 6298 2.4", "net/ipv4/tcp_output.c tcp_send_probe0"]),
        new(Departures.TextBehindFin, Must, false, "text behind the FIN of its sender breaks the connection off",
            "the text is ignored, for it should not occur",
            ["RFC 9293 3.10.7.4", "net/ipv4/tcp_input.c tcp_rcv_state_process"]),
        new(Departures.MiniRecord, Must, false,
            "an orphan in FIN-WAIT-2 takes any reset in the window, and resets the sender of a SYN",
            "only a reset with the next number counts, and other resets and SYNs are answered by a challenge",
            ["RFC 9293 3.10.7.4", "RFC 5961 3.2", "RFC 5961 4.2",
                "net/ipv4/tcp_minisocks.c tcp_timewait_state_process"]),
        new(Departures.SynAckAgain, Should, true, "a SYN that comes once more is answered by SYN,ACK once more",
            "a segment that is not acceptable is answered by an acknowledgment",
            ["RFC 9293 3.10.7.4", "net/ipv4/tcp_minisocks.c tcp_check_req"]),
        new(Departures.SoftErrorEndsHandshake, Must, false, "an error on the path that may pass ends a handshake",
            "a connection is not aborted for it",
            ["RFC 9293 MUST-56", "RFC 5461 4.1", "net/ipv4/tcp_ipv4.c tcp_v4_err"]),
        new(Departures.HardErrorIsSoft, Should, false, "an error on the path that will not pass is only remembered",
            "the connection is aborted for it",
            ["RFC 9293 SHLD-26", "net/ipv4/tcp_ipv4.c tcp_v4_err"]),
        new(Departures.CrossedSynOffersAgain, Must, false,
            "the SYN,ACK of a simultaneous open offers all that the SYN before it did",
            "it has only options that the SYN of the peer had",
            ["RFC 7323 2.2", "RFC 7323 3.2", "net/ipv4/tcp_output.c tcp_send_synack"]),
        new(Departures.CrossedWindowShifts, Must, false,
            "the window in the SYN,ACK of a simultaneous open is shifted",
            "the window in a segment with SYN is not shifted",
            ["RFC 7323 2.2", "net/ipv4/tcp_input.c tcp_rcv_state_process"]),
        new(Departures.NumberOfEdge, Must, false,
            "what carries no text has the number of the peer's edge, where that has moved back",
            "it has the number of what would be sent next",
            ["RFC 9293 3.10.7.4", "RFC 9293 3.10.5", "net/ipv4/tcp_output.c tcp_acceptable_seq"]),
    ];

    /// <summary>The verdict of a profile on the departure; <see langword="null"/> if it has nothing against it.
    /// </summary>
    public OracleVerdict? VerdictBy(OracleProfile profile) =>
        profile.Departs || (HasReadings && !profile.IsStrict) ? null
        : profile.IsStrict || Level == Must ? OracleVerdict.Violates
        : OracleVerdict.Conforms;
}
