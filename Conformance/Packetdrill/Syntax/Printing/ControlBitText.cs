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

    /// <summary>The bit that a letter stands for; none for another character.</summary>
    public static ControlBits BitOf(char letter) => Array.Find(s_letters, each => each.Letter == letter).Bit;

    /// <summary>The letters of control bits; a hyphen for none.</summary>
    public static string Write(ControlBits flags) => flags == ControlBits.None
        ? "-"
        : string.Concat(s_letters.Where(each => (flags & each.Bit) != 0).Select(each => each.Letter));
}
