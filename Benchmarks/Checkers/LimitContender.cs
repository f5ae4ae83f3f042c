using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>A program in C, written by hand for this one model: what the machine can do at most.</summary>
internal sealed partial class LimitContender(PeerWorkshop workshop, int managers, int threads) : IContender
{
    public string Name => threads == 1 ? "C by hand" : $"C by hand, {threads} threads";

    public Measurement Run()
    {
        var program = workshop.Build(
            "limit",
            ["gcc", "-O3", "-march=native", "-pthread", "-o", "limit", PeerWorkshop.Source("two_phase_commit.c")]);
        var output = workshop.Run(program, [$"{managers}", $"{threads}", $"{LogOfTableSize()}"]);
        var figures = Figures().Match(output);
        return figures.Success
            ? new Measurement(
                Long("states"), double.Parse(figures.Groups["seconds"].Value, CultureInfo.InvariantCulture),
                Long("bytes"))
            : throw new PeerException($"the program in C says: {output}");

        long Long(string name) => long.Parse(figures.Groups[name].Value, CultureInfo.InvariantCulture);
    }

    /// <summary>The least table that two-phase commit leaves at least a third of empty.</summary>
    private int LogOfTableSize() => BitOperations.Log2((ulong)(PublishedStates.Of(managers) * 3 / 2)) + 1;

    [GeneratedRegex(@"states (?<states>\d+) .* seconds (?<seconds>[\d.]+) bytes (?<bytes>\d+)")]
    private static partial Regex Figures();
}
