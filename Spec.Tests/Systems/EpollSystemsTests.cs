using Wakeline.Checking;

namespace Wakeline.Spec.Tests.Systems;

/// <summary>
/// The systems hold as shipped, and a kernel bug put back is caught by the property that is there for it. The numbers
/// are measured, and pinned: a table that changes them has changed what is checked.
/// </summary>
public sealed class EpollSystemsTests
{
    /// <summary>States, transitions and depth of every system at its default bounds.</summary>
    public static TheoryData<string, long, long, int> Sizes { get; } = new()
    {
        { "epoll-level", 35_656, 96_644, 32 },
        { "epoll-edge", 7_039, 18_985, 21 },
        { "epoll-oneshot", 23_239, 61_960, 40 },
        { "epoll-exclusive", 498, 941, 15 },
        { "epoll-nested", 5_347, 14_424, 23 },
        { "epoll-deadlines", 30_490, 97_674, 28 },
        { "epoll-zero-timeout", 2_718, 6_474, 30 },
        { "epoll-interest", 39_726, 120_373, 49 },
        { "poll-select-read", 61_128, 154_384, 32 },
    };

    /// <summary>Every mutant with the length of its shortest counterexample.</summary>
    public static TheoryData<string, string, int> Mutants { get; } = new()
    {
        { "epoll-level", "M6a", 13 },
        { "epoll-level", "M6b", 17 },
        { "epoll-edge", "M2", 14 },
        { "epoll-edge", "M3", 20 },
        { "epoll-oneshot", "drop-effect:Deliver.NextIsReady&NextHas(OneShot):DisableNext", 11 },
        { "epoll-exclusive", "M14a", 5 },
        { "epoll-exclusive", "M14b", 13 },
        { "epoll-exclusive", "M14c", 5 },
        { "epoll-exclusive", "M14d", 4 },
        { "epoll-nested", "M13", 10 },
        { "epoll-deadlines", "M5", 11 },
        { "epoll-zero-timeout", "M9", 8 },
        { "epoll-interest", "drop-effect:Queue.IsReady&!IsLinked:OfferItem", 19 },
        { "epoll-interest", "drop-effect:Hook.Always:HookItem", 19 },
        { "poll-select-read", "drop-effect:Visit.NextCanBePolled&IsQueueing:QueueOnNext", 5 },
        { "poll-select-read", "drop-rule:Visit.IsOver&WasWoken", 5 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheShippedSystemHolds(string name, long states, long transitions, int depth)
    {
        var system = EpollSystems.Named(name);
        var report = system.Check(Parameters.Of(system.Info), cancellation: TestContext.Current.CancellationToken);

        Assert.All(report.Properties, property => Assert.True(
            property.Verdict is Holds { IsVacuous: false }, $"{property.Name}: {property.Verdict}"));
        Assert.True(report.IsExhaustive);
        Assert.Equal((states, transitions, depth), (report.States, report.Transitions, report.Depth));
    }

    [Theory]
    [MemberData(nameof(Mutants))]
    public void AMutantIsCaughtWhereTheShippedSystemHolds(string name, string mutant, int steps)
    {
        var system = EpollSystems.Named(name);
        var caught = system.Info.Caught.Single(each => each.Mutant == mutant);
        var options = new CheckOptions { Property = caught.Property };

        var mutated = system.Check(
            Parameters.Of(system.Info, caught.Bounds, system.Info.FindMutation(mutant)!.Value), options,
            cancellation: TestContext.Current.CancellationToken);
        var shipped = system.Check(
            Parameters.Of(system.Info, caught.Bounds, Mutation.None), options,
            cancellation: TestContext.Current.CancellationToken);

        Assert.IsType<Holds>(shipped[caught.Property]);
        Assert.Equal(steps, Assert.IsType<Violated>(mutated[caught.Property]).Trace!.Steps.Count);
    }

    [Fact]
    public void EveryDeclaredMutantHasItsTest() => Assert.Equal(
        EpollSystems.All.SelectMany(
            system => system.Info.Caught, (system, caught) => (system.Info.Name, caught.Mutant)),
        Mutants.Select(row => (row.Data.Item1, row.Data.Item2)));
}
