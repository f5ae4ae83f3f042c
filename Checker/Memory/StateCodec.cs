using System.Numerics;
using System.Runtime.Intrinsics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Turns states into 64-bit keys and back, exactly. A state is seen as 8-byte words; each distinct word gets a 32-bit
/// number, two neighbouring numbers are a key that gets a number again, and so on up to the last two, which are the key
/// of the state. Equal parts are stored once, so a state costs little more than its key (recursive indexing: Laarman,
/// van de Pol and Weber, "Parallel recursive state compression for free", SPIN 2011).
/// <para>
/// The codec keeps one state in the open, with the numbers of all its parts, and a scratch copy that successors are
/// made in. Only what differs between the two is looked at when a successor is turned into its key.
/// </para>
/// </summary>
internal sealed unsafe class StateCodec : IDisposable
{
    private readonly InternTable _parts;
    private readonly NativeArray<ulong> _stateArray;
    private readonly NativeArray<uint> _numberArray;
    private readonly NativeArray<NumberChange> _undoArray;
    private readonly NativeArray<int> _placeArray;

    private readonly int _words;
    private readonly int _paddedWords;

    // Numbers of level 0 are those of words; the last level has two. _levels[i] is where level i starts.
    private readonly uint*[] _levels;
    private readonly ulong* _source;
    private readonly ulong* _scratch;
    private readonly NumberChange* _undo;
    private readonly int* _places;
    private readonly int* _nextPlaces;

    public StateCodec(int stateBytes, MemoryBudget budget)
    {
        _words = Math.Max((stateBytes + sizeof(ulong) - 1) / sizeof(ulong), 1);
        _paddedWords = (_words + Vector256<ulong>.Count - 1) / Vector256<ulong>.Count * Vector256<ulong>.Count;
        _stateArray = new NativeArray<ulong>((nuint)_paddedWords * 2, budget);
        _source = _stateArray.Pointer;
        _scratch = _source + _paddedWords;

        var lengths = LevelLengths(_words);
        var numbers = (nuint)lengths.Sum();
        _numberArray = new NativeArray<uint>(Math.Max(numbers, 1), budget);
        _levels = new uint*[lengths.Count];
        var level = _numberArray.Pointer;
        for (var i = 0; i < lengths.Count; i++)
        {
            _levels[i] = level;
            level += lengths[i];
        }

        _undoArray = new NativeArray<NumberChange>(Math.Max(numbers, 1), budget);
        _undo = _undoArray.Pointer;
        _placeArray = new NativeArray<int>((nuint)_paddedWords * 4, budget);
        _places = _placeArray.Pointer;
        _nextPlaces = _places + _paddedWords * 2;

        // The number 0 stands for a word of zeros, and so for any part of the state that is all zeros.
        _parts = new InternTable(budget);
        _parts.Intern(0);
    }

    /// <summary>The state whose successors are being made.</summary>
    public byte* Source => (byte*)_source;

    /// <summary>Equal to <see cref="Source"/> until a successor is written here.</summary>
    public byte* Scratch => (byte*)_scratch;

    /// <summary>Memory in use for parts of states, in bytes.</summary>
    public long UsedBytes => _parts.UsedBytes;

    /// <summary>Brings the state with a key into the open.</summary>
    public void Load(ulong key)
    {
        if (_words == 1)
        {
            *_source = *_scratch = key;
            return;
        }

        var places = _places;
        var next = _nextPlaces;
        var count = SetPair(_levels[^1], 0, key, places, 0);
        for (var level = _levels.Length - 1; level > 0; level--)
        {
            var numbers = _levels[level];
            var below = _levels[level - 1];
            var belowCount = 0;
            for (var i = 0; i < count; i++)
            {
                var pair = _parts.KeyOf(numbers[places[i]]);
                belowCount = SetPair(below, places[i] * 2, pair, next, belowCount);
            }

            var swap = places;
            places = next;
            next = swap;
            count = belowCount;
        }

        for (var i = 0; i < count; i++)
        {
            var place = places[i];
            _source[place] = _scratch[place] = _parts.KeyOf(_levels[0][place]);
        }
    }

    /// <summary>The key of the state in the scratch copy, which then equals <see cref="Source"/> again.</summary>
    public ulong TakeScratch()
    {
        if (_words == 1)
        {
            var word = *_scratch;
            *_scratch = *_source;
            return word;
        }

        var undone = NumberChangedWords();
        var count = undone;
        for (var level = 1; level < _levels.Length && count > 0; level++)
        {
            count = NumberChangedPairs(level, count, ref undone);
        }

        var key = *(ulong*)_levels[^1];
        while (undone > 0)
        {
            var change = _undo[--undone];
            *change.Number = change.Before;
        }

        return key;
    }

    /// <summary>Makes the scratch copy equal <see cref="Source"/> again, whatever was written there.</summary>
    public void ResetScratch() =>
        Buffer.MemoryCopy(_source, _scratch, _paddedWords * sizeof(ulong), _paddedWords * sizeof(ulong));

    /// <summary>
    /// Brings the state of all zeros into the open. Needed after an exception in <see cref="TakeScratch"/>, which
    /// leaves the numbers of parts in disorder.
    /// </summary>
    public void Reset()
    {
        _numberArray.Clear();
        _stateArray.Clear();
    }

    /// <summary>
    /// Forgets every part of every state and keeps the memory; keys made so far mean nothing any more.
    /// </summary>
    public void Forget()
    {
        Reset();
        _parts.Clear();
        _parts.Intern(0);
    }

    public void Dispose()
    {
        _parts.Dispose();
        _stateArray.Dispose();
        _numberArray.Dispose();
        _undoArray.Dispose();
        _placeArray.Dispose();
    }

    /// <summary>
    /// Lengths of the levels, each even: an odd one ends with a number 0 that stands for the zeros after the state.
    /// </summary>
    private static List<int> LevelLengths(int words)
    {
        var lengths = new List<int>();
        for (var length = words; length > 1; length = (length + 1) / 2)
        {
            lengths.Add(length + length % 2);
        }

        return lengths;
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

    private int NumberChangedWords()
    {
        var count = 0;
        for (var first = 0; first < _paddedWords; first += Vector256<ulong>.Count)
        {
            // Safety: both copies are padded to whole vectors.
            var equal = Vector256.Equals(Vector256.Load(_source + first), Vector256.Load(_scratch + first));
            var differing = ~equal.ExtractMostSignificantBits() & 0b1111;
            while (differing != 0)
            {
                var place = first + BitOperations.TrailingZeroCount(differing);
                differing &= differing - 1;
                var word = _scratch[place];
                _scratch[place] = _source[place];
                Change(_levels[0] + place, word == 0 ? 0 : _parts.Intern(word), count);
                _places[count++] = place;
            }
        }

        return count;
    }

    private int NumberChangedPairs(int level, int count, ref int undone)
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
                Change(numbers + place, _parts.Intern(below[place]), undone++);
                _places[changed++] = place;
            }
        }

        return changed;
    }

    private void Change(uint* number, uint value, int undone)
    {
        _undo[undone] = new NumberChange(number, *number);
        *number = value;
    }

    private readonly struct NumberChange(uint* number, uint before)
    {
        public readonly uint* Number = number;
        public readonly uint Before = before;
    }
}
