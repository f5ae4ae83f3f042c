using System.Globalization;

namespace Wakeline.Cli;

/// <summary>Numbers as people read them, the same on every machine.</summary>
internal static class Figures
{
    public static string Text(long value) => value.ToString("#,0", CultureInfo.InvariantCulture);

    /// <summary>A number and what it counts: 1 rule, 2 rules.</summary>
    public static string Counted(long count, string what) => $"{Text(count)} {what}{(count == 1 ? "" : "s")}";

    /// <summary>A number with one digit after the point.</summary>
    public static string Decimal(double value) => value.ToString("#,0.0", CultureInfo.InvariantCulture);

    public static string Mebibytes(long bytes) => $"{Decimal(bytes / (1024.0 * 1024.0))} MiB";

    /// <summary>A probability to two digits: 0.25, 1.6e-8.</summary>
    public static string Probability(double value) =>
        value.ToString(value < 0.001 ? "0.0e+0" : "0.##", CultureInfo.InvariantCulture);

    public static string Seconds(double seconds) => seconds < 0.1
        ? (seconds * 1000).ToString("0.0", CultureInfo.InvariantCulture) + " ms"
        : seconds.ToString("0.00", CultureInfo.InvariantCulture) + " s";
}
