using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Check = Wakeline.Checking.Check;
using Replay = Wakeline.Checking.Traces.Replay;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>
/// Whatever is left out of a random concurrent system, the verdicts are those of a search of all of it.
/// </summary>
[Properties(Arbitrary = [typeof(BoardArbitrary)], MaxTest = 2000)]
public sealed class ReductionProperties
{
    private static readonly CheckOptions _order = new() { PartialOrderReduction = true, Threads = 1 };
    private static readonly CheckOptions _symmetry = new() { SymmetryReduction = true, Threads = 1 };

    [Property]
    public Property PartialOrderReductionKeepsTheVerdicts(Board board)
    {
        var report = Run(board, _order);
        return Agrees(report, new NaiveBoards(board))
            .Classify(report.PartlyExpanded > 0, "reduced")
            .Classify(report.Violations.Any(), "violated");
    }

    [Property]
    public Property SymmetryReductionKeepsTheVerdictsAndVisitsOneStateOfEachOrbit(Board board)
    {
        var report = Run(board, _symmetry);
        var naive = new NaiveBoards(board);
        var states = board.IsSymmetric ? naive.Orbits : naive.States;
        return Agrees(report, naive)
            .And((report.States == states || naive.Throws).Label($"states {report.States}, but {states}"))
            .Classify(board.IsSymmetric && states < naive.States, "reduced");
    }

    /// <summary>Of runs that may go round without the goal, there is no verdict.</summary>
    [Property(MaxTest = 500)]
    public Property SymmetryReductionKeepsTheVerdictOnWholeRuns(Board board)
    {
        var verdict = Run(board, _symmetry)[BoardSystem.LeadsTo];
        var truth = Run(board, _symmetry with { SymmetryReduction = false })[BoardSystem.LeadsTo];
        return (verdict is NotChecked || verdict.GetType() == truth.GetType())
            .Label($"{verdict}, but {truth}")
            .Classify(verdict is Violated, "violated")
            .Classify(verdict is Holds { IsVacuous: false } && board.IsSymmetric, "holds");
    }

    [Property]
    public Property BothTogetherKeepTheVerdicts(Board board) =>
        Agrees(Run(board, _symmetry with { PartialOrderReduction = true }), new NaiveBoards(board));

    [Property(MaxTest = 500)]
    public void EveryTraceReplays(Board board, bool ordered)
    {
        var report = Run(board, ordered ? _symmetry with { PartialOrderReduction = true } : _symmetry);
        foreach (var (_, verdict) in report.Violations.Where(each => each.Verdict.Trace is not null))
        {
            Replay.Run<BoardSystem, Board>(TraceFile.FromJson(TraceFile.ToJson(verdict.Trace!)));
        }
    }

    [Property(MaxTest = 200)]
    public void TheNumberOfThreadsMakesNoDifference(Board board)
    {
        var one = Run(board, _symmetry with { PartialOrderReduction = true, SharedLevelLeast = 1 });
        var several = Run(
            board, _symmetry with { PartialOrderReduction = true, SharedLevelLeast = 1, Threads = 3 });
        SameReport.Verify(one, several);
        Assert.Equal(one.PartlyExpanded, several.PartlyExpanded);
    }

    /// <summary>If the sets are too small, the verdicts are wrong for some of as many boards.</summary>
    [Fact]
    public void AWriteThatTheSetsDoNotHaveIsNoticed()
    {
        var boards = BoardArbitrary.Generator.Sample(2000, 500);
        Assert.Contains(boards, board =>
        {
            var report = Run(board, _order, forgetsWrite: true);
            var naive = new NaiveBoards(board);
            return !naive.Throws && Disagreements(report, naive).Any();
        });
    }

    [Fact]
    public void WholeRunsAreDecidedUnderSymmetryWhereTheyEnd()
    {
        var verdicts = BoardArbitrary.Generator.Sample(2000, 500).Where(board => board.IsSymmetric)
            .Select(board => Run(board, _symmetry)[BoardSystem.LeadsTo]).ToList();
        Assert.Contains(verdicts, verdict => verdict is Violated);
        Assert.Contains(verdicts, verdict => verdict is Holds { IsVacuous: false });
        Assert.Contains(verdicts, verdict => verdict is NotChecked { Why: var why } && why.Contains("goes round"));
    }

    private static CheckReport Run(Board board, CheckOptions options, bool forgetsWrite = false)
    {
        BoardSystem.Use(in board, forgetsWrite);
        return Check.Run<BoardSystem, Board>(Parameters.Of(BoardSystem.Info), options);
    }

    private static Property Agrees(CheckReport report, NaiveBoards naive) => naive.Throws
        ? (report[ImpliedProperty.NoFailure] is Violated).Label("a failure is missed")
        : (!Disagreements(report, naive).Any()).Label(string.Join(", ", Disagreements(report, naive)));

    /// <summary>Properties whose verdict is not what is true.</summary>
    private static IEnumerable<string> Disagreements(CheckReport report, NaiveBoards naive)
    {
        (string Property, bool Holds)[] truth =
        [
            (BoardSystem.Always, !naive.Exists(0, false)),
            (BoardSystem.Never, !naive.Exists(1, true)),
            (BoardSystem.Sometimes, naive.Exists(2, true)),
            (BoardSystem.AtRest, !naive.Rest(board => (BoardSystem.Evaluate(in board) >> 3 & 1) == 0)),
            (ImpliedProperty.NoDeadlock, !naive.Rest(board => !BoardSystem.MayEnd(in board))),
            (ImpliedProperty.NoFailure, true),
        ];
        return truth.Where(each => (report[each.Property], each.Holds) is not ((Holds, true) or (Violated, false)))
            .Select(each => $"{each.Property}: {report[each.Property]}");
    }
}
