namespace Wakeline.Checking.Search;

/// <summary>The states of one level, of which threads take some at a time.</summary>
internal sealed class LevelClaims
{
    /// <summary>
    /// Claims start at multiples of this, so that two threads never write notes on states into one word.
    /// </summary>
    private const uint StatesPerClaim = 4 * LeadsToMarks.StatesPerWord;

    private long _nextClaim;
    private uint _start;
    private uint _end;
    private volatile bool _isOver;
    private Exception? _failure;

    /// <summary>Why the search cannot go on, if it cannot.</summary>
    public Exception? Failure => _failure;

    /// <summary>The end, exclusive, of the states of the level.</summary>
    public uint End => _end;

    /// <summary>Opens a level: the states from one index to another, exclusive.</summary>
    public void Open(uint start, uint end)
    {
        _start = start;
        _end = end;
        _nextClaim = start / StatesPerClaim;
    }

    /// <summary>Ends the level early; the first reason given counts.</summary>
    public void Stop(Exception? failure = null)
    {
        Interlocked.CompareExchange(ref _failure, failure, null);
        _isOver = true;
    }

    /// <summary>Takes the next states that nobody has.</summary>
    public bool TryTake(out uint first, out uint end)
    {
        var claim = Interlocked.Increment(ref _nextClaim) - 1;
        first = (uint)long.Max(claim * StatesPerClaim, _start);
        end = (uint)long.Min((claim + 1) * StatesPerClaim, _end);
        return claim * StatesPerClaim < _end && !_isOver;
    }
}
