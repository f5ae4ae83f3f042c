using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>How the ends of a connection tell each other of congestion (tcp_ecn_mode_rfc3168 and others).</summary>
internal enum EcnMode : byte
{
    /// <summary>Not at all.</summary>
    None,
    /// <summary>Once a round trip (RFC 3168).</summary>
    Classic,
    /// <summary>Each mark (RFC 9768).</summary>
    Accurate,
}

/// <summary>
/// Explicit congestion notification of one connection (RFC 3168 6.1, RFC 9768 3.1, RFC 9293 SHLD-8; struct tcp_sock
/// ecn_flags): what both ends agree on, what is marked, and what is echoed.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed class CongestionNotification(TransportSettings settings)
{
    private const int Always = 1, AccurateAlways = 3, AccurateIfAsked = 3, ClassicAlways = 4;

    private bool _hasAsked;
    private bool _isEchoing;
    private bool _owesReduced;
    private long? _reflectsAt;
    private CongestionMarks _latest;

    /// <summary>What was agreed on.</summary>
    public EcnMode Mode { get; private set; }

    /// <summary>Whether both ends use it (tcp_ecn_mode_any).</summary>
    public bool IsAgreed => Mode != EcnMode.None;

    /// <summary>Whether something came that routers may mark (TCP_ECN_SEEN).</summary>
    public bool WasSeen { get; private set; }

    /// <summary>
    /// Segments that were acknowledged together with an echo, or that the peer tells to have come marked (tcp_sock
    /// delivered_ce).
    /// </summary>
    public int DeliveredMarked { get; set; }

    /// <summary>What is counted.</summary>
    public AccurateEcn Accurate { get; } = new(settings);

    /// <summary>Whether the acknowledgment of text that came with some marks does not wait.</summary>
    public bool ForcesAck(CongestionMarks marks) =>
        Accurate.AcknowledgesNow || (Mode == EcnMode.Classic && marks.Reduced);

    /// <summary>The peer's SYN or SYN,ACK (tcp_ecn_create_request, tcp_ecn_rcv_synack).</summary>
    public void TakeSyn(in Segment segment, CongestionMarks marks, long now)
    {
        if (segment.Has(SegmentFlags.Ack))
        {
            TakeAnswer(marks, now);
            return;
        }

        // All three bits but those of RFC 3168 alone ask for AccECN (tcp_accecn_syn_requested).
        if (settings.Ecn >= AccurateIfAsked && marks.Ace is not (0 or 3))
        {
            Mode = EcnMode.Accurate;
            Accurate.SynCodepoint = marks.Codepoint;
            return;
        }

        var asks = marks is { Echo: true, Reduced: true }
            && (marks.Accurate || marks.Codepoint == EcnCodepoint.NotCapable);
        Mode = settings.Ecn != 0 && asks ? EcnMode.Classic : EcnMode.None;
    }

    /// <summary>
    /// The answer to a SYN that has asked. Deviation: one that tells how the SYN came agrees on AccECN although the SYN
    /// has asked for no more than RFC 3168.
    /// </summary>
    private void TakeAnswer(CongestionMarks marks, long now)
    {
        Mode = !_hasAsked || marks.Ace is 0 or 7 ? EcnMode.None
            : marks.Ace is 1 or 5 ? EcnMode.Classic
            : EcnMode.Accurate;
        if (Mode != EcnMode.Accurate)
        {
            return;
        }

        Accurate.SynCodepoint = marks.Codepoint;
        _reflectsAt = now;
        if (Accurate.TakeFirstOption(marks.Option))
        {
            Accurate.Demand(2);
        }

        if (marks.Codepoint == EcnCodepoint.Experienced && Accurate.IsCredible(marks.Ace))
        {
            Accurate.NoteMarked();
        }
    }

    /// <summary>
    /// The segment that ends a handshake of the peer's: it tells how the answer to the SYN came (tcp_accecn_third_ack).
    /// </summary>
    public void TakeLastOfHandshake(in Segment segment, CongestionMarks marks)
    {
        if (Mode != EcnMode.Accurate)
        {
            return;
        }

        if (marks.Ace == 0)
        {
            Accurate.NoteWrongField();
        }
        else if (marks.Ace is 2 or 3 or 4 or 6 && segment.Length == 0 && Accurate.IsCredible(marks.Ace)
            && AccurateEcn.CodepointIn(marks.Ace) == EcnCodepoint.Experienced && DeliveredMarked == 0)
        {
            DeliveredMarked++;
        }

        Accurate.TakeFirstOption(marks.Option);
        Accurate.Begin(demand: 1);
        Receive(marks, segment.Payload);
    }

    /// <summary>Whether an acknowledgment tells of congestion as RFC 3168 has it (tcp_ecn_rcv_ecn_echo).</summary>
    public bool TellsCongestion(in Segment segment, CongestionMarks marks) =>
        Mode == EcnMode.Classic && marks.Echo && !segment.Has(SegmentFlags.Syn);

    /// <summary>The peer has reduced its window: nothing more is echoed (tcp_ecn_accept_cwr).</summary>
    public void TakeReduced(CongestionMarks marks) => _isEchoing &= !marks.Reduced;

    /// <summary>A segment came that is in place (tcp_ecn_received_counters).</summary>
    public void Receive(CongestionMarks marks, int octets)
    {
        WasSeen |= Mode != EcnMode.Classic && marks.Codepoint != EcnCodepoint.NotCapable;
        Accurate.Receive(marks.Codepoint, octets, Mode == EcnMode.Accurate);
    }

    /// <summary>Text came (tcp_data_ecn_check).</summary>
    /// <returns>Whether acknowledgments are to go at once for a while.</returns>
    public bool TakeText(CongestionMarks marks)
    {
        if (!IsAgreed)
        {
            return false;
        }

        // What is not marked although other text was has probably gone again.
        var isMarked = marks.Codepoint == EcnCodepoint.Experienced && Mode == EcnMode.Classic;
        var isSudden = marks.Codepoint == EcnCodepoint.NotCapable ? WasSeen : isMarked && !_isEchoing;
        WasSeen |= marks.Codepoint != EcnCodepoint.NotCapable;
        _isEchoing |= isMarked;
        return isSudden;
    }

    /// <summary>The window is reduced: the peer is to learn of it (tcp_ecn_queue_cwr).</summary>
    public void OweReduced() => _owesReduced = Mode == EcnMode.Classic;

    /// <summary>The reduction was undone (tcp_ecn_withdraw_cwr).</summary>
    public void ForgetReduced() => _owesReduced = false;

    /// <summary>
    /// The marks of a segment that is sent (tcp_ecn_send_syn, tcp_ecn_make_synack, tcp_ecn_send). A SYN that goes again
    /// does not ask (RFC 3168 6.1.1.1).
    /// </summary>
    /// <param name="segment">The segment.</param>
    /// <param name="occasion">When and how it goes.</param>
    public CongestionMarks MarksOf(in Segment segment, in EcnOccasion occasion)
    {
        if (segment.Has(SegmentFlags.Syn))
        {
            return segment.Has(SegmentFlags.Ack) ? MarksOfAnswer(in segment, occasion.IsRepeated)
                : MarksOfSyn(occasion.IsRepeated);
        }

        return Mode == EcnMode.Accurate ? AccurateMarks(in segment, in occasion)
            : segment.Has(SegmentFlags.Rst) ? default
            : ClassicMarks(in segment, occasion.IsRepeated);
    }

    private CongestionMarks MarksOfSyn(bool isRepeated)
    {
        var asks = settings.Ecn is Always or AccurateAlways or ClassicAlways
            && !(isRepeated && settings.EcnFallsBack);
        _hasAsked |= asks;
        return new CongestionMarks(asks, asks, EcnCodepoint.NotCapable)
        {
            Accurate = asks && settings.Ecn == AccurateAlways,
        };
    }

    private CongestionMarks MarksOfAnswer(in Segment segment, bool isRepeated)
    {
        if (Mode != EcnMode.Accurate)
        {
            return new CongestionMarks(IsAgreed, false, EcnCodepoint.NotCapable);
        }

        int? fields = settings.EcnOption > 0 && !isRepeated ? EcnOptionRoom.BesideSyn(in segment.Options) : null;
        return CongestionMarks.OfAce(AccurateEcn.AceOf(Accurate.SynCodepoint), EcnCodepoint.NotCapable) with
        {
            Option = fields is { } count ? AccurateEcn.First(count) : null,
        };
    }

    /// <summary>Text that goes for the first time is marked.</summary>
    private CongestionMarks ClassicMarks(in Segment segment, bool isRepeated)
    {
        if (!IsAgreed || segment.Payload == 0 || isRepeated)
        {
            return new CongestionMarks(_isEchoing, false, EcnCodepoint.NotCapable);
        }

        var marks = new CongestionMarks(_isEchoing, _owesReduced, EcnCodepoint.Capable0);
        _owesReduced = false;
        return marks;
    }

    /// <summary>
    /// Everything is marked, and tells how many marks have come. What answers the answer to a SYN tells how that came
    /// instead (tcp_send_ack_reflect_ect).
    /// </summary>
    private CongestionMarks AccurateMarks(in Segment segment, in EcnOccasion occasion)
    {
        if (occasion.IsContinued)
        {
            return _latest;                                            // The card cuts a burst into segments.
        }

        var reflects = _reflectsAt == occasion.Now && segment.Length == 0;
        _reflectsAt = null;
        var ace = reflects ? AccurateEcn.AceOf(Accurate.SynCodepoint) : Accurate.TakeAce();
        var codepoint = (Accurate.Failures & EcnFailures.AceReceived) != 0
            ? EcnCodepoint.NotCapable
            : EcnCodepoint.Capable0;
        _latest = CongestionMarks.OfAce(ace, codepoint);
        var hasStamps = segment.Options.Has(OptionKinds.TimeStamps);
        var blocks = segment.Options.Has(OptionKinds.Sack) ? segment.Options.Sack.Count : 0;
        if (Accurate.OptionBeside(hasStamps, blocks, occasion.Now, occasion.Smoothed) is (var fields, _, var left))
        {
            _latest = _latest with
            {
                Option = Accurate.Write(fields, occasion.Now),
                BlocksLeft = left < blocks ? left : null,
            };
        }

        return _latest;
    }

    /// <summary>How many octets of a segment of text the option of AccECN takes now.</summary>
    public int OptionOctets(bool hasStamps, int blocks, long now, long smoothed) => Mode == EcnMode.Accurate
        ? Accurate.OptionBeside(hasStamps, blocks, now, smoothed)?.Octets ?? 0
        : 0;

    /// <summary>
    /// An acknowledgment tells how many segments came marked. It says nothing new if it neither acknowledges anything
    /// nor has a later time stamp (tcp_accecn_process).
    /// </summary>
    /// <returns>Whether it tells of any.</returns>
    public bool TakeFeedback(CongestionMarks marks, in EcnFeedback feedback)
    {
        var marked = Accurate.Process(marks, in feedback);
        DeliveredMarked += marked;
        return marked > 0;
    }
}

/// <summary>When and how a segment goes.</summary>
/// <param name="IsRepeated">Whether it goes again.</param>
/// <param name="IsContinued">Whether it goes on with a burst.</param>
/// <param name="Now">The time.</param>
/// <param name="Smoothed">The smoothed round-trip time.</param>
internal readonly record struct EcnOccasion(bool IsRepeated, bool IsContinued, long Now, long Smoothed);
