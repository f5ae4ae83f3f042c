using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>
/// What one end of a session says of congestion: nothing, or as RFC 3168 or RFC 9768 has it, as both ends agree.
/// </summary>
/// <param name="random">Makes the choices.</param>
internal sealed class SessionMarks(Random random)
{
    private const int AskClassic = 3, AskAccurate = 7, AceFirst = 5, AceMask = 7;
    private const uint CounterMask = 0xFF_FFFF;

    private readonly Wish _wish = (Wish)random.Next(3);
    private readonly uint[] _octets = new uint[4];
    private Wish _mode;
    private EcnCodepoint _answerCodepoint;
    private int _asked;
    private int _marked;
    private bool _isReflecting;
    private bool _isEchoing;
    private bool _owesReduced;
    private SequenceNumber _sentEnd;

    private enum Wish
    {
        None,
        Classic,
        Accurate,
    }

    /// <summary>A segment arrives.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="marks">What it says.</param>
    /// <param name="isTaken">Whether it is in place.</param>
    public void Take(in Segment segment, CongestionMarks marks, bool isTaken)
    {
        if (segment.Has(SegmentFlags.Rst))
        {
            return;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            TakeSyn(in segment, marks);
            return;
        }

        _isReflecting = false;
        if (!isTaken && random.Next(2) == 0)
        {
            return;                                                    // What is out of place may count, or not.
        }

        var isMarked = marks.Codepoint == EcnCodepoint.Experienced;
        _marked += isMarked ? 1 : 0;
        _octets[(int)marks.Codepoint] += segment.Payload;
        _owesReduced |= marks.Echo;
        if (isTaken && segment.Payload > 0)
        {
            _isEchoing &= !marks.Reduced;
            _isEchoing |= isMarked;
        }
    }

    /// <summary>What a segment that is sent says.</summary>
    public CongestionMarks Of(in Segment segment)
    {
        var isNew = segment.Payload > 0 && (_sentEnd == default || segment.Sequence >= _sentEnd);
        _sentEnd = isNew ? segment.TextEnd : _sentEnd;
        if (segment.Has(SegmentFlags.Rst))
        {
            return default;
        }

        if (segment.Has(SegmentFlags.Syn))
        {
            return CongestionMarks.OfAce(
                segment.Has(SegmentFlags.Ack) ? Answer()
                    : _wish == Wish.None ? 0 : _wish == Wish.Classic ? AskClassic : AskAccurate,
                EcnCodepoint.NotCapable);
        }

        return _mode switch
        {
            Wish.Accurate => Accurate(in segment),
            Wish.Classic => Classic(isNew),
            _ => default,
        };
    }

    private void TakeSyn(in Segment segment, CongestionMarks marks)
    {
        if (!segment.Has(SegmentFlags.Ack))
        {
            _asked = marks.Ace;
            return;
        }

        _mode = _wish == Wish.None || marks.Ace == 0 ? Wish.None : marks.Ace == 1 ? Wish.Classic : Wish.Accurate;
        (_answerCodepoint, _isReflecting) = (marks.Codepoint, true);
    }

    private int Answer()
    {
        _mode = _asked == 0 || _wish == Wish.None ? Wish.None
            : _asked == AskAccurate && _wish == Wish.Accurate ? Wish.Accurate
            : Wish.Classic;
        return _mode == Wish.None ? 0 : _mode == Wish.Classic ? 1 : AceOf(EcnCodepoint.NotCapable);
    }

    private CongestionMarks Classic(bool isNew)
    {
        var isReduced = isNew && _owesReduced;
        _owesReduced &= !isReduced;
        return new CongestionMarks(_isEchoing, isReduced, isNew ? EcnCodepoint.Capable0 : EcnCodepoint.NotCapable);
    }

    private CongestionMarks Accurate(in Segment segment)
    {
        var ace = _isReflecting && segment.Length == 0 ? AceOf(_answerCodepoint) : (_marked + AceFirst) & AceMask;
        return CongestionMarks.OfAce(ace, EcnCodepoint.Capable0) with
        {
            Option = random.Next(3) > 0 ? null : new EcnOption(
                random.Next(2) == 0, EcnOption.FieldsMost, 0, Told(EcnCodepoint.Experienced), 0) is var option
                ? option with { First = Told(option.CodepointAt(0)), Third = Told(option.CodepointAt(2)) }
                : null,
        };
    }

    private uint Told(EcnCodepoint codepoint) =>
        (_octets[(int)codepoint] + EcnOption.OffsetOf(codepoint)) & CounterMask;

    private static int AceOf(EcnCodepoint codepoint) => codepoint switch
    {
        EcnCodepoint.NotCapable => 2,
        EcnCodepoint.Capable1 => 3,
        EcnCodepoint.Capable0 => 4,
        _ => 6,
    };
}
