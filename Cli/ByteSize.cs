using System.Globalization;

namespace Wakeline.Cli;

/// <summary>Numbers of bytes as a command line has them: <c>64M</c>, <c>8G</c>; the units are powers of 1024.</summary>
internal static class ByteSize
{
    private const string Units = "KMGT";

    /// <summary>The number; <see langword="null"/> if the text is none.</summary>
    public static long? Parse(string text)
    {
        var unit = text.Length == 0 ? -1 : Units.IndexOf(char.ToUpperInvariant(text[^1]));
        var shift = 10 * (unit + 1);
        var digits = unit < 0 ? text : text[..^1];
        return long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && number <= long.MaxValue >> shift ? number << shift : null;
    }

    /// <summary>A number in the greatest unit that leaves it whole.</summary>
    public static string Text(long bytes)
    {
        var unit = -1;
        for (; bytes > 0 && bytes % 1024 == 0 && unit < Units.Length - 1; bytes /= 1024)
        {
            unit++;
        }

        return $"{bytes}{(unit < 0 ? "" : Units[unit])}";
    }
}
