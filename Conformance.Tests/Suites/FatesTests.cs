using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Strength;
using Wakeline.Conformance.Targets;
using Wakeline.Spec.Tcp;
using Wakeline.Testing;

namespace Wakeline.Conformance.Tests.Suites;

/// <summary>
/// What the suites are worth, as <c>fates.tsv</c> keeps it for each derived fault of the table of connections.
/// <see cref="FaultDerivationTests"/> writes it.
/// </summary>
public sealed class FatesTests(ITestOutputHelper output)
{
    private const double ShareOfForbiddenLeast = 0.95;

    private static readonly Lazy<IReadOnlyList<MutantStanding>> s_kept = new(() =>
    [
        .. File.ReadLines(Path.Combine(SourceTree.Root, "Conformance.Tests", "Suites", "fates.tsv"))
            .Select(line => line.Split('\t'))
            .Select(parts => new MutantStanding(parts[0], Enum.Parse<MutantFate>(parts[1]), parts[2])),
    ]);

    [Fact]
    public void EveryFaultIsKept() =>
        Assert.Equal(Connection.Info.Mutants.Select(mutant => mutant.Name), s_kept.Value.Select(each => each.Mutant));

    /// <summary>What is equal has nothing to notice, and what is lawful must not fail; all the rest counts.</summary>
    [Fact]
    public void WhatIsForbiddenIsNoticed()
    {
        var counts = s_kept.Value.CountBy(each => each.Fate).ToDictionary();
        output.WriteLine(string.Join(", ", counts.OrderBy(each => each.Key)));
        var forbidden = s_kept.Value.Count - counts[MutantFate.Equal] - counts[MutantFate.Lawful];
        var share = (double)counts[MutantFate.Noticed] / forbidden;
        Assert.True(share >= ShareOfForbiddenLeast, $"{counts[MutantFate.Noticed]} of {forbidden}");
    }

    [Fact]
    public void WhatIsKeptAsNoticedIsNoticed()
    {
        var cancellation = TestContext.Current.CancellationToken;
        var cases = GeneratedSuites.Exchanges.Cases
            .Concat(ConformanceSuites.Generate(SuiteGoals.WakeUps, GeneratedSuites.Seed, cancellation))
            .ToDictionary(each => each.Name);
        var numbers = Connection.Info.Mutants.ToLookup(mutant => mutant.Name, mutant => (ushort)mutant.Number);
        var missed = new List<string>();
        foreach (var each in s_kept.Value.Where(each => each.Fate == MutantFate.Noticed))
        {
            if (!numbers[each.Mutant].Any(number => IsNoticed(cases[each.Evidence], number, cancellation)))
            {
                missed.Add(each.Mutant);
            }
        }

        Assert.Empty(missed);
    }

    private static bool IsNoticed(SuiteCase noticing, ushort number, CancellationToken cancellation) =>
        ModelScripts.Profiles.Any(profile =>
        {
            using var target = new ModelTarget(profile, new Mutation(Connection.MachineId, number));
            return SuiteStrength.IsNoticed(SuiteStrength.RunOn(target, noticing, cancellation));
        });
}
