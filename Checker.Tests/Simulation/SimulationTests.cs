using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Simulation;

public sealed class SimulationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void AFaultInASpaceTooLargeToExhaustIsFound()
    {
        // Sixteen managers have 9.7 * 10^12 states, by the growth of those that are published.
        var report = Run(new SimulationOptions { Runs = 2_000, Threads = 2 }, "fickle");
        var agrees = report.Properties.Single(each => each.Result.Name == "Agrees");
        var violated = Assert.IsType<Violated>(agrees.Result.Verdict);
        Assert.InRange(agrees.Runs, 1, report.Runs);
        Assert.Equal("fickle", violated.Trace!.Mutant);
    }

    [Fact]
    public void RandomRunsNeverSayThatAPropertyHolds()
    {
        var report = Run(new SimulationOptions { Runs = 200 });
        Assert.IsType<BoundReached>(report.Properties.Single(each => each.Result.Name == "Agrees").Result.Verdict);
    }

    [Fact]
    public void TheSameSeedGivesTheSameRunsAndAnotherOneOthers()
    {
        var options = new SimulationOptions { Runs = 50, Seed = 7 };
        Assert.Equal(Run(options).Firings, Run(options).Firings);
        Assert.NotEqual(Run(options).Firings, Run(options with { Seed = 8 }).Firings);
    }

    [Fact]
    public void ARunAllocatesNothing()
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info, "managers=16", Mutation.None);
        var start = TwoPhaseCommitStart(parameters);
        var walk = new Checking.Simulation.RandomWalk<TwoPhaseCommit, Transaction>(
            in start, new SimulationOptions());
        Take(walk, 100);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Take(walk, 1_000);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ACancelledSimulationKeepsWhatItFound()
    {
        using var source = new CancellationTokenSource();
        var report = Simulate.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(TwoPhaseCommit.Info), new SimulationOptions { Runs = long.MaxValue / 2, Threads = 2 },
            new Canceller(source), source.Token);
        Assert.InRange(report.Runs, 1, long.MaxValue / 4);
    }

    [Theory]
    [InlineData(0, 1, 1)]
    [InlineData(1, 0, 1)]
    [InlineData(1, 1, 0)]
    public void ABoundThatMeansNothingIsRefused(long runs, int steps, int threads) =>
        Assert.Throws<ArgumentOutOfRangeException>(
            () => Run(new SimulationOptions { Runs = runs, StepsMost = steps, Threads = threads }));

    private static void Take(Checking.Simulation.RandomWalk<TwoPhaseCommit, Transaction> walk, int runs)
    {
        for (var run = 0; run < runs; run++)
        {
            for (walk.Begin(run); walk.Length < 100 && walk.TryStep();) { }
        }
    }

    private static Transaction TwoPhaseCommitStart(Parameters parameters) => Start<TwoPhaseCommit>(parameters);

    private static Transaction Start<TSystem>(Parameters parameters) where TSystem : struct, ISystem<Transaction> =>
        TSystem.Start(parameters);

    private static SimulationReport Run(SimulationOptions options, string? mutant = null) =>
        Simulate.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(
                TwoPhaseCommit.Info, "managers=16",
                mutant is null ? Mutation.None : TwoPhaseCommit.Info.FindMutation(mutant)!.Value),
            options, cancellation: Cancellation);

    private sealed class Canceller(CancellationTokenSource source) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => source.Cancel();
    }
}
