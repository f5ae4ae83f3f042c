using Wakeline.Checking;

namespace Wakeline.Checker.Tests.Exploration;

public sealed class ExploreTests
{
    [Fact]
    public void WalkingEveryPathFindsAsManyStatesAsTheSearch()
    {
        var report = Check.Run<Peterson, LockState>(
            Parameters.Of(Peterson.Info), cancellation: TestContext.Current.CancellationToken);
        var found = new HashSet<string> { At([]).Identity };
        var open = new Queue<ExploredState>([At([])]);
        var transitions = 0L;
        while (open.TryDequeue(out var state))
        {
            foreach (var successor in state.Successors)
            {
                transitions++;
                if (found.Add(successor.Identity))
                {
                    open.Enqueue(At([.. state.Path, successor.Index]));
                }
            }
        }

        Assert.Equal(report.States, found.Count);
        Assert.Equal(report.Transitions, transitions);
    }

    [Fact]
    public void ASuccessorIsWhereItsIndexLeads()
    {
        var start = At([]);
        Assert.All(start.Successors, successor =>
        {
            var next = At([successor.Index]);
            Assert.Equal(successor.Identity, next.Identity);
            Assert.Equal([successor.Step], next.Steps, (left, right) => left.Step == right.Step);
        });
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(100)]
    public void AnIndexThatIsNoneIsRefused(int index)
    {
        var refusal = Assert.Throws<ArgumentOutOfRangeException>(() => At([0, index]));
        Assert.Contains("After 1 steps", refusal.Message, StringComparison.Ordinal);
    }

    private static ExploredState At(IReadOnlyList<int> path) =>
        Explore.At<Peterson, LockState>(Parameters.Of(Peterson.Info), path);
}
