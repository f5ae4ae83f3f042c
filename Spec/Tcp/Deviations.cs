namespace Wakeline.Spec.Tcp;

/// <summary>
/// Where a stack departs from RFC 9293, or decides what the text leaves open, as data of a profile over the one table.
/// </summary>
[Flags]
public enum Deviations : ushort
{
    /// <summary>None: the profile rfc9293.</summary>
    None = 0,

    /// <summary>
    /// Linux 6.18: the acknowledgment of FIN may wait, also where that of text does not (tcp_fin enters the interactive
    /// mode; measured on 6.18.44).
    /// </summary>
    AckOfFinWaits = 1,

    /// <summary>
    /// Linux 6.18: a window that is no news by its numbers is believed only if it is greater, or closed
    /// (tcp_may_update_window; measured on 6.18.44).
    /// </summary>
    ShrinkingIsDistrusted = 2,

    /// <summary>
    /// Linux 6.18: after an unacceptable acknowledgment a SYN goes again at once (tcp_rcv_synsent_state_process).
    /// </summary>
    SynGoesAtOnce = 4,

    /// <summary>Linux 6.18: a SYN in the window of a request is answered by a reset (tcp_check_req).</summary>
    SynResetsRequest = 8,

    /// <summary>
    /// Linux 6.18: the first time-outs of a SYN do not double (tcp_syn_linear_timeouts, tcp_retransmit_timer).
    /// </summary>
    SynTimesOutLinearly = 16,

    /// <summary>Linux 6.18: a SYN with FIN is dropped in LISTEN (tcp_rcv_state_process).</summary>
    SynWithFinIsDropped = 32,

    /// <summary>Linux 6.18: what begins at the right edge of the window is taken (tcp_sequence).</summary>
    EdgeIsInWindow = 64,

    /// <summary>
    /// Linux 6.18: after a FIN a reset also counts where a peer stands that does not count its FIN (tcp_reset_check).
    /// </summary>
    ResetBeforeFinCounts = 128,

    /// <summary>
    /// Linux 6.18: text behind the FIN of its sender breaks the connection off (tcp_rcv_state_process).
    /// </summary>
    TextBehindFinResets = 256,

    /// <summary>
    /// Linux 6.18: an orphan in FIN-WAIT-2 is a mini record: it knows no RFC 5961, and looks at no acknowledgment
    /// (tcp_timewait_state_process).
    /// </summary>
    OrphansAreMiniRecords = 512,

    /// <summary>
    /// Linux 6.18: any error that ICMP tells of ends a handshake, also a soft one (RFC 5461 4.1; tcp_v4_err).
    /// </summary>
    SoftErrorsEndHandshakes = 1024,

    /// <summary>
    /// Linux 6.18: a hard error does not end a connection that is up; it is remembered as soft ones are (tcp_v4_err).
    /// </summary>
    HardErrorsAreSoft = 2048,

    /// <summary>
    /// Linux 6.18: a reset also counts at the right edge of what is held out of order, where a peer stands of which
    /// text is missing (tcp_validate_incoming).
    /// </summary>
    ResetAtHeldEdgeCounts = 4096,

    /// <summary>
    /// Linux 6.18: where the peer has taken back window, an acknowledgment has the number of its edge, not that of what
    /// would be sent next (tcp_acceptable_seq; measured on 6.18.44).
    /// </summary>
    AcknowledgmentsKeepToWindow = 8192,

    /// <summary>
    /// Linux 6.18: the SYN,ACK of a simultaneous open offers all that the SYN before it did, and what it says of the
    /// shift of windows counts even where the peer's SYN said nothing of it (tcp_send_synack; measured on 6.18.44).
    /// </summary>
    CrossedSynOffersAgain = 16384,

    /// <summary>
    /// A choice of Linux that is off unless it is set: a window that was told shrinks where memory is short
    /// (net.ipv4.tcp_shrink_window, tcp_select_window). It departs from RFC 9293 SHLD-14.
    /// </summary>
    WindowsShrink = 32768,

    /// <summary>Those of Linux 6.18 that the systems have which are checked.</summary>
    Checked = SynGoesAtOnce | SynResetsRequest | SynTimesOutLinearly | SynWithFinIsDropped | EdgeIsInWindow
        | ResetBeforeFinCounts | TextBehindFinResets | OrphansAreMiniRecords,

    /// <summary>All of Linux 6.18 that are choices of a profile.</summary>
    Linux618 = AckOfFinWaits | ShrinkingIsDistrusted | SoftErrorsEndHandshakes | HardErrorsAreSoft
        | ResetAtHeldEdgeCounts | AcknowledgmentsKeepToWindow | CrossedSynOffersAgain | Checked,
}
