using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Search;

/// <summary>What a check finds does not depend on the number of threads.</summary>
public sealed class ThreadTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void ModelsGiveTheSameReport(int threads)
    {
        AssertSame<TwoPhaseCommit, Transaction>(threads, "managers=6");
        AssertSame<TwoPhaseCommit, Transaction>(threads, "managers=5", "fickle");
        AssertSame<Peterson, LockState>(threads);
        AssertSame<Peterson, LockState>(threads, mutant: "impolite");
        AssertSame<Peterson, LockState>(threads, mutant: "lazy");
        AssertSame<Philosophers, Table>(threads, "seats=6");
        AssertSame<Philosophers, Table>(threads, "seats=6,lefthander=1");
        AssertSame<AlternatingBit, Link>(threads);
        AssertSame<AlternatingBit, Link>(threads, mutant: "unlucky");
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void BoundsAndEarlyEndsAreTheSame(int threads)
    {
        CheckOptions[] options =
        [
            new() { StatesMost = 1 },
            new() { StatesMost = 1000 },
            new() { StatesMost = 8831 },
            new() { StatesMost = 8832 },
            new() { DepthMost = 0 },
            new() { DepthMost = 9 },
            new() { DepthMost = 15 },
            new() { Property = "EverybodyAborted" },
            new() { StopAtFirstViolation = true },
        ];
        foreach (var each in options)
        {
            AssertSame<TwoPhaseCommit, Transaction>(threads, "managers=5", options: each);
            AssertSame<TwoPhaseCommit, Transaction>(threads, "managers=5", "fickle", each);
        }
    }

    private static void AssertSame<TSystem, TState>(
        int threads, string settings = "", string? mutant = null, CheckOptions? options = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var mutation = mutant is null ? Mutation.None : TSystem.Info.FindMutation(mutant)!.Value;
        var parameters = Parameters.Of(TSystem.Info, settings, mutation);
        options ??= CheckOptions.Default;
        SameReport.Verify(
            Check.Run<TSystem, TState>(parameters, options with { Threads = 1 }),
            Check.Run<TSystem, TState>(parameters, options with { Threads = threads, SharedLevelLeast = 1 }));
    }
}
