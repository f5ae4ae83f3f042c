using System.Diagnostics;
using System.Globalization;
using Wakeline.Conformance.OverAcceptance;

namespace Wakeline.Benchmarks.Oracle;

/// <summary>
/// How many segments a second the oracle judges, on one connection whose calls and segments are known.
/// </summary>
internal static class OracleThroughput
{
    public const string Name = "oracle";

    private const int UsualSegments = 1_000_000;
    private const int Rounds = 3;

    /// <summary>Prints the best of some rounds, from events in memory and from JSON Lines.</summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var segments = arguments is [var text]
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : UsualSegments;
        foreach (var count in (int[])[segments / 10, segments])
        {
            var transfer = LongTransfer.Make(count);
            Print($"{count:N0} segments, judged", count, () => transfer.Judge());
            Print($"{count:N0} segments, read and judged", count, () => transfer.ReadAndJudge());
        }

        return 0;
    }

    private static void Print(string what, int segments, Func<LongTransferResult> judge)
    {
        var best = TimeSpan.MaxValue;
        var result = default(LongTransferResult);
        for (var round = 0; round < Rounds; round++)
        {
            var watch = Stopwatch.StartNew();
            result = judge();
            best = watch.Elapsed < best ? watch.Elapsed : best;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {what,-40} {segments / best.TotalSeconds,12:N0} a second, {result.Verdict}, at most "
            + $"{result.StatesMost} states, {GC.GetTotalMemory(forceFullCollection: true) / 1048576.0:0.0} MiB"));
    }
}
