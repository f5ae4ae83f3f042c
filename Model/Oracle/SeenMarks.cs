using Wakeline.Model.Transport;

namespace Wakeline.Model.Oracle;

/// <summary>What a segment says of congestion, as far as a trace shows it.</summary>
/// <param name="Ace">ECE, CWR and AE as one number, the bit of ECE lowest (RFC 9768 3.2.2).</param>
/// <param name="Codepoint">What its header of IP says; <see langword="null"/> if that is not known.</param>
/// <param name="Option">The option of AccECN, if it has one.</param>
public readonly record struct SeenMarks(int Ace, EcnCodepoint? Codepoint, EcnOption? Option)
{
    /// <summary>ECE.</summary>
    internal const int EchoBit = 1;

    /// <summary>CWR.</summary>
    internal const int ReducedBit = 2;

    /// <summary>AE.</summary>
    internal const int AccurateBit = 4;

    /// <summary>Whether it has ECE.</summary>
    internal bool Echoes => (Ace & EchoBit) != 0;

    /// <summary>Whether it has CWR.</summary>
    internal bool TellsReduced => (Ace & ReducedBit) != 0;

    /// <summary>Whether a router has marked it, or may have.</summary>
    internal bool MayBeMarked => Codepoint is null or EcnCodepoint.Experienced;
}
