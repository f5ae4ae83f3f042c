namespace Wakeline.Checking.Disk;

/// <summary>Keys of visited states in ascending order: a part of a log, or a file of its own.</summary>
internal sealed class VisitedRun(RecordLog<ulong> log, long first, long end, bool isOwned) : IDisposable
{
    private long _next;

    /// <summary>The number of keys.</summary>
    public long Count => end - first;

    public RunReader<ulong> Reader(int bufferRecords) => new(log, first, end, bufferRecords);

    /// <summary>Begins at the first key again.</summary>
    public void Rewind() => _next = first;

    /// <summary>
    /// Marks candidates that are among the keys, by giving them no parent. Each call is about greater candidates than
    /// the one before.
    /// </summary>
    /// <exception cref="DiskException">The disk fails.</exception>
    public void Mark(ReadOnlySpan<ulong> candidates, Span<uint> parents, uint noParent, ulong[] buffer)
    {
        var (at, filled) = (0, 0);
        for (var i = 0; i < candidates.Length; i++)
        {
            var candidate = candidates[i];
            while (at < filled && buffer[at] < candidate)
            {
                at++;
            }

            if (at == filled)
            {
                filled = Fill(candidate, buffer);
                at = FirstNotLess(candidate, buffer.AsSpan(0, filled));
                if (at == filled)
                {
                    return;
                }
            }

            if (buffer[at] == candidate)
            {
                parents[i] = noParent;
            }
        }

        _next -= filled - at;
    }

    public void Dispose()
    {
        if (isOwned)
        {
            log.Delete();
        }
    }

    /// <summary>Reads on to the first key that is not less than a candidate, if there is one.</summary>
    /// <returns>How many keys were read.</returns>
    private int Fill(ulong candidate, ulong[] buffer)
    {
        var filled = Read(buffer);
        if (filled > 0 && buffer[filled - 1] < candidate)
        {
            // Few candidates among many keys: most of these need not be read.
            _next = FirstNotLess(candidate);
            filled = Read(buffer);
        }

        return filled;
    }

    private static int FirstNotLess(ulong candidate, ReadOnlySpan<ulong> keys) =>
        keys.BinarySearch(candidate) is var found && found < 0 ? ~found : found;

    private int Read(ulong[] buffer)
    {
        var count = (int)long.Min(buffer.Length, end - _next);
        log.Read(_next, buffer.AsSpan(0, count));
        _next += count;
        return count;
    }

    private long FirstNotLess(ulong candidate)
    {
        var (low, high, step) = (_next, _next, 1L);
        for (; high < end && KeyAt(high) < candidate; step *= 2)
        {
            low = high + 1;
            high = long.Min(end, high + step);
        }

        while (low < high)
        {
            var middle = low + (high - low) / 2;
            (low, high) = KeyAt(middle) < candidate ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    private ulong KeyAt(long index)
    {
        Span<ulong> key = stackalloc ulong[1];
        log.Read(index, key);
        return key[0];
    }
}
