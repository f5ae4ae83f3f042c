using System.Runtime.InteropServices;
using Wakeline.Checking;
using Wakeline.Checking.Reduction;
using Wakeline.Checking.Search;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>A process that goes round in a circle does not keep the others waiting for ever.</summary>
public sealed class ProvisoTests
{
    /// <summary>A worker flips a bit of its own for ever; the other process sets a shared one.</summary>
    private static readonly Board _board = Restless();

    [Fact]
    public void AStepIsNotPutOffForEver()
    {
        BoardSystem.Use(in _board);
        var report = Check.Run<BoardSystem, Board>(
            Parameters.Of(BoardSystem.Info), new CheckOptions { PartialOrderReduction = true, Threads = 1 },
            cancellation: TestContext.Current.CancellationToken);
        Assert.IsType<Violated>(report[BoardSystem.Never]);
        Assert.InRange(report.PartlyExpanded, 1, report.States - 1);
    }

    [Theory]
    [InlineData(false, 16)]
    [InlineData(true, 2)]
    public void WithoutTheProvisoItIs(bool takesAnyPart, int states)
    {
        BoardSystem.Use(in _board);
        var locations = new PrivateLocations(
            BoardSystem.Info, Mutation.None, WatchedProperty.Select(BoardSystem.Info, BoardSystem.Never));
        var order = new PartialOrder<BoardSystem, Board>(locations);
        var level = new List<Board> { _board };
        var found = new HashSet<string> { KeyOf(_board) };
        while (level.Count > 0)
        {
            var next = new List<Board>();
            foreach (var board in level)
            {
                var sink = new Sink(next, [.. found], takesAnyPart);
                order.Successors(in board, ref sink);
            }

            level = [.. next.Where(board => found.Add(KeyOf(board)))];
        }

        Assert.Equal(states, found.Count);
    }

    private static string KeyOf(Board board) =>
        Convert.ToHexString(MemoryMarshal.AsBytes(new ReadOnlySpan<Board>(in board)));

    private static Board Restless()
    {
        var board = new Board();
        board.Rules[0] = new BoardRule
        {
            IsUsed = true,
            Tested = Variable.OwnX,
            Changed = Variable.OwnX,
            Effect = BoardEffect.Set,
            IsAlternative = true,
        };
        board.Rules[1] = board.Rules[0] with { Expected = true, Effect = BoardEffect.Clear };
        board.Rules[Board.RulesPerMachine] = new BoardRule
        {
            IsUsed = true,
            To = 1,
            Tested = Variable.SharedX,
            Changed = Variable.SharedX,
            Effect = BoardEffect.Set,
        };
        return board;
    }

    /// <summary>As the search does it, or, wrongly, content with any part that has a step.</summary>
    private struct Sink(List<Board> next, HashSet<string> found, bool takesAnyPart) : IReducedSink<Board>
    {
        private readonly Board[] _open = new Board[1];

        public bool HasNew { get; private set; }

        public readonly bool Takes(int rule, int instance, int choice) => true;

        public readonly ref Board Begin(in Board source)
        {
            _open[0] = source;
            return ref _open[0];
        }

        public void Commit(int rule, int instance, int choice)
        {
            next.Add(_open[0]);
            HasNew |= takesAnyPart || !found.Contains(KeyOf(_open[0]));
        }
    }
}
