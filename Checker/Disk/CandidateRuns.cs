using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Disk;

/// <summary>The candidates of one level that had no room in memory, as sorted runs.</summary>
internal sealed unsafe class CandidateRuns(Checkpoint checkpoint, DiskBuffers buffers) : IDisposable
{
    /// <summary>The most candidates that are sorted at a time.</summary>
    public const uint SortedMost = 1 << 30;

    private readonly List<RecordLog<Candidate>> _runs = [];

    /// <summary>Whether there are any.</summary>
    public bool HasAny => _runs.Count > 0;

    private int BufferRecords => buffers.Bytes / Unsafe.SizeOf<Candidate>();

    /// <summary>Writes the candidates in a table, whose keys lose their places.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void Add(InternTable table)
    {
        table.Settle();
        for (var first = 0u; first < table.Count; first += SortedMost)
        {
            var count = (int)uint.Min(table.Count - first, SortedMost);
            var keys = new Span<ulong>(table.Keys + first, count);
            var parents = new Span<uint>(table.Notes + first, count);
            keys.Sort(parents);
            Write(keys, parents);
        }
    }

    /// <summary>All candidates in the order of their keys; the same one may come several times.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public RunMerge<Candidate, ByCandidate> Merge()
    {
        while (_runs.Count > DiskBuffers.RunsMost)
        {
            var merged = NewRun();
            var some = _runs[..DiskBuffers.RunsMost];
            var all = MergeOf(some);
            while (all.TryNext(out var candidate))
            {
                merged.Append([candidate]);
            }

            merged.Flush();
            _runs.RemoveRange(0, some.Count);
            _runs.Add(merged);
            some.ForEach(run => run.Delete());
        }

        return MergeOf(_runs);
    }

    /// <summary>Forgets the candidates, because their level is complete or given up.</summary>
    public void Clear()
    {
        _runs.ForEach(run => run.Delete());
        _runs.Clear();
    }

    public void Dispose() => Clear();

    private RecordLog<Candidate> NewRun() => new(checkpoint.NewFile("candidates"), checkpoint.Meter);

    private RunMerge<Candidate, ByCandidate> MergeOf(IEnumerable<RecordLog<Candidate>> runs) =>
        new(runs.Select(run => new RunReader<Candidate>(run, 0, run.Count, BufferRecords)));

    private void Write(ReadOnlySpan<ulong> keys, ReadOnlySpan<uint> parents)
    {
        const int AtATime = 256;
        var run = NewRun();
        _runs.Add(run);
        Span<Candidate> some = stackalloc Candidate[AtATime];
        for (var at = 0; at < keys.Length; at += AtATime)
        {
            var count = int.Min(AtATime, keys.Length - at);
            for (var i = 0; i < count; i++)
            {
                some[i] = new Candidate(keys[at + i], parents[at + i]);
            }

            run.Append(some[..count]);
        }

        run.Flush();
    }
}
