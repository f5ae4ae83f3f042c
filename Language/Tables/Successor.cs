namespace Wakeline;

/// <summary>The next value of an enumeration, which is what a mutant puts in place of an argument.</summary>
internal static class Successor
{
    /// <summary>
    /// The declared value after <paramref name="value"/>, in order of its numbers; after the last, the first.
    /// </summary>
    public static TEnum Of<TEnum>(TEnum value) where TEnum : unmanaged, Enum
    {
        var values = Enum.GetValues<TEnum>();
        return values[(Array.IndexOf(values, value) + 1) % values.Length];
    }
}
