using System.Numerics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// The numbers of all parts of one state, as a binary tree: those of its packed words are the leaves, a pair of
/// neighbours has a number again, the last pair is the key of the state. There are as many leaves as a power of two;
/// the number 0 stands for zeros, so leaves that are not in use cost nothing.
/// </summary>
internal sealed unsafe class PartTree : IDisposable
{
    private readonly NativeArray<uint> _numberArray;
    private readonly NativeArray<int> _placeArray;
    private readonly NativeArray<ulong> _markArray;
    private readonly NativeArray<NumberChange> _undoArray;
    private readonly RecentParts _recent = new();
    private readonly uint*[] _levels;
    private readonly NumberChange* _undo;
    private readonly ulong* _marks;
    private readonly int _markWords;
    private int* _places;
    private int* _nextPlaces;

    /// <param name="levels">The number of levels; with none, a state is a word and there is nothing to keep.</param>
    /// <param name="budget">Where memory comes from.</param>
    public PartTree(int levels, MemoryBudget budget)
    {
        var leaves = 1 << levels;
        _numberArray = new NativeArray<uint>((nuint)leaves * 2, budget);
        _levels = new uint*[levels];
        var level = _numberArray.Pointer;
        for (var i = 0; i < levels; i++)
        {
            _levels[i] = level;
            level += leaves >> i;
        }

        _placeArray = new NativeArray<int>((nuint)leaves * 2, budget);
        _places = _placeArray.Pointer;
        _nextPlaces = _places + leaves;
        _undoArray = new NativeArray<NumberChange>((nuint)leaves * 2, budget);
        _undo = _undoArray.Pointer;
        _markWords = (leaves + 63) / 64;
        _markArray = new NativeArray<ulong>((nuint)_markWords, budget);
        _marks = _markArray.Pointer;
    }

    /// <summary>The number of a leaf.</summary>
    public uint Leaf(int place) => _levels[0][place];

    /// <summary>A leaf that the last descent changed.</summary>
    public int ChangedLeaf(int index) => _places[index];

    /// <summary>Says that a leaf is going to change.</summary>
    public void Mark(int leaf) => _marks[leaf >> 6] |= 1UL << (leaf & 63);

    /// <summary>Makes the tree that of the state with a key.</summary>
    /// <returns>How many leaves changed.</returns>
    public int Descend(ulong key, Interner parts)
    {
        var count = SetPair(_levels[^1], 0, key, _places, 0);
        for (var level = _levels.Length - 1; level > 0; level--)
        {
            var numbers = _levels[level];
            var below = _levels[level - 1];
            var belowCount = 0;
            for (var i = 0; i < count; i++)
            {
                var pair = parts.KeyOf(numbers[_places[i]]);
                belowCount = SetPair(below, _places[i] * 2, pair, _nextPlaces, belowCount);
            }

            var swap = _places;
            _places = _nextPlaces;
            _nextPlaces = swap;
            count = belowCount;
        }

        return count;
    }

    /// <summary>
    /// The key of the state whose marked leaves are those of this one with changes, which are zero afterwards; the tree
    /// stays as it is.
    /// </summary>
    /// <returns><see langword="false"/> if there was no room for a new part.</returns>
    public bool TryAscend(ulong* leaves, ulong* changes, Interner parts, out ulong key)
    {
        var undone = 0;
        var hasRoom = true;
        var count = 0;
        for (var i = 0; i < _markWords; i++)
        {
            for (var marks = _marks[i]; marks != 0; marks &= marks - 1)
            {
                var place = i * 64 + BitOperations.TrailingZeroCount(marks);
                var word = leaves[place] ^ changes[place];
                changes[place] = 0;
                hasRoom = hasRoom && TryChange(_levels[0] + place, word, parts, ref undone);
                _places[count++] = place;
            }

            _marks[i] = 0;
        }

        for (var level = 1; level < _levels.Length && hasRoom; level++)
        {
            hasRoom = TryChangePairs(level, ref count, parts, ref undone);
        }

        key = *(ulong*)_levels[^1];
        while (undone > 0)
        {
            var change = _undo[--undone];
            *change.Number = change.Before;
        }

        return hasRoom;
    }

    /// <summary>Makes the tree that of the state of zeros.</summary>
    public void Clear()
    {
        _numberArray.Clear();
        _recent.Clear();
    }

    public void Dispose()
    {
        _numberArray.Dispose();
        _placeArray.Dispose();
        _markArray.Dispose();
        _undoArray.Dispose();
    }

    /// <summary>Sets two neighbouring numbers and notes which of them changed.</summary>
    private static int SetPair(uint* numbers, int place, ulong pair, int* changed, int count)
    {
        var left = (uint)pair;
        if (numbers[place] != left)
        {
            numbers[place] = left;
            changed[count++] = place;
        }

        var right = (uint)(pair >> 32);
        if (numbers[place + 1] != right)
        {
            numbers[place + 1] = right;
            changed[count++] = place + 1;
        }

        return count;
    }

    private bool TryChangePairs(int level, ref int count, Interner parts, ref int undone)
    {
        var below = (ulong*)_levels[level - 1];
        var numbers = _levels[level];
        var changed = 0;
        var last = -1;
        for (var i = 0; i < count; i++)
        {
            // Places ascend, so the two changes of a pair follow each other.
            var place = _places[i] >> 1;
            if (place != last)
            {
                last = place;
                if (!TryChange(numbers + place, below[place], parts, ref undone))
                {
                    return false;
                }

                _places[changed++] = place;
            }
        }

        count = changed;
        return true;
    }

    private bool TryChange(uint* number, ulong key, Interner parts, ref int undone)
    {
        var value = _recent.TryIntern(key, parts);
        if (value == InternTable.None)
        {
            return false;
        }

        _undo[undone++] = new NumberChange(number, *number);
        *number = value;
        return true;
    }

    private readonly struct NumberChange(uint* number, uint before)
    {
        public readonly uint* Number = number;
        public readonly uint Before = before;
    }
}
