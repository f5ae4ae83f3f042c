namespace Wakeline.Checking.Disk;

/// <summary>Reads a sorted run from one end to the other.</summary>
internal sealed class RunReader<TRecord>(RecordLog<TRecord> log, long first, long end, int bufferRecords)
    where TRecord : unmanaged
{
    private readonly TRecord[] _buffer = new TRecord[(int)long.Min(bufferRecords, end - first)];
    private readonly long _end = end;
    private long _next = first;
    private int _at;
    private int _filled;

    /// <summary>The record that was read last.</summary>
    public ref readonly TRecord Current => ref _buffer[_at - 1];

    /// <summary>Reads the next record.</summary>
    /// <returns><see langword="false"/> if there is none.</returns>
    /// <exception cref="DiskException">The disk fails.</exception>
    public bool MoveNext()
    {
        if (_at == _filled)
        {
            _filled = (int)long.Min(_buffer.Length, _end - _next);
            if (_filled == 0)
            {
                return false;
            }

            log.Read(_next, _buffer.AsSpan(0, _filled));
            _next += _filled;
            _at = 0;
        }

        _at++;
        return true;
    }
}
