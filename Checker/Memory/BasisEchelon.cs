using System.Numerics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// The rows of a layout in reduced echelon form (Gauss and Jordan): each has a bit that no other has, so that all of a
/// packed state can be told at once.
/// </summary>
internal sealed unsafe class BasisEchelon : IDisposable
{
    private readonly NativeArray<ulong> _rows;
    private readonly NativeArray<BitField> _pivots;
    private readonly int _words;

    private BasisEchelon(int count, int words, MemoryBudget budget)
    {
        Count = count;
        _words = words;
        _rows = new NativeArray<ulong>((nuint)int.Max(count, 1) * (nuint)words, budget);
        _pivots = new NativeArray<BitField>((nuint)int.Max(count, 1), budget);
    }

    /// <summary>The number of rows.</summary>
    public int Count { get; }

    /// <summary>
    /// How many bits a packed word gets: if one does not hold them all, each leaf of the tree as many as another, so
    /// that as few parts as possible differ.
    /// </summary>
    public int BitsPerWord
    {
        get
        {
            var leaves = (int)BitOperations.RoundUpToPowerOf2((uint)(Count + 63) / 64);
            return leaves <= 1 ? 64 : (Count + leaves - 1) / leaves;
        }
    }

    /// <summary>Brings the rows of a layout into the form.</summary>
    public static BasisEchelon Of(StateLayout layout, BitRows rows, MemoryBudget budget)
    {
        var echelon = new BasisEchelon(layout.FieldCount, layout.Words, budget);
        for (var row = 0; row < echelon.Count; row++)
        {
            rows.AddTo(echelon.RowAt(row), layout.Fields[row].Place);
        }

        echelon.Reduce(layout.Known);
        return echelon;
    }

    /// <summary>A row, as a state.</summary>
    public ulong* RowAt(int row) => _rows.Pointer + row * (nint)_words;

    /// <summary>The bit that a row is told by, and its place.</summary>
    public BitField PivotOf(int row, int bitsPerWord) =>
        _pivots[(nuint)row] with { Packed = row / bitsPerWord, Shift = row % bitsPerWord };

    public void Dispose()
    {
        _rows.Dispose();
        _pivots.Dispose();
    }

    private void Reduce(ulong* known)
    {
        var done = 0;
        for (var word = 0; word < _words && done < Count; word++)
        {
            for (var bits = known[word]; bits != 0 && done < Count; bits &= bits - 1)
            {
                var bit = bits & (0 - bits);
                if (TryMoveUp(word, bit, done))
                {
                    _pivots[(nuint)done] = new BitField(bit, word, 0, 0);
                    ClearOthers(word, bit, done++);
                }
            }
        }
    }

    private bool TryMoveUp(int word, ulong bit, int done)
    {
        for (var row = done; row < Count; row++)
        {
            if ((RowAt(row)[word] & bit) != 0)
            {
                for (var each = 0; row != done && each < _words; each++)
                {
                    (RowAt(row)[each], RowAt(done)[each]) = (RowAt(done)[each], RowAt(row)[each]);
                }

                return true;
            }
        }

        return false;
    }

    private void ClearOthers(int word, ulong bit, int pivot)
    {
        for (var row = 0; row < Count; row++)
        {
            if (row != pivot && (RowAt(row)[word] & bit) != 0)
            {
                for (var each = 0; each < _words; each++)
                {
                    RowAt(row)[each] ^= RowAt(pivot)[each];
                }
            }
        }
    }
}
