using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// Holds what an end says of congestion against what it has agreed on and what has come to it (RFC 3168 6.1, RFC 9768
/// 3). The table's connections do not look at it, so this stands beside their states.
/// </summary>
/// <param name="settings">What the trace shows.</param>
internal sealed class MarkRules(OracleSettings settings)
{
    private const int SegmentsOfOffload = 8;

    private MarkAgreement _agreement;
    private MarkCounters _counters;
    private EcnCodepoint? _answerCodepoint;
    private bool _isReflecting;
    private bool _mayEcho;
    private bool _mustEcho;

    /// <summary>A segment arrives.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="marks">What it says.</param>
    /// <param name="isTaken">Whether the end certainly takes it, as text or as an acknowledgment.</param>
    public void NoteArrival(in Segment segment, in SeenMarks marks, bool isTaken)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return;
        }

        if (Connection.IsBareSyn(in segment))
        {
            NoteSyn(in segment, in marks, isOwn: false);
            return;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            _agreement.NoteAnswer(in segment, in marks, isOwn: false);
            _counters.TakeAnswer(in marks);
            _answerCodepoint = !_isReflecting || _answerCodepoint == marks.Codepoint ? marks.Codepoint : null;
            _isReflecting = true;
            return;
        }

        _isReflecting &= settings.Vantage != Vantage.Endpoint;         // At a tap it may not have come yet.
        var isCertain = isTaken && settings.Vantage == Vantage.Endpoint;
        var segments = settings.HasOffload && segment.Payload > 0 ? SegmentsOfOffload : 1;
        _counters.Take(in marks, segment.Payload, segments, isCertain);
        NoteEcho(in marks, isCertain && segment.Payload > 0);
    }

    /// <summary>What is wrong with what a segment of the end says; <see langword="null"/> if nothing is.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="marks">What it says.</param>
    /// <param name="isOfRecord">Whether a full record of the connection is certain to have sent it.</param>
    public OptionFault? FaultOf(in Segment segment, in SeenMarks marks, bool isOfRecord)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return null;
        }

        if (Connection.IsBareSyn(in segment))
        {
            NoteSyn(in segment, in marks, isOwn: true);
            return marks.Ace is 0 or 3 or 7
                ? null
                : new OptionFault("its bits of ECN ask for nothing that there is", "RFC 9768 3.1.1");
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            return _agreement.NoteAnswer(in segment, in marks, isOwn: true);
        }

        return _agreement.Mode switch
        {
            MarkMode.None => FaultWithoutEcn(in marks),
            MarkMode.Classic when settings.Vantage != Vantage.Wire => FaultOfEcho(in marks, isOfRecord),
            MarkMode.Accurate when settings.Vantage != Vantage.Wire && isOfRecord =>
                FaultOfCounters(in segment, in marks),
            _ => null,
        };
    }

    /// <summary>Nothing more is said of the connection, whose listener may have kept nothing of its SYN.</summary>
    public void Forget() => _agreement.Forget();

    private void NoteSyn(in Segment segment, in SeenMarks marks, bool isOwn)
    {
        _agreement.NoteSyn(in segment, in marks, isOwn);
        if (_agreement.Mode == MarkMode.Unknown)
        {
            (_counters, _mayEcho, _mustEcho, _isReflecting) = (default, false, false, false);
        }
    }

    /// <summary>A mark is echoed until the peer says that it has reduced its window (RFC 3168 6.1.3).</summary>
    private void NoteEcho(in SeenMarks marks, bool isTakenText)
    {
        if (marks.TellsReduced)
        {
            _mustEcho = false;
            _mayEcho &= !isTakenText || marks.MayBeMarked;
        }

        _mayEcho |= marks.MayBeMarked;
        _mustEcho |= isTakenText && !marks.TellsReduced && marks.Codepoint == EcnCodepoint.Experienced;
    }

    private static OptionFault? FaultWithoutEcn(in SeenMarks marks) =>
        marks.Ace != 0 ? new OptionFault("it has bits of ECN, which was not agreed on", "RFC 3168 6.1.1")
        : marks.Codepoint is not (null or EcnCodepoint.NotCapable)
            ? new OptionFault("it says to be capable of ECN, which was not agreed on", "RFC 3168 6.1.1")
        : marks.Option is not null
            ? new OptionFault("it has counters of ECN, which was not agreed on", "RFC 9768 3.2.3")
        : null;

    private OptionFault? FaultOfEcho(in SeenMarks marks, bool isOfRecord)
    {
        if ((marks.Ace & SeenMarks.AccurateBit) != 0)
        {
            return new OptionFault("it has a bit of AccECN, which was not agreed on", "RFC 9768 3.1.2");
        }

        if (!isOfRecord)
        {
            return null;
        }

        if (marks.Echoes && !_mayEcho)
        {
            return new OptionFault("it echoes congestion, but nothing has come that a router has marked",
                "RFC 3168 6.1.3");
        }

        if (!marks.Echoes && _mustEcho)
        {
            return new OptionFault(
                "it does not echo congestion any more, but the peer has not said that it has reduced its window",
                "RFC 3168 6.1.3");
        }

        _mustEcho |= marks.Echoes && settings.Vantage == Vantage.Endpoint;
        return null;
    }

    private OptionFault? FaultOfCounters(in Segment segment, in SeenMarks marks)
    {
        var isInOrder = settings.Vantage == Vantage.Endpoint;
        var reflects = _isReflecting && segment.Length == 0
            && MarkAgreement.TellsCodepoint(marks.Ace, _answerCodepoint);
        if (!reflects && !_counters.Tells(marks.Ace, isInOrder))
        {
            return new OptionFault(
                $"its field ACE is {marks.Ace}, but it has to tell the marks that have come: {_counters.Expected}",
                "RFC 9768 3.2.2");
        }

        return marks.Option is { } option && _counters.WrongIn(in option, isInOrder) is { } wrong
            ? new OptionFault(
                $"its counter of octets that came as {wrong} tells more than have come, or less than before",
                "RFC 9768 3.2.3")
            : null;
    }
}
