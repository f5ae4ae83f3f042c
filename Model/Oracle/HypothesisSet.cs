using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Model.Oracle;

/// <summary>
/// A small set of hypotheses, compared byte by byte but for their circumstances, which are merged. Its memory is
/// bounded and used again.
/// </summary>
/// <param name="most">How many it may hold.</param>
internal sealed class HypothesisSet(int most)
{
    private Hypothesis[] _items = new Hypothesis[2];

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether one had no place.</summary>
    public bool HasOverflowed { get; private set; }

    /// <summary>The hypothesis with an index.</summary>
    public ref Hypothesis this[int index] => ref _items[index];

    /// <summary>Empties the set.</summary>
    public void Clear()
    {
        Count = 0;
        HasOverflowed = false;
    }

    /// <summary>Adds a hypothesis that is not there yet.</summary>
    public void Add(in Hypothesis added)
    {
        for (var index = 0; index < Count; index++)
        {
            if (BytesOf(in _items[index]).SequenceEqual(BytesOf(in added)))
            {
                _items[index].Beside.Merge(in added.Beside);
                return;
            }
        }

        if (Count == most)
        {
            HasOverflowed = true;
            return;
        }

        if (Count == _items.Length)
        {
            Array.Resize(ref _items, Math.Min(Count * 2, most));
        }

        _items[Count++] = added;
    }

    private static ReadOnlySpan<byte> BytesOf(in Hypothesis hypothesis) =>
        MemoryMarshal.AsBytes(new ReadOnlySpan<Hypothesis>(in hypothesis))[..^Unsafe.SizeOf<Circumstances>()];
}
