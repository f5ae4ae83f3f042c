using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Output;
using Wakeline.Conformance.Suites.Strength;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>
/// Derives the cases of faults anew, where <c>WAKELINE_SUITE_FAULTS</c> names a folder: it takes some minutes.
/// </summary>
public sealed class FaultDerivationTests(ITestOutputHelper output)
{
    [Fact]
    public void CasesOfFaultsAreDerived()
    {
        var folder = Environment.GetEnvironmentVariable("WAKELINE_SUITE_FAULTS");
        Assert.SkipWhen(folder is null, "WAKELINE_SUITE_FAULTS names no folder");
        var only = Environment.GetEnvironmentVariable("WAKELINE_SUITE_MUTANTS");
        var named = File.Exists(only) ? File.ReadAllLines(only).ToHashSet() : null;
        var cancellation = TestContext.Current.CancellationToken;
        IReadOnlyList<SuiteCase> known =
        [
            .. named is null ? ConformanceSuites.Generate(
                SuiteGoals.Exchanges & ~SuiteGoals.Faults, GeneratedSuites.Seed, cancellation) : [],
            .. named is null ? ConformanceSuites.Generate(SuiteGoals.WakeUps, GeneratedSuites.Seed, cancellation) : [],
        ];
        var derivation = new FaultDerivation(known, GeneratedSuites.Seed, cancellation);
        var mutants = Connection.Info.Mutants.Where(each => named?.Contains(each.Name) ?? true).ToList();
        var standings = new MutantStanding[mutants.Count];
        Parallel.For(
            0, mutants.Count, new ParallelOptions { MaxDegreeOfParallelism = 2, CancellationToken = cancellation },
            index => standings[index] = derivation.LookInto(mutants[index]));
        File.WriteAllLines(
            Path.Combine(folder!, "fates.tsv"),
            standings.Select(each => $"{each.Mutant}\t{each.Fate}\t{each.Evidence}"));
        File.WriteAllText(
            Path.Combine(folder!, "faults.jsonl"), SuiteText.Write(derivation.Made));
        foreach (var fate in standings.GroupBy(each => each.Fate).OrderBy(each => each.Key))
        {
            output.WriteLine($"{fate.Key}: {fate.Count()}");
        }
    }
}
