using System.Runtime.Intrinsics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Which lines of a wide state have anything in them, in the first state or in one that differs from it, and which are
/// all zeros in every state so far: room for instances that the bounds of a run do not use.
/// </summary>
internal sealed unsafe class InhabitedLines : IDisposable
{
    /// <summary>Words of a line of the cache, and of the widest vector.</summary>
    public const int LineWords = 8;

    private readonly StateLayout _layout;
    private readonly NativeArray<int> _inhabited;
    private readonly NativeArray<WordRange> _empty;
    private int _inhabitedCount;
    private int _emptyCount;

    public InhabitedLines(StateLayout layout, MemoryBudget budget)
    {
        _layout = layout;
        var lines = (nuint)(layout.PaddedWords / LineWords);
        _inhabited = new NativeArray<int>(lines, budget);
        _empty = new NativeArray<WordRange>(lines, budget);
    }

    /// <summary>The first word of each line that has anything in it.</summary>
    public ReadOnlySpan<int> Inhabited => new(_inhabited.Pointer, _inhabitedCount);

    /// <summary>The words of the other lines.</summary>
    public ReadOnlySpan<WordRange> Empty => new(_empty.Pointer, _emptyCount);

    /// <summary>Takes up a layout that has learned.</summary>
    public void Attach()
    {
        (_inhabitedCount, _emptyCount) = (0, 0);
        for (var first = 0; first < _layout.PaddedWords; first += LineWords)
        {
            if ((Vector512.Load(_layout.Base + first) | Vector512.Load(_layout.Known + first)) != Vector512<ulong>.Zero)
            {
                _inhabited[(nuint)_inhabitedCount++] = first;
            }
            else if (_emptyCount > 0 && _empty[(nuint)_emptyCount - 1].End == first)
            {
                _empty[(nuint)_emptyCount - 1] = _empty[(nuint)_emptyCount - 1] with { End = first + LineWords };
            }
            else
            {
                _empty[(nuint)_emptyCount++] = new WordRange(first, first + LineWords);
            }
        }
    }

    /// <summary>Whether all lines of a state that had nothing in them have nothing now.</summary>
    public bool AreOthersEmpty(ulong* state)
    {
        var (even, odd) = (Vector512<ulong>.Zero, Vector512<ulong>.Zero);
        foreach (var range in Empty)
        {
            var word = range.First;
            for (; word + LineWords < range.End; word += 2 * LineWords)
            {
                even |= Vector512.Load(state + word);
                odd |= Vector512.Load(state + word + LineWords);
            }

            if (word < range.End)
            {
                even |= Vector512.Load(state + word);
            }
        }

        return (even | odd) == Vector512<ulong>.Zero;
    }

    public void Dispose()
    {
        _inhabited.Dispose();
        _empty.Dispose();
    }
}

/// <summary>Words that lie side by side.</summary>
internal readonly record struct WordRange(int First, int End);
