using Wakeline.Checking;
using Wakeline.Cli;
using Wakeline.Spec.Tests.Systems;

namespace Wakeline.Spec.Tests.Reduction;

/// <summary>
/// A reduced search of a shipped system comes to the verdicts of a search of all of it, and finds the faults. How many
/// states it visits is measured, and pinned.
/// </summary>
public sealed class ReducedSystemsTests
{
    /// <summary>
    /// States at the default bounds with the partial-order reduction, with the symmetry reduction, and with both; the
    /// last two are absent where nothing is declared interchangeable.
    /// </summary>
    public static TheoryData<string, long, long?, long?> States { get; } = new()
    {
        { "fasync-locks", 224, null, null },
        { "socket-detachment", 130, null, null },
        { "aio-poll", 89, null, null },
        { "napi-threads", 1_903, null, null },
        { "pipe", 49_940, null, null },
        { "epoll-ring", 7, null, null },
        { "epoll-wake-function", 247, null, null },
        { "epoll-exclusive", 498, null, null },
        { "epoll-check-list", 696, null, null },
        { "epoll-polled", 954, null, null },
        { "epoll-zero-timeout", 2_718, 511, 511 },
        { "epoll-nested", 5_347, 2_788, 2_788 },
        { "epoll-edge", 7_039, 3_706, 3_706 },
        { "epoll-graph", 22_094, null, null },
        { "epoll-oneshot", 23_239, 11_837, 11_837 },
        { "epoll-deadlines", 30_490, null, null },
        { "call-masks", 5_509, 2_775, 2_775 },
        { "epoll-suspend", 7_730, null, null },
        { "epoll-level", 35_656, 6_754, 6_754 },
        { "epoll-interest", 39_726, null, null },
        { "poll-select-read", 61_128, null, null },
        { "epoll-peer-queue", 1_978, null, null },
        { "epoll-pollfree", 176_264, null, null },
        { "epoll-path-check", 81_069, null, null },
        { "epoll-lifetime", 56_694, null, null },
        { "tcp", 18_768, null, null },
        { "tcp-lossy", 256_645, null, null },
        { "tcp-incarnations", 674_587, null, null },
        { "tcp-intruder", 205_959, null, null },
        { "nic", 191_624, null, null },
        { "send-unsent", 16_494, null, null },
        { "send-receive", 60_089, null, null },
        { "urgent-data", 36_260, null, null },
        { "listen-accept", 174_302, 90_272, 90_272 },
        { "pipeline", 255_460, 131_255, 131_255 },
        { "call-answers", 671_981, null, null },
    };

    /// <summary>Systems with interchangeable tasks, at bounds where each state that is visited can be tested.</summary>
    public static TheoryData<string, string> Symmetric { get; } = new()
    {
        { "epoll-zero-timeout", "" },
        { "epoll-nested", "deletes=1,inner=0,events=1" },
        { "epoll-edge", "events=1" },
        { "epoll-oneshot", "rounds=1" },
        { "call-masks", "" },
        { "epoll-level", "files=1,events=1" },
        { "listen-accept", "peers=1,waiting=0,signals=1" },
        { "pipeline", "peers=1,timed=1" },
    };

    [Theory]
    [MemberData(nameof(States))]
    public void TheReducedSystemHolds(string name, long byOrder, long? bySymmetry, long? byBoth)
    {
        Verify(name, new CheckOptions { PartialOrderReduction = true }, byOrder);
        Verify(name, new CheckOptions { SymmetryReduction = true }, bySymmetry);
        if (byBoth is null or < 100_000)
        {
            Verify(name, new CheckOptions { PartialOrderReduction = true, SymmetryReduction = true }, byBoth);
        }
    }

    [Theory]
    [MemberData(nameof(ShippedMutantsTests.Mutants), MemberType = typeof(ShippedMutantsTests))]
    public void AReducedSearchCatchesTheMutant(string name, string mutant, int steps)
    {
        var system = ShippedSystem.Named(name);
        var caught = system.Info.Caught.Single(each => each.Mutant == mutant);
        var isKept = system.Info.Properties.FirstOrDefault(each => each.Name == caught.Property)
            is not { IsLiveness: true };
        var options = new CheckOptions { Property = caught.Property, PartialOrderReduction = true };
        Require(isKept, system, caught, options, steps, isShortest: false);
        if (system.Info.HasInterchangeable)
        {
            options = new CheckOptions { Property = caught.Property, SymmetryReduction = true };
            Require(isKept: true, system, caught, options, steps, isShortest: true);
            options = options with { PartialOrderReduction = true };
            Require(isKept, system, caught, options, steps, isShortest: false);
        }
    }

    [Theory]
    [InlineData("epoll-level", "M6a", "ASleeperIsOwedALevel~>NoSleeperMissesALevel")]
    [InlineData("epoll-edge", "M2", "ASleeperIsOwedAnEdge~>NoSleeperMissesAnEdge")]
    public void SymmetryKeepsWhatNeverComes(string name, string mutant, string property)
    {
        var system = ShippedSystem.Named(name);
        var parameters = Parameters.Of(system.Info, "", system.Info.FindMutation(mutant)!.Value);
        var options = new CheckOptions { Property = property };
        var reduced = Violation(options with { SymmetryReduction = true });
        Assert.Equal(Violation(options).Why, reduced.Why);
        system.ReplayTrace(reduced.Trace!);

        Violated Violation(CheckOptions asked) => Assert.IsType<Violated>(system.Check(
            parameters, asked, cancellation: TestContext.Current.CancellationToken)[property]);
    }

    /// <summary>Every state that is visited, in every order of its tasks.</summary>
    [Theory]
    [MemberData(nameof(Symmetric))]
    public void TheTasksAreInterchangeable(string name, string bounds)
    {
        var system = ShippedSystem.Named(name);
        var report = system.Check(
            Parameters.Of(system.Info, bounds, Mutation.None),
            new CheckOptions { SymmetryReduction = true, SymmetryStatesTested = int.MaxValue },
            cancellation: TestContext.Current.CancellationToken);
        Assert.True(report.IsExhaustive);
        Assert.InRange(report.States, 100, 100_000);
    }

    [Fact]
    public void EverySystemIsHere()
    {
        Assert.Equal(ShippedSystems.All.Select(system => system.Info.Name), States.Select(row => row.Data.Item1));
        Assert.Equal(
            ShippedSystems.All.Where(system => system.Info.HasInterchangeable).Select(system => system.Info.Name),
            Symmetric.Select(row => row.Data.Item1));
    }

    private static void Verify(string name, CheckOptions options, long? states)
    {
        var system = ShippedSystem.Named(name);
        if (states is null)
        {
            Assert.False(system.Info.HasInterchangeable);
            return;
        }

        var report = system.Check(
            Parameters.Of(system.Info), options, cancellation: TestContext.Current.CancellationToken);
        Assert.All(report.Properties, property => Assert.True(
            options.PartialOrderReduction && property.Declared is { IsLiveness: true }
                ? property.Verdict is NotChecked : property.Verdict is Holds { IsVacuous: false },
            $"{property.Name}: {property.Verdict}"));
        Assert.True(report.IsExhaustive);
        Assert.Equal(states, report.States);
    }

    private static void Require(
        bool isKept, SystemEntry system, CaughtMutant caught, CheckOptions options, int steps, bool isShortest)
    {
        var mutation = system.Info.FindMutation(caught.Mutant)!.Value;
        var report = system.Check(
            Parameters.Of(system.Info, caught.Bounds, mutation), options,
            cancellation: TestContext.Current.CancellationToken);
        if (!isKept)
        {
            Assert.IsType<NotChecked>(report[caught.Property]);
            return;
        }

        var trace = Assert.IsType<Violated>(report[caught.Property]).Trace!;
        Assert.InRange(trace.Steps.Count, steps, isShortest ? steps : int.MaxValue);
        system.ReplayTrace(trace);
    }
}
