namespace Wakeline.Model.Transport;

/// <summary>
/// The option of AccECN: octets of text that came with each codepoint, modulo 2^24 (RFC 9768 3.2.3). Fields at the end
/// may be left out.
/// </summary>
/// <param name="Begins1">Whether ECT(1) is the first field and ECT(0) the last (kind 174), or the other way round.
/// </param>
/// <param name="Count">How many fields there are.</param>
/// <param name="First">The first.</param>
/// <param name="Second">The second, which is of CE.</param>
/// <param name="Third">The third.</param>
public readonly record struct EcnOption(bool Begins1, int Count, uint First, uint Second, uint Third)
{
    /// <summary>How many fields there may be.</summary>
    public const int FieldsMost = 3;

    /// <summary>The codepoint that a field counts.</summary>
    public EcnCodepoint CodepointAt(int field) => field == 1 ? EcnCodepoint.Experienced
        : (field == 0) == Begins1 ? EcnCodepoint.Capable1
        : EcnCodepoint.Capable0;

    /// <summary>The value of a field.</summary>
    public uint this[int field] => field == 0 ? First : field == 1 ? Second : Third;

    /// <summary>
    /// What a counter begins with: not with zero for what is not marked CE, to show that somebody has cleared the
    /// option (RFC 9768 3.2.1).
    /// </summary>
    public static uint OffsetOf(EcnCodepoint codepoint) =>
        codepoint is EcnCodepoint.Capable0 or EcnCodepoint.Capable1 ? 1u : 0;
}
