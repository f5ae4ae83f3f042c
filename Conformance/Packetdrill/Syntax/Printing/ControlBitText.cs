using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Syntax.Printing;

/// <summary>Control bits as scripts write them.</summary>
internal static class ControlBitText
{
    private static readonly (char Letter, ControlBits Bit)[] s_letters =
    [
        ('S', ControlBits.Syn), ('F', ControlBits.Fin), ('R', ControlBits.Rst), ('P', ControlBits.Psh),
        ('U', ControlBits.Urg), ('E', ControlBits.Ece), ('W', ControlBits.Cwr), ('A', ControlBits.Ae),
        ('.', ControlBits.Ack),
    ];

    /// <summary>The bits of the field ACE.</summary>
    private const ControlBits Ace = ControlBits.Ae | ControlBits.Cwr | ControlBits.Ece;

    /// <summary>The bit that a letter stands for; none for another character.</summary>
    public static ControlBits BitOf(char letter) => Array.Find(s_letters, each => each.Letter == letter).Bit;

    /// <summary>
    /// Reads letters, none of them twice. A digit stands for the three bits of the field ACE, of which no letter is
    /// there then (RFC 9768 3.2.2).
    /// </summary>
    /// <returns>The bits; <see langword="null"/> if it is something else.</returns>
    public static ControlBits? Read(string text)
    {
        var (flags, seen) = (ControlBits.None, ControlBits.None);
        foreach (var letter in text)
        {
            var (bits, place) = letter is >= '0' and <= '7'
                ? (OfAce(letter - '0'), Ace)
                : (BitOf(letter), BitOf(letter));
            if (place == ControlBits.None || (seen & place) != 0)
            {
                return null;
            }

            flags |= bits;
            seen |= place;
        }

        return flags;
    }

    /// <summary>The number in the field ACE as control bits.</summary>
    private static ControlBits OfAce(int number) => (ControlBits)(number * (int)ControlBits.Ece);

    /// <summary>The letters of control bits; a hyphen for none.</summary>
    public static string Write(ControlBits flags) => flags == ControlBits.None
        ? "-"
        : string.Concat(s_letters.Where(each => (flags & each.Bit) != 0).Select(each => each.Letter));
}
