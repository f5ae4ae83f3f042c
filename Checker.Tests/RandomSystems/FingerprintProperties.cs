using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Check = Wakeline.Checking.Check;
using Replay = Wakeline.Checking.Traces.Replay;

namespace Wakeline.Checker.Tests.RandomSystems;

/// <summary>Searches by fingerprints on random systems.</summary>
[Properties(Arbitrary = [typeof(GraphArbitrary)])]
public sealed class FingerprintProperties
{
    private static readonly CheckOptions s_usual = new() { Fingerprint = true };

    [Property(MaxTest = 1000)]
    public void LongFingerprintsFindTheSame(Graph graph) => SameReport.Verify(
        SameReport.WithoutLiveness(Run(graph, CheckOptions.Default)),
        SameReport.WithoutLiveness(Run(graph, s_usual)));

    [Property(MaxTest = 1000)]
    public void EveryTraceReplays(Graph graph)
    {
        foreach (var (_, verdict) in Run(graph, s_usual).Violations.Where(each => each.Verdict.Trace is not null))
        {
            Replay.Run<GraphSystem, Graph>(TraceFile.FromJson(TraceFile.ToJson(verdict.Trace!)));
        }
    }

    /// <summary>
    /// Over many systems, states are missed in no more of them than the probabilities printed add up to, and not in so
    /// few that these would be worth nothing. The sum of independent trials lies within four standard deviations of
    /// its mean but once in 15,000 times, and the graphs are always the same ones. What tells states of a graph apart
    /// is in their first word; graphs whose states begin with the same words would not be independent trials.
    /// </summary>
    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    [InlineData(9)]
    public void TheProbabilityPrintedIsHonest(int bits)
    {
        var options = new CheckOptions { Fingerprint = true, FingerprintBits = bits };
        var (missed, expected) = (0, 0.0);
        foreach (var graph in GraphArbitrary.Graphs().Generator.Sample(6000, new Rnd(1), 10).DistinctBy(FirstWord))
        {
            var report = Run(graph, options);
            missed += report.States < new NaiveChecker(graph).Distance.Count ? 1 : 0;
            expected += report.Fingerprints!.MissedProbability;
        }

        Assert.InRange(missed, expected / 3, expected + 4 * Math.Sqrt(expected));
    }

    private static ulong FirstWord(Graph graph) => Enumerable.Range(0, sizeof(ulong) - 1)
        .Aggregate(0UL, (word, at) => word << 8 | graph.Targets[at]);

    private static CheckReport Run(Graph graph, CheckOptions options)
    {
        GraphSystem.Use(in graph);
        return Check.Run<GraphSystem, Graph>(Parameters.Of(GraphSystem.Info), options);
    }
}
