using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// Explicit congestion notification of one connection (RFC 3168 6.1, RFC 9293 SHLD-8; struct tcp_sock ecn_flags): what
/// both ends agree on, what is marked, and what is echoed.
/// </summary>
/// <param name="choice">net.ipv4.tcp_ecn: 0 never, 1 always, 2 if the peer asks.</param>
internal sealed class CongestionNotification(int choice)
{
    private const int Always = 1;

    private bool _hasAsked;
    private bool _isEchoing;
    private bool _owesReduced;

    /// <summary>Whether both ends use it (TCP_ECN_OK).</summary>
    public bool IsAgreed { get; private set; }

    /// <summary>Whether text came that routers may mark (TCP_ECN_SEEN).</summary>
    public bool WasSeen { get; private set; }

    /// <summary>Segments that were acknowledged together with an echo (tcp_sock delivered_ce).</summary>
    public int DeliveredMarked { get; set; }

    /// <summary>The peer's SYN or SYN,ACK (tcp_ecn_create_request, tcp_ecn_rcv_synack).</summary>
    public void TakeSyn(in Segment segment, CongestionMarks marks) => IsAgreed = segment.Has(SegmentFlags.Ack)
        ? _hasAsked && marks.Echo && !marks.Reduced
        : choice != 0 && marks is { Echo: true, Reduced: true, Codepoint: EcnCodepoint.NotCapable };

    /// <summary>Whether an acknowledgment tells of congestion (tcp_ecn_rcv_ecn_echo).</summary>
    public bool TellsCongestion(in Segment segment, CongestionMarks marks) =>
        IsAgreed && marks.Echo && !segment.Has(SegmentFlags.Syn);

    /// <summary>The peer has reduced its window: nothing more is echoed (tcp_ecn_accept_cwr).</summary>
    public void TakeReduced(CongestionMarks marks) => _isEchoing &= !marks.Reduced;

    /// <summary>Text came (tcp_data_ecn_check).</summary>
    /// <returns>Whether acknowledgments are to go at once for a while.</returns>
    public bool TakeText(CongestionMarks marks)
    {
        if (!IsAgreed)
        {
            return false;
        }

        // What is not marked although other text was has probably gone again.
        var isSudden = marks.Codepoint == EcnCodepoint.NotCapable ? WasSeen
            : marks.Codepoint == EcnCodepoint.Experienced && !_isEchoing;
        WasSeen |= marks.Codepoint != EcnCodepoint.NotCapable;
        _isEchoing |= marks.Codepoint == EcnCodepoint.Experienced;
        return isSudden;
    }

    /// <summary>The window is reduced: the peer is to learn of it (tcp_ecn_queue_cwr).</summary>
    public void OweReduced() => _owesReduced = IsAgreed;

    /// <summary>The reduction was undone (tcp_ecn_withdraw_cwr).</summary>
    public void ForgetReduced() => _owesReduced = false;

    /// <summary>
    /// The marks of a segment that is sent (tcp_ecn_send_syn, tcp_ecn_make_synack, tcp_ecn_send). A SYN that goes again
    /// does not ask (RFC 3168 6.1.1.1), and text that goes again is not marked.
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="isRepeated">Whether it goes again.</param>
    public CongestionMarks MarksOf(in Segment segment, bool isRepeated)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return default;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            var asks = !segment.Has(SegmentFlags.Ack) && choice == Always && !isRepeated;
            _hasAsked |= asks;
            return new CongestionMarks(asks || (segment.Has(SegmentFlags.Ack) && IsAgreed), asks, default);
        }

        if (!IsAgreed || segment.Payload == 0 || isRepeated)
        {
            return new CongestionMarks(_isEchoing, false, EcnCodepoint.NotCapable);
        }

        var marks = new CongestionMarks(_isEchoing, _owesReduced, EcnCodepoint.Capable0);
        _owesReduced = false;
        return marks;
    }
}
