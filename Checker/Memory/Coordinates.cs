using System.Numerics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Finds which rows of a layout's basis a difference between two wide states is the sum of, for one thread. First the
/// rows that can be told by a bit of their own, then the late ones, in their order; if anything is left then, the
/// difference is none that the layout knows.
/// </summary>
internal sealed unsafe class Coordinates : IDisposable
{
    private readonly StateLayout _layout;
    private readonly BitRows _rows;
    private readonly NativeArray<ulong> _restArray;
    private readonly NativeArray<int> _touchedArray;
    private readonly NativeArray<PackedChange> _changeArray;

    // What the layout says, because the inner loop reads it for every successor.
    private int* _firstOfWord;
    private BitField* _fieldsByWord;
    private RowRange* _ranges;
    private RowPart* _parts;

    // What is left of a difference, zero in between, and the words in which there may be something.
    private ulong* _rest;
    private int* _touched;
    private PackedChange* _changes;
    private int _count;

    public Coordinates(StateLayout layout, BitRows rows, MemoryBudget budget)
    {
        _layout = layout;
        _rows = rows;
        _restArray = new NativeArray<ulong>((nuint)layout.PaddedWords, budget);
        _touchedArray = new NativeArray<int>((nuint)layout.PaddedWords, budget);
        _changeArray = new NativeArray<PackedChange>(64, budget);
        Attach();
    }

    /// <summary>The difference that was found last, packed.</summary>
    public ReadOnlySpan<PackedChange> Changes => new(_changes, _count);

    /// <summary>Takes up a layout that has learned.</summary>
    public void Attach()
    {
        // Each row is added once at most.
        _touchedArray.EnsureLength((nuint)(_layout.PaddedWords + _rows.PartCount));
        _changeArray.EnsureLength((nuint)_layout.FieldCount + 1);
        _firstOfWord = _layout.FirstOfWord;
        _fieldsByWord = _layout.FieldsByWord;
        _ranges = _rows.Ranges;
        _parts = _rows.Parts;
        _rest = _restArray.Pointer;
        _touched = _touchedArray.Pointer;
        _changes = _changeArray.Pointer;
    }

    /// <summary>Finds the rows for a difference, which is zero in all words but some.</summary>
    /// <returns>Whether the layout knows it.</returns>
    public bool TryFind(ReadOnlySpan<int> words, ulong* source, ulong* other)
    {
        _count = 0;
        var touched = 0;
        foreach (var word in words)
        {
            var difference = source[word] ^ other[word];
            _rest[word] ^= difference;
            _touched[touched++] = word;
            var end = _firstOfWord[word + 1];
            for (var field = _firstOfWord[word]; field < end; field++)
            {
                var change = _fieldsByWord[field].Pack(difference);
                if (change != 0)
                {
                    touched = Subtract(_fieldsByWord[field].Packed, change, touched);
                }
            }
        }

        if (IsAnythingLeft(touched))
        {
            foreach (ref readonly var late in _layout.Late)
            {
                if ((_rest[late.Word] & late.Bits) != 0)
                {
                    touched = Subtract(late.Packed, 1UL << late.Shift, touched);
                }
            }
        }

        return Clear(touched) == 0;
    }

    public void Dispose()
    {
        _restArray.Dispose();
        _touchedArray.Dispose();
        _changeArray.Dispose();
    }

    private int Subtract(int packed, ulong change, int touched)
    {
        _changes[_count++] = new PackedChange(packed, change);
        for (; change != 0; change &= change - 1)
        {
            var range = _ranges[packed * 64 + BitOperations.TrailingZeroCount(change)];
            for (var part = range.First; part < range.End; part++)
            {
                var word = _parts[part].Word;
                _rest[word] ^= _parts[part].Bits;
                _touched[touched++] = word;
            }
        }

        return touched;
    }

    private bool IsAnythingLeft(int touched)
    {
        var rest = 0UL;
        for (var i = 0; i < touched; i++)
        {
            rest |= _rest[_touched[i]];
        }

        return rest != 0;
    }

    private ulong Clear(int touched)
    {
        var rest = 0UL;
        for (var i = 0; i < touched; i++)
        {
            rest |= _rest[_touched[i]];
            _rest[_touched[i]] = 0;
        }

        return rest;
    }
}

/// <summary>Bits of a packed word that change.</summary>
internal readonly record struct PackedChange(int Packed, ulong Bits);
