using System.Runtime.InteropServices;

namespace Wakeline.Checker.Tests.Reduction;

/// <summary>Says of a <see cref="Board"/> what is true, by a plain search that leaves nothing out.</summary>
internal sealed class NaiveBoards
{
    private readonly Dictionary<ulong, Board> _found = [];

    public NaiveBoards(Board start)
    {
        var queue = new Queue<Board>([start]);
        _found.Add(KeyOf(in start), start);
        while (queue.TryDequeue(out var board))
        {
            var sink = new Sink([]);
            try
            {
                BoardSystem.Successors(in board, ref sink);
            }
            catch (BoundExceededException)
            {
                Throws = true;
            }

            foreach (var next in sink.Found.Where(next => _found.TryAdd(KeyOf(in next), next)))
            {
                queue.Enqueue(next);
            }

            if (sink.Found.Count == 0)
            {
                Rests.Add(board);
            }
        }
    }

    public bool Throws { get; private set; }

    public List<Board> Rests { get; } = [];

    public int States => _found.Count;

    /// <summary>How many states there are if all that differ by exchanges of workers count as one.</summary>
    public int Orbits => _found.Values.Select(OrbitOf).Distinct().Count();

    public bool Exists(int predicate, bool value) =>
        _found.Values.Any(board => (BoardSystem.Evaluate(in board) >> predicate & 1) != 0 == value);

    public bool Rest(Func<Board, bool> demand) => Rests.Exists(board => demand(board));

    /// <summary>Everything that changes during a run.</summary>
    private static ulong KeyOf(in Board board)
    {
        var key = (ulong)board.Word;
        foreach (var place in MemoryMarshal.AsBytes(new ReadOnlySpan<Board>(in board))[..5])
        {
            key = (key << 4) | place;
        }

        return key;
    }

    private static ulong OrbitOf(Board board)
    {
        var least = ulong.MaxValue;
        foreach (var (a, b) in new[] { (0, 1), (1, 2), (0, 1), (1, 2), (0, 1), (1, 2) })
        {
            BoardSystem.Exchange(ref board, a, b);
            least = ulong.Min(least, KeyOf(in board));
        }

        return least;
    }

    private readonly struct Sink(List<Board> found) : ISuccessorSink<Board>
    {
        private readonly Board[] _open = new Board[1];

        public List<Board> Found => found;

        public bool Takes(int rule, int instance, int choice) => true;

        public ref Board Begin(in Board source)
        {
            _open[0] = source;
            return ref _open[0];
        }

        public void Commit(int rule, int instance, int choice) => found.Add(_open[0]);
    }
}
