namespace Wakeline.Model.Transport;

/// <summary>What has been seen of the peer's option of AccECN (enum of saw_accecn_opt).</summary>
internal enum EcnOptionSeen : byte
{
    /// <summary>None has come.</summary>
    None,
    /// <summary>One without fields.</summary>
    Empty,
    /// <summary>One with counters.</summary>
    Counters,
    /// <summary>One that was cleared on its way, or none for too long.</summary>
    Failed,
}

/// <summary>Ways in which AccECN does not work on a path (TCP_ACCECN_ACE_FAIL_RECV and others).</summary>
[Flags]
internal enum EcnFailures : byte
{
    /// <summary>None is known.</summary>
    None = 0,
    /// <summary>The field ACE that comes is wrong.</summary>
    AceReceived = 2,
    /// <summary>The option that comes is wrong.</summary>
    OptionReceived = 8,
}

/// <summary>
/// What each end of a connection counts of congestion, and how it tells the other (RFC 9768; struct tcp_sock
/// received_ce, received_ecn_bytes, delivered_ecn_bytes and others). What comes is counted whatever was agreed on.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed class AccurateEcn(TransportSettings settings)
{
    /// <summary>What the field ACE begins with (TCP_ACCECN_CEP_INIT_OFFSET).</summary>
    private const int AceFirst = 5;

    private const int AceMask = 7;

    /// <summary>Without an option for so many octets the counters may have wrapped round.</summary>
    private const int OctetsWithoutOption = (1 << 23) - 1;

    /// <summary>An option is sent at least as often as a counter reaches a multiple of that (2^22).</summary>
    private const int DemandShift = 22;

    private const int PendingMost = 15, PendingUrgent = 6;

    private readonly uint[] _received = new uint[4];
    private readonly uint[] _delivered = new uint[4];
    private EcnCodepoint _previous;
    private EcnCodepoint _estimated;
    private int _fieldsLeast;
    private int _demand;
    private int _pending;
    private long? _optionTime;

    /// <summary>Segments that came marked CE (received_ce).</summary>
    public int ReceivedMarked { get; private set; }

    /// <summary>What has been seen of the peer's option.</summary>
    public EcnOptionSeen OptionSeen { get; private set; }

    /// <summary>What does not work.</summary>
    public EcnFailures Failures { get; private set; }

    /// <summary>Whether the next acknowledgment must not wait (ICSK_ACK_NOW).</summary>
    public bool AcknowledgesNow { get; set; }

    /// <summary>What the SYN of the peer, or its answer, said in its header of IP (syn_ect_rcv).</summary>
    public EcnCodepoint SynCodepoint { get; set; }

    /// <summary>Octets of text that came with a codepoint.</summary>
    public uint Received(EcnCodepoint codepoint) => _received[(int)codepoint];

    /// <summary>Octets of text that have reached the peer with a codepoint, as it has told.</summary>
    public uint Delivered(EcnCodepoint codepoint) => _delivered[(int)codepoint];

    /// <summary>What the SYN said is what the next is compared with; an option is due.</summary>
    /// <param name="demand">How many options are to be sent whatever the setting.</param>
    public void Begin(int demand)
    {
        _previous = SynCodepoint;
        _demand = demand;
    }

    /// <summary>A segment came (tcp_ecn_received_counters).</summary>
    /// <param name="codepoint">What its header of IP says.</param>
    /// <param name="octets">Its text.</param>
    /// <param name="isAgreed">Whether AccECN was agreed on.</param>
    public void Receive(EcnCodepoint codepoint, int octets, bool isAgreed)
    {
        var isMarked = codepoint == EcnCodepoint.Experienced;
        if (isMarked)
        {
            NoteMarked();
        }

        if (codepoint != EcnCodepoint.NotCapable && octets > 0)
        {
            var before = _received[(int)codepoint];
            var after = _received[(int)codepoint] = unchecked(before + (uint)octets);
            _fieldsLeast = Math.Max(_fieldsLeast, FieldOf(codepoint));
            _demand = (before ^ after) >> DemandShift != 0 ? Math.Max(_demand, 1) : _demand;
        }

        var hasChanged = codepoint != _previous;
        if (hasChanged || isMarked)
        {
            _previous = codepoint;
            if (isAgreed)
            {
                AcknowledgesNow |= hasChanged;
                _demand = 2;
            }
        }
    }

    /// <summary>A segment marked CE is to be told of.</summary>
    public void NoteMarked()
    {
        ReceivedMarked++;
        _pending = Math.Min(_pending + 1, PendingMost);
    }

    /// <summary>
    /// Whether the answer to a SYN says of the mark of the SYN what can be: a router may mark CE what said to be
    /// capable, and nothing else (tcp_accecn_validate_syn_feedback, tcp_ect_transition_valid).
    /// </summary>
    /// <param name="ace">The field ACE.</param>
    public bool IsCredible(int ace)
    {
        if (CodepointIn(ace) == EcnCodepoint.NotCapable || !settings.EcnFallsBack)
        {
            return true;                                               // No SYN of Linux is marked.
        }

        Failures |= EcnFailures.AceReceived;
        return false;
    }

    /// <summary>The field ACE cannot be so.</summary>
    public void NoteWrongField() => Failures |= EcnFailures.AceReceived;

    /// <summary>The field ACE in an answer that tells how a SYN came, or its answer (RFC 9768 table 2).</summary>
    public static int AceOf(EcnCodepoint codepoint) =>
        (int)codepoint + 2 + (codepoint == EcnCodepoint.Experienced ? 1 : 0);

    /// <summary>What such a field says (tcp_accecn_extract_syn_ect).</summary>
    public static EcnCodepoint CodepointIn(int ace) => ace switch
    {
        2 => EcnCodepoint.NotCapable,
        6 => EcnCodepoint.Experienced,
        1 or 3 or 5 => EcnCodepoint.Capable1,
        _ => EcnCodepoint.Capable0,
    };

    /// <summary>The field ACE of a segment that is sent (tcp_accecn_set_ace).</summary>
    public int TakeAce()
    {
        _pending = 0;
        return (ReceivedMarked + AceFirst) & AceMask;
    }

    /// <summary>An option came with a SYN, its answer or the answer to that (tcp_accecn_option_init).</summary>
    /// <returns>Whether it was the first with counters.</returns>
    public bool TakeFirstOption(EcnOption? option)
    {
        if (option is not { } first || OptionSeen >= EcnOptionSeen.Counters)
        {
            return false;
        }

        OptionSeen = first.Count == 0 ? EcnOptionSeen.Empty
            : first.First == 0 || (first.Count == EcnOption.FieldsMost && first.Third == 0) ? EcnOptionSeen.Failed
            : EcnOptionSeen.Counters;
        Failures |= OptionSeen == EcnOptionSeen.Failed ? EcnFailures.OptionReceived : EcnFailures.None;
        return true;
    }

    /// <summary>So many options are to be sent whatever the setting.</summary>
    public void Demand(int options) => _demand = options;

    /// <summary>
    /// An acknowledgment came that says something new: how many segments it tells to have been marked
    /// (__tcp_accecn_process).
    /// </summary>
    /// <param name="marks">What it says.</param>
    /// <param name="feedback">What it acknowledges.</param>
    public int Process(CongestionMarks marks, in EcnFeedback feedback)
    {
        var before = Delivered(EcnCodepoint.Experienced);
        var isCounted = TakeOption(marks.Option, in feedback);
        if (feedback.IsHandshake)
        {
            return 0;
        }

        AcknowledgesNow |= _pending >= PendingUrgent;
        var segments = feedback.Segments;
        var marked = (marks.Ace - AceFirst - feedback.MarkedBefore) & AceMask;
        if (segments <= AceMask)
        {
            return marked;
        }

        // The field may have gone round; so many at most.
        var most = segments - ((segments - marked) & AceMask);
        return isCounted
            ? Estimate(marked, most, Delivered(EcnCodepoint.Experienced) - before, in feedback)
            : most;
    }

    /// <summary>The option that goes with a segment, if one does (tcp_established_options).</summary>
    /// <param name="hasStamps">Whether it has time stamps.</param>
    /// <param name="blocks">Its blocks of SACK.</param>
    /// <param name="now">The time.</param>
    /// <param name="smoothed">The smoothed round-trip time.</param>
    public (int Fields, int Octets, int Blocks)? OptionBeside(bool hasStamps, int blocks, long now, long smoothed)
    {
        const int Full = 2;
        if (settings.EcnOption == 0 || OptionSeen == EcnOptionSeen.None)
        {
            return null;
        }

        var isDue = settings.EcnOption >= Full || _demand > 0 || (settings.EcnOptionBeacon > 0
            && (_optionTime is not { } last || (now - last) * settings.EcnOptionBeacon >= smoothed));
        return isDue ? EcnOptionRoom.Beside(_fieldsLeast, hasStamps, blocks) : null;
    }

    /// <summary>The option with so many fields, which is sent now.</summary>
    public EcnOption Write(int fields, long now)
    {
        (_fieldsLeast, _optionTime, _demand) = (0, now, Math.Max(_demand - 1, 0));
        return Make(fields);
    }

    /// <summary>The option of an answer to a SYN, which has counted nothing.</summary>
    public static EcnOption First(int fields) => new(
        true, fields, EcnOption.OffsetOf(EcnCodepoint.Capable1), EcnOption.OffsetOf(EcnCodepoint.Experienced),
        EcnOption.OffsetOf(EcnCodepoint.Capable0));

    private EcnOption Make(int fields)
    {
        uint CounterOf(EcnCodepoint codepoint) =>
            unchecked(Received(codepoint) + EcnOption.OffsetOf(codepoint)) & 0xFF_FFFF;

        return new EcnOption(
            true, fields, CounterOf(EcnCodepoint.Capable1), CounterOf(EcnCodepoint.Experienced),
            CounterOf(EcnCodepoint.Capable0));
    }

    private static int FieldOf(EcnCodepoint codepoint) => codepoint switch
    {
        EcnCodepoint.Capable1 => 1,
        EcnCodepoint.Experienced => 2,
        EcnCodepoint.Capable0 => 3,
        _ => 0,
    };

    /// <summary>Takes the counters of an option (tcp_accecn_process_option).</summary>
    /// <returns>Whether the counters can be relied on.</returns>
    private bool TakeOption(EcnOption? option, in EcnFeedback feedback)
    {
        if ((Failures & EcnFailures.OptionReceived) != 0)
        {
            return false;
        }

        if (option is not { } counters)
        {
            if (OptionSeen == EcnOptionSeen.None)
            {
                (OptionSeen, Failures) = feedback.OctetsSent >= OctetsWithoutOption
                    ? (EcnOptionSeen.Failed, Failures | EcnFailures.OptionReceived)
                    : (OptionSeen, Failures);
                return false;
            }

            _delivered[(int)_estimated] += _estimated == EcnCodepoint.NotCapable ? 0 : (uint)feedback.Octets;
            return _estimated != EcnCodepoint.NotCapable;
        }

        TakeFirstOption(option);
        return TakeCounters(in counters);
    }

    private bool TakeCounters(in EcnOption counters)
    {
        var before = _estimated;
        var (isUnambiguous, isReliable, hasChanged) = (true, before != EcnCodepoint.NotCapable, false);
        for (var field = 0; field < counters.Count; field++)
        {
            var codepoint = counters.CodepointAt(field);
            ref var counter = ref _delivered[(int)codepoint];
            var change = SignExtend(unchecked(counters[field] - EcnOption.OffsetOf(codepoint) - counter));
            counter = unchecked(counter + (uint)change);
            if (change < 0 || (change != 0 && codepoint != before && hasChanged))
            {
                (isUnambiguous, isReliable) = (false, false);
            }

            if (change != 0 && codepoint != before && !hasChanged)
            {
                (_estimated, hasChanged) = (codepoint, true);
            }
        }

        _estimated = isUnambiguous ? _estimated : EcnCodepoint.NotCapable;
        return isReliable;
    }

    /// <summary>A difference of counters of 24 bits.</summary>
    private static int SignExtend(uint difference) => unchecked((int)(difference << 8)) >> 8;

    /// <summary>
    /// How many of many segments were marked, if the field may have gone round and octets are counted as well.
    /// </summary>
    private static int Estimate(int marked, int most, uint octetsMarked, in EcnFeedback feedback)
    {
        const int Rounds = 2, SafetyShift = 1;
        if (octetsMarked == 0)
        {
            return marked;
        }

        if (feedback.Segments >= (AceMask + 1) * Rounds && feedback.IsOrderly)
        {
            if (feedback.Octets <= octetsMarked)
            {
                return most;
            }

            var estimated = (int)((((long)octetsMarked * feedback.Segments) + feedback.Octets - 1) / feedback.Octets);
            return Math.Min(most, marked + (estimated & ~AceMask));
        }

        return octetsMarked <= marked * (long)feedback.SegmentSize
            && octetsMarked < (most * (long)feedback.SegmentSize) >> SafetyShift
            ? marked
            : most;
    }
}

/// <summary>What an acknowledgment acknowledges, as far as AccECN asks for it.</summary>
internal readonly record struct EcnFeedback
{
    /// <summary>Segments that it shows to be delivered.</summary>
    public required int Segments { get; init; }

    /// <summary>Their octets.</summary>
    public required int Octets { get; init; }

    /// <summary>Octets of a full segment.</summary>
    public required int SegmentSize { get; init; }

    /// <summary>Octets sent up to now.</summary>
    public required long OctetsSent { get; init; }

    /// <summary>Segments told to have been marked before it.</summary>
    public required int MarkedBefore { get; init; }

    /// <summary>Whether it acknowledges a SYN.</summary>
    public required bool IsHandshake { get; init; }

    /// <summary>Whether segments are told one by one, or no loss is being repaired.</summary>
    public required bool IsOrderly { get; init; }
}
