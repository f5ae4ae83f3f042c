using System.Globalization;

namespace Wakeline.Diagrams.Plots;

/// <summary>Maps values to pixels by their logarithm, over whole decades.</summary>
internal sealed class LogScale
{
    private readonly double _from;
    private readonly double _to;

    public LogScale(IEnumerable<double> values, double from, double to)
    {
        double[] all = [.. values.Where(value => value > 0).DefaultIfEmpty(1)];
        Least = (int)Math.Floor(Math.Log10(all.Min()) + 1e-9);
        Most = Math.Max(Least + 1, (int)Math.Ceiling(Math.Log10(all.Max()) - 1e-9));
        (_from, _to) = (from, to);
    }

    /// <summary>Least power of ten shown.</summary>
    public int Least { get; }

    /// <summary>Greatest power of ten shown.</summary>
    public int Most { get; }

    public IEnumerable<int> Decades => Enumerable.Range(Least, Most - Least + 1);

    public double At(double value) => _from + (Math.Log10(value) - Least) / (Most - Least) * (_to - _from);

    /// <summary>A power of ten for people: 1, 10, ... 1,000, 100 k, 10 M.</summary>
    public static string Name(int decade) => decade switch
    {
        < 0 => Math.Pow(10, decade).ToString("0.######", CultureInfo.InvariantCulture),
        < 5 => Math.Pow(10, decade).ToString("#,0", CultureInfo.InvariantCulture),
        < 6 => "100 k",
        _ => $"{Math.Pow(10, decade - 6).ToString("#,0", CultureInfo.InvariantCulture)} M",
    };
}
