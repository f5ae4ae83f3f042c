using Wakeline.Model.Transport;

namespace Wakeline.Model.Oracle;

/// <summary>
/// What an end tells by AccECN of the marks that have come (RFC 9768 3.2). How many have is bounded from both sides:
/// not every trace shows the codepoints, and what is seen to come may not have arrived yet.
/// </summary>
/// <remarks>
/// Where the order of events is the stack's, what it tells binds from above as well: it is all that has come so far.
/// </remarks>
internal struct MarkCounters
{
    private const int AceFirst = 5, AceMask = 7;
    private const uint CounterMask = 0xFF_FFFF;

    private long _least;
    private long _most;
    private OctetCounter _capable1;
    private OctetCounter _capable0;
    private OctetCounter _marked;

    /// <summary>A segment came, or as many as it may have been put together from.</summary>
    /// <param name="marks">What it says.</param>
    /// <param name="octets">Its text.</param>
    /// <param name="segments">How many it may have been.</param>
    /// <param name="isCertain">Whether it has certainly been taken.</param>
    public void Take(in SeenMarks marks, int octets, int segments, bool isCertain)
    {
        _most += marks.MayBeMarked ? segments : 0;
        _least += isCertain && marks.Codepoint == EcnCodepoint.Experienced ? 1 : 0;
        _capable1.Most += marks.Codepoint is null or EcnCodepoint.Capable1 ? octets : 0;
        _capable0.Most += marks.Codepoint is null or EcnCodepoint.Capable0 ? octets : 0;
        _marked.Most += marks.MayBeMarked ? octets : 0;
    }

    /// <summary>The answer to a SYN came.</summary>
    public void TakeAnswer(in SeenMarks marks) => _most += marks.MayBeMarked ? 1 : 0;

    /// <summary>Whether the field ACE of a segment tells a number of marks that can have come.</summary>
    public bool Tells(int ace, bool isInOrder)
    {
        var least = _least + ((ace - AceFirst - _least) & AceMask);
        if (least > _most)
        {
            return false;
        }

        _least = least;
        _most -= isInOrder ? (_most - least) & AceMask : 0;
        return true;
    }

    /// <summary>How many marks the field may tell, as it is written.</summary>
    public readonly string Expected => _most - _least >= AceMask ? "any number"
        : string.Join(" or ", Numbers());

    /// <summary>The first counter of an option that tells more octets than have come, or less than before.</summary>
    /// <returns><see langword="null"/> if none does.</returns>
    public EcnCodepoint? WrongIn(in EcnOption option, bool isInOrder)
    {
        for (var field = 0; field < option.Count; field++)
        {
            var codepoint = option.CodepointAt(field);
            var told = option[field] - EcnOption.OffsetOf(codepoint);
            var isRight = codepoint switch
            {
                EcnCodepoint.Capable1 => _capable1.Tells(told, isInOrder),
                EcnCodepoint.Capable0 => _capable0.Tells(told, isInOrder),
                _ => _marked.Tells(told, isInOrder),
            };
            if (!isRight)
            {
                return codepoint;
            }
        }

        return null;
    }

    private readonly IEnumerable<long> Numbers()
    {
        var (least, most) = (_least, _most);
        for (var count = least; count <= most; count++)
        {
            yield return (count + AceFirst) & AceMask;
        }
    }

    private struct OctetCounter
    {
        public long Least;
        public long Most;

        public bool Tells(uint told, bool isInOrder)
        {
            var least = Least + ((told - Least) & CounterMask);
            if (least > Most)
            {
                return false;
            }

            Least = least;
            Most -= isInOrder ? (Most - least) & CounterMask : 0;
            return true;
        }
    }
}
