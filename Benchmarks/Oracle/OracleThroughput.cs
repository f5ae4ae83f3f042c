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
            Measure($"{count:N0} segments", count, LongTransfer.Make(count));
            Measure($"{count:N0} with ECN", count, LongTransfer.Make(count, hasMarks: true));
        }

        return 0;
    }

    private static void Measure(string what, int count, LongTransfer transfer)
    {
        Print($"{what}, judged", count, transfer.Judge);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"  {"",-40} {transfer.Held() / 1024.0,12:N0} KiB held at the end"));
        var lines = transfer.Write();
        Print($"{what}, read and judged", count, () => LongTransfer.ReadAndJudge(lines));
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
            + $"{result.StatesMost} states"));
    }
}
