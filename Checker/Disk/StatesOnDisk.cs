using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Disk;

/// <summary>
/// Keeps the states of a search on disk, and in memory only the successors that a level finds. Which of these are new
/// is found out at the end of the level, by reading the keys of all visited states in order beside those of the
/// successors, and not by looking up each (delayed duplicate detection: Stern and Dill, "Using magnetic disk instead of
/// main memory in the Mur-phi verifier", CAV 1998; Korf, "Best-first frontier search with delayed duplicate detection",
/// AAAI 2004). The new ones are appended to the log in the order of their keys, so that the log of a level is a sorted
/// run itself.
/// </summary>
internal sealed unsafe class StatesOnDisk : IDisposable
{
    private const uint Known = uint.MaxValue;

    // With fewer candidates than these at a time, a search would write more files than states.
    private const uint CandidatesLeast = 1 << 10;

    private readonly Checkpoint _checkpoint;
    private readonly StateStore _store;
    private readonly MemoryBudget _budget;
    private readonly DiskBuffers _buffers;
    private readonly VisitedRuns _visited;
    private readonly CandidateRuns _candidates;
    private long _allowed;

    /// <param name="checkpoint">Where the states are.</param>
    /// <param name="store">Has the layout and parts of the states, and takes the successors.</param>
    /// <param name="budget">Where memory comes from.</param>
    /// <exception cref="MemoryBudgetException">There is no memory to begin with.</exception>
    public StatesOnDisk(Checkpoint checkpoint, StateStore store, MemoryBudget budget)
    {
        _checkpoint = checkpoint;
        _store = store;
        _budget = budget;
        _buffers = new DiskBuffers(budget);
        _visited = new VisitedRuns(checkpoint, _buffers, budget);
        _candidates = new CandidateRuns(checkpoint, _buffers);
        store.Overflow = Spill;
    }

    /// <summary>Whether a new state was refused.</summary>
    public bool HasRefused { get; private set; }

    /// <summary>Prepares the search for going on from where it was saved.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    /// <exception cref="MemoryBudgetException">There is no memory to sort in.</exception>
    public void Open(Position position) => _visited.Open(position);

    /// <summary>Adds the states that a level found and that are new.</summary>
    /// <param name="allowed">The most that may be added.</param>
    /// <exception cref="DiskException">The disk is full, or fails; some may have been added.</exception>
    /// <exception cref="MemoryBudgetException">There is no memory to merge in; none was added.</exception>
    public void Conclude(long allowed)
    {
        _allowed = allowed;
        _visited.Rewind();
        var first = (uint)_checkpoint.Keys.Count;
        var table = _store.States;
        table.Settle();
        if (_candidates.HasAny || table.Count > CandidateRuns.SortedMost)
        {
            _candidates.Add(table);
            table.Release();
            AddMerged();
        }
        else
        {
            var keys = new Span<ulong>(table.Keys, (int)table.Count);
            var parents = new Span<uint>(table.Notes, (int)table.Count);
            keys.Sort(parents);
            AddNew(keys, parents);
            table.Release();
        }

        _candidates.Clear();
        _checkpoint.Keys.Flush();
        _checkpoint.Parents.Flush();
        _visited.AddLevel(first, (uint)_checkpoint.Keys.Count);
    }

    public void Dispose()
    {
        _candidates.Dispose();
        _visited.Dispose();
        _buffers.Dispose();
    }

    /// <summary>Puts the candidates on disk, while no thread is at work.</summary>
    private void Spill(MemoryBudgetException full)
    {
        if (_store.States.Count < CandidatesLeast)
        {
            throw new MemoryBudgetException($"{full.Message} by parts of states, which have to stay in memory");
        }

        _candidates.Add(_store.States);
        _store.States.Release();
    }

    private void AddMerged()
    {
        const uint ChunkMost = 1 << 24;
        var room = (_budget.MostBytes - _budget.HeldBytes) / 2 / sizeof(Candidate);
        var length = (nuint)long.Clamp(room, CandidatesLeast, ChunkMost);
        using var keyArray = new NativeArray<ulong>(length, _budget);
        using var parentArray = new NativeArray<uint>(length, _budget);
        var keys = new Span<ulong>(keyArray.Pointer, (int)length);
        var parents = new Span<uint>(parentArray.Pointer, (int)length);
        var count = 0;
        var merge = _candidates.Merge();
        while (merge.TryNext(out var candidate))
        {
            if (count > 0 && keys[count - 1] == candidate.Key)
            {
                parents[count - 1] = uint.Min(parents[count - 1], candidate.Parent);
                continue;
            }

            if (count == keys.Length)
            {
                AddNew(keys, parents);
                count = 0;
            }

            keys[count] = candidate.Key;
            parents[count++] = candidate.Parent;
        }

        AddNew(keys[..count], parents[..count]);
    }

    /// <summary>Appends those of some candidates in ascending order that are new.</summary>
    private void AddNew(Span<ulong> keys, Span<uint> parents)
    {
        _visited.Mark(keys, parents, Known);
        var count = 0;
        for (var i = 0; i < keys.Length; i++)
        {
            if (parents[i] != Known)
            {
                keys[count] = keys[i];
                parents[count++] = parents[i];
            }
        }

        HasRefused |= count > _allowed;
        count = (int)long.Min(count, _allowed);
        _allowed -= count;
        _checkpoint.Keys.Append(keys[..count]);
        _checkpoint.Parents.Append(parents[..count]);
    }
}
