using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Check = Wakeline.Checking.Check;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>
/// Steps that another way of the same length takes are counted and not taken, and nothing else is different: neither
/// states nor their depth, neither counts nor verdicts.
/// </summary>
[Properties(Arbitrary = [typeof(BoardArbitrary)], MaxTest = 2000)]
public sealed class CommutingProperties
{
    private static readonly CheckOptions _usual = new() { Threads = 1, CommutingLeast = 1, CommutingShareLeast = 0 };
    private static readonly CheckOptions _every = _usual with { CommutingLeast = long.MaxValue };

    [Property]
    public Property NothingIsMissed(Board board)
    {
        var every = Run(board, _every);
        var usual = Run(board, _usual);
        SameReport.Verify(every, usual);
        var naive = new NaiveBoards(board);
        return (usual.States == naive.States || naive.Throws).Label($"states {usual.States}, but {naive.States}")
            .And((every.StepsLeftOut == 0).Label("every step is taken"))
            .Classify(usual.StepsLeftOut > 0, "left out")
            .Classify(usual.StepsLeftOut > usual.Transitions / 4, "much left out")
            .Classify(naive.Throws, "throws");
    }

    [Property(MaxTest = 300)]
    public void NothingIsMissedByFingerprintsOrOnSeveralThreads(Board board)
    {
        var every = Run(board, _every);
        SameReport.Verify(every, Run(board, _usual with { Threads = 3, SharedLevelLeast = 1 }));
        SameReport.Verify(
            SameReport.WithoutLiveness(every),
            SameReport.WithoutLiveness(Run(board, _usual with { Fingerprint = true })));
    }

    /// <summary>If the sets are too small, states are missed in some of as many boards.</summary>
    [Fact]
    public void AWriteThatTheSetsDoNotHaveIsNoticed() => Assert.Contains(
        BoardArbitrary.Generator.Sample(2000, 500),
        board => Run(board, _usual, forgetsWrite: true).States < Run(board, _every).States);

    private static CheckReport Run(Board board, CheckOptions options, bool forgetsWrite = false)
    {
        BoardSystem.Use(in board, forgetsWrite);
        return Check.Run<BoardSystem, Board>(Parameters.Of(BoardSystem.Info), options);
    }
}
