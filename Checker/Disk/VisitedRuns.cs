using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Disk;

/// <summary>
/// All visited states as sorted runs of keys. The log has one for each level that was added here; what came before is
/// sorted once.
/// </summary>
internal sealed unsafe class VisitedRuns(Checkpoint checkpoint, DiskBuffers buffers, MemoryBudget budget) : IDisposable
{
    private const int SortedLeast = 1 << 10;
    private const int SortedMost = 1 << 28;

    private readonly List<VisitedRun> _runs = [];
    private readonly ulong[] _buffer = new ulong[buffers.Bytes / sizeof(ulong)];

    /// <summary>Takes up what a checkpoint holds.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    /// <exception cref="MemoryBudgetException">There is no memory to sort in.</exception>
    public void Open(Position position)
    {
        Sort(checkpoint.SortedFrom);
        var first = 0u;
        foreach (var end in position.LevelEnds.Append(position.States))
        {
            if (first >= checkpoint.SortedFrom)
            {
                AddLevel(first, end);
            }

            first = end;
        }
    }

    /// <summary>Adds states that were appended to the log in the order of their keys.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void AddLevel(uint first, uint end)
    {
        if (first < end)
        {
            Add(new VisitedRun(checkpoint.Keys, first, end, isOwned: false));
        }
    }

    /// <summary>Begins with the first keys again.</summary>
    public void Rewind() => _runs.ForEach(run => run.Rewind());

    /// <inheritdoc cref="VisitedRun.Mark"/>
    public void Mark(ReadOnlySpan<ulong> candidates, Span<uint> parents, uint noParent)
    {
        foreach (var run in _runs)
        {
            run.Mark(candidates, parents, noParent, _buffer);
        }
    }

    public void Dispose() => _runs.ForEach(run => run.Dispose());

    private void Sort(long end)
    {
        var room = (budget.MostBytes - budget.HeldBytes) / 2 / sizeof(ulong);
        var atATime = (int)long.Min(end, long.Clamp(room, SortedLeast, SortedMost));
        if (atATime == 0)
        {
            return;
        }

        using var memory = new NativeArray<ulong>((nuint)atATime, budget);
        for (var first = 0L; first < end; first += atATime)
        {
            var keys = new Span<ulong>(memory.Pointer, (int)long.Min(atATime, end - first));
            checkpoint.Keys.Read(first, keys);
            keys.Sort();
            var run = NewRun();
            run.Append(keys);
            Add(Complete(run));
        }
    }

    /// <summary>Every level reads all runs, so many small ones are made one.</summary>
    private void Add(VisitedRun run)
    {
        _runs.Add(run);
        if (_runs.Count < DiskBuffers.RunsMost)
        {
            return;
        }

        _runs.Sort((one, other) => other.Count.CompareTo(one.Count));
        var small = _runs[(_runs.Count / 3)..];
        var all = new RunMerge<ulong, ByKey>(small.Select(each => each.Reader(_buffer.Length)));
        var merged = NewRun();
        while (all.TryNext(out var key))
        {
            merged.Append([key]);
        }

        _runs.RemoveRange(_runs.Count - small.Count, small.Count);
        _runs.Add(Complete(merged));
        small.ForEach(each => each.Dispose());
    }

    private RecordLog<ulong> NewRun() => new(checkpoint.NewFile("visited"), checkpoint.Meter);

    private static VisitedRun Complete(RecordLog<ulong> run)
    {
        run.Flush();
        return new VisitedRun(run, 0, run.Count, isOwned: true);
    }
}
