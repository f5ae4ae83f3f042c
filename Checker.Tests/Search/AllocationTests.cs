using Wakeline.Checking;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Search;

namespace Wakeline.Checker.Tests.Search;

public sealed class AllocationTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void VisitingStatesAllocatesNothing(int threads)
    {
        // What a search allocates on the managed heap does not depend on how many states it visits; three native arrays
        // that double add an owner of some 60 bytes each time, and a thread that waits long for another some more. One
        // object a state would be seven megabytes.
        var small = AllocatedBy(threads, managers: 3);
        small = AllocatedBy(threads, managers: 3);
        var large = AllocatedBy(threads, managers: 7);
        Assert.InRange(large - small, 0, 65_536);
    }

    private static long AllocatedBy(int threads, int managers)
    {
        var parameters = Parameters.Of(TwoPhaseCommit.Info, $"managers={managers}", Mutation.None);
        var start = StartOf<TwoPhaseCommit, Transaction>(parameters);
        var budget = new MemoryBudget(1L << 30);
        var options = new CheckOptions { Threads = threads, SharedLevelLeast = 1 };
        using var watch = new PropertyWatch(WatchedProperty.Select(TwoPhaseCommit.Info, "Agrees"), false, budget);
        using var search = new BreadthFirstSearch<TwoPhaseCommit, Transaction>(
            TwoPhaseCommit.Info, watch, options, budget, new Pulse(null, Pulse.UsualInterval, default));
        var before = GC.GetAllocatedBytesForCurrentThread();
        search.Run(in start);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static TState StartOf<TSystem, TState>(Parameters parameters)
        where TSystem : struct, ISystem<TState> where TState : unmanaged => TSystem.Start(parameters);
}
