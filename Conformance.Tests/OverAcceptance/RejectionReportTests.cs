using Wakeline.Conformance.OverAcceptance;
using Wakeline.Conformance.Traces.Json;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.OverAcceptance;

/// <summary>What the oracle accepts wrongly is measured, not assumed.</summary>
public sealed class RejectionReportTests
{
    private const string DumpVariable = "WAKELINE_ACCEPTED";
    private const int Sessions = 300;
    private const string Kind = "rejections";

    private static readonly Lazy<IReadOnlyList<RejectionRate>> s_rates = new(() => RejectionReport.Measure(Sessions));

    /// <summary>Kinds that cannot be seen in every trace; docs/oracle.md says why.</summary>
    private static readonly string[] s_notAlwaysVisible = ["FIN removed"];

    [Fact]
    public void ThePageHasTheRates()
    {
        var page = Path.Combine(SourceTree.Root, "docs", "oracle.md");
        Golden.VerifyFile(
            GeneratedBlocks.Rewrite(File.ReadAllText(page), Kind, _ => RejectionReport.Write(s_rates.Value)), page);
    }

    [Fact]
    public void WhatCanBeSeenIsRejected()
    {
        Dump();
        Assert.All(s_rates.Value.Where(rate => !s_notAlwaysVisible.Contains(rate.Corruption.Name)), rate => Assert.True(
            rate.Percent >= 95, $"{rate.Corruption.Name}: {rate.Percent:0.0} % of {rate.Traces}, accepted are the "
                + $"seeds {string.Join(", ", rate.Accepted.Take(20))}"));
    }

    [Fact]
    public void EveryKindOccurs() =>
        Assert.All(s_rates.Value, rate => Assert.True(rate.Traces > 0, rate.Corruption.Name));

    /// <summary>Writes one trace of each kind that was accepted to a folder, for a look at it.</summary>
    private static void Dump()
    {
        if (Environment.GetEnvironmentVariable(DumpVariable) is not { } folder)
        {
            return;
        }

        foreach (var rate in s_rates.Value.Where(rate => rate.Accepted.Count > 0))
        {
            foreach (var seed in rate.Accepted.Take(2))
            {
                var (events, place) = rate.Corruption.Apply(LawfulSession.Make(seed), new Random(seed))!.Value;
                File.WriteAllText(
                    Path.Combine(folder, $"{rate.Corruption.Name.Replace(' ', '_')}.{seed}.{place + 2}.jsonl"),
                    TraceText.Write(LawfulSession.Header, events));
            }
        }
    }
}
