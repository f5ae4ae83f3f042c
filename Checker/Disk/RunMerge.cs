namespace Wakeline.Checking.Disk;

/// <summary>Reads several sorted runs as if they were one.</summary>
internal sealed class RunMerge<TRecord, TOrder>
    where TRecord : unmanaged where TOrder : IRunOrder<TRecord>
{
    private readonly PriorityQueue<RunReader<TRecord>, ulong> _readers = new();

    public RunMerge(IEnumerable<RunReader<TRecord>> readers)
    {
        foreach (var reader in readers)
        {
            if (reader.MoveNext())
            {
                _readers.Enqueue(reader, TOrder.KeyOf(in reader.Current));
            }
        }
    }

    /// <summary>Reads the next record; of equal keys, all are read.</summary>
    /// <returns><see langword="false"/> if there is none.</returns>
    /// <exception cref="DiskException">The disk fails.</exception>
    public bool TryNext(out TRecord record)
    {
        if (!_readers.TryPeek(out var reader, out _))
        {
            record = default;
            return false;
        }

        record = reader.Current;
        if (reader.MoveNext())
        {
            _readers.DequeueEnqueue(reader, TOrder.KeyOf(in reader.Current));
        }
        else
        {
            _readers.Dequeue();
        }

        return true;
    }
}
