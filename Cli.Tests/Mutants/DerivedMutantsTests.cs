using Wakeline.Checking;
using Wakeline.Cli.Mutants;

namespace Wakeline.Cli.Tests.Mutants;

/// <summary>
/// Derived mutants are noticed. The whole survey takes minutes: <c>wakeline mutants --fates</c> writes what it finds,
/// and here that file is held against the tables as they are, and every so many of its lines against the checker.
/// </summary>
public sealed class DerivedMutantsTests
{
    private const double ShareLeast = 0.9;

    /// <summary>Every so many killed mutants are killed again; the number is prime, lest it follow the rows.</summary>
    private const int SampleStride = 41;

    /// <summary>Each of a sample with where and by what it is killed.</summary>
    public static TheoryData<string, string, string, string, string, int> Sample =>
    [
        .. FateFile.All.Where(fate => fate.Fate == FateKind.Killed).Index()
            .Where(pair => pair.Index % SampleStride == 0).Select(pair => pair.Item)
            .Select(fate => (fate.Machine, fate.Mutant, fate.System, fate.Bounds, fate.Property, fate.Steps)),
    ];

    [Fact]
    public void EveryDerivedMutantHasItsFate() => Assert.Equal(
        MutantPlan.Of(Catalogue.Shipped, null).Machines.SelectMany(DerivedMutant.Of)
            .Select(mutant => (mutant.Machine.Name, mutant.Mutant.Name)),
        FateFile.All.Select(fate => (fate.Machine, fate.Mutant)));

    [Fact]
    public void PropertiesKillNineOfTenInTheSystems()
    {
        var inSystems = FateFile.All.Where(fate => fate.IsInSystem).ToArray();
        Assert.InRange(
            inSystems.Count(fate => fate.Fate == FateKind.Killed), ShareLeast * inSystems.Length, inSystems.Length);
    }

    [Fact]
    public void NoSurvivorIsUnexplained() =>
        Assert.DoesNotContain(FateFile.All, fate => fate.Fate == FateKind.Unexplained);

    [Fact]
    public void EveryExplanationIsOfASurvivor() => Assert.All(
        SurvivorCatalogue.All,
        survivor => Assert.Contains(
            FateFile.All,
            fate => fate.Fate == FateKind.Explained && survivor.Explains(fate.Machine, fate.Mutant)));

    [Theory]
    [MemberData(nameof(Sample))]
    public void AMutantIsKilledWhereTheFileSaysSo(
        string machine, string mutant, string system, string bounds, string property, int steps)
    {
        var entry = Catalogue.Shipped.System(system);
        var mutation = Catalogue.Shipped.Machine(machine).FindMutation(mutant)!.Value;
        var report = entry.Check(
            Parameters.Of(entry.Info, bounds, mutation),
            new CheckOptions { Threads = 1, StopAtFirstViolation = true },
            cancellation: TestContext.Current.CancellationToken);
        var fault = MutantSurvey.FaultIn(report);
        Assert.Equal(property, fault?.Name);
        Assert.Equal(steps, (fault?.Verdict as Violated)?.Trace?.Steps.Count ?? 0);
    }
}
