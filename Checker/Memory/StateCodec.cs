using System.Numerics;
using System.Runtime.Intrinsics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Turns states into 64-bit keys and back, exactly, for one thread. The bits that vary between states are packed
/// (<see cref="StateLayout"/>). If they fit a word, that is the key. If not, each distinct packed word gets a 32-bit
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
    /// <summary>Words of a line of the cache.</summary>
    public const int LineWords = InhabitedLines.LineWords;

    private readonly StateLayout _layout;
    private readonly Interner _parts;
    private readonly NativeArray<ulong> _stateArray;
    private readonly NativeArray<int> _differingArray;
    private readonly NativeArray<ulong> _packedArray;
    private readonly ulong* _source;
    private readonly ulong* _scratch;
    private readonly int* _differing;

    private readonly bool _hasFingerprints;

    // Of wide states only.
    private readonly Coordinates? _coordinates;
    private readonly InhabitedLines? _lines;

    private PartTree _tree;
    private int _levels;
    private ulong _fingerprint;

    // What the layout says, because the inner loop reads it for every successor.
    private ulong* _known;
    private int* _firstOfWord;
    private BitField* _fieldsByWord;

    // Packed words of the state in the open, and their changes towards a successor, which are zero in between.
    private ulong* _packed;
    private ulong* _changes;

    /// <param name="layout">The layout; other threads share it.</param>
    /// <param name="levels">The number of levels of the tree that keys are made by.</param>
    /// <param name="parts">A hand of this thread on the parts, of which number 0 is that of the key 0.</param>
    /// <param name="hasFingerprints">Whether fingerprints are the keys, and states are brought back from rows.</param>
    /// <param name="budget">Where memory comes from.</param>
    public StateCodec(StateLayout layout, int levels, Interner parts, bool hasFingerprints, MemoryBudget budget)
    {
        _hasFingerprints = hasFingerprints;
        _layout = layout;
        _parts = parts;
        _stateArray = new NativeArray<ulong>((nuint)layout.PaddedWords * 2 + LineWords, budget);
        _source = AtLine(_stateArray.Pointer);
        _scratch = _source + layout.PaddedWords;
        _differingArray = new NativeArray<int>((nuint)layout.PaddedWords, budget);
        _differing = _differingArray.Pointer;
        _packedArray = new NativeArray<ulong>(2, budget);
        _tree = new PartTree(0, budget);
        Successors = new SuccessorRing(layout, _source, budget);
        _coordinates = layout.Rows is { } rows ? new Coordinates(layout, rows, budget) : null;
        _lines = layout.Rows is null ? null : new InhabitedLines(layout, budget);
        Attach(levels, budget);
        Reset();
    }

    /// <summary>The state whose successors are being made.</summary>
    public byte* Source => (byte*)_source;

    /// <summary>Where successors of small states are made, instead of in <see cref="Scratch"/>.</summary>
    public SuccessorRing Successors { get; }

    /// <summary>Equal to <see cref="Source"/> until a successor is written here.</summary>
    public byte* Scratch => (byte*)_scratch;

    /// <summary>
    /// Takes up a layout that has become wider. If its tree has another number of levels now, the first state is
    /// brought into the open.
    /// </summary>
    public void Attach(int levels, MemoryBudget budget)
    {
        _known = _layout.Known;
        _firstOfWord = _layout.FirstOfWord;
        _fieldsByWord = _layout.FieldsByWord;
        _coordinates?.Attach();
        _lines?.Attach();
        if (levels != _levels)
        {
            var tree = new PartTree(levels, budget);
            _packedArray.EnsureLength(2U << levels);
            _tree.Dispose();
            _tree = tree;
            _levels = levels;
            Reset();
        }

        _packed = _packedArray.Pointer;
        _changes = _packed + (1 << _levels);
        Successors.Attach(levels);
    }

    /// <summary>Brings the first state into the open.</summary>
    public void Reset()
    {
        _lines?.Attach();
        _packedArray.Clear();
        _tree.Clear();
        Buffer.MemoryCopy(
            _layout.Base, _source, _layout.PaddedWords * sizeof(ulong), _layout.PaddedWords * sizeof(ulong));
        ResetScratch();
        _fingerprint = 0;
        for (var word = 0; _hasFingerprints && word < _layout.Words; word++)
        {
            _fingerprint ^= Memory.Fingerprint.Of(word, _source[word]);
        }
    }

    /// <summary>The fingerprint of the state in the open.</summary>
    public ulong Fingerprint => _fingerprint;

    /// <summary>The packed form of the state whose fingerprint was taken last.</summary>
    public ReadOnlySpan<ulong> Row => new(_changes, _layout.PackedWords);

    /// <summary>Brings a state into the open from its packed form.</summary>
    public void LoadRow(ulong* row)
    {
        for (var place = 0; place < _layout.PackedWords; place++)
        {
            Unpack(place, row[place]);
        }
    }

    /// <summary>Brings the state with a key into the open.</summary>
    public void Load(ulong key)
    {
        if (_levels == 0)
        {
            Unpack(0, key);
            return;
        }

        for (var changed = _tree.Descend(key, _parts); changed > 0; changed--)
        {
            var place = _tree.ChangedLeaf(changed - 1);
            Unpack(place, _parts.KeyOf(_tree.Leaf(place)));
        }
    }

    /// <summary>
    /// The key of the state in the scratch copy, which then equals <see cref="Source"/> again. If the state has bits
    /// that the layout does not know, or a part that is new while there is no room, nothing is changed.
    /// </summary>
    public bool TryTakeScratch(out ulong key)
    {
        var count = FindDifferences(out var unknown);
        var differing = new ReadOnlySpan<int>(_differing, count);
        if (unknown != 0 || _coordinates?.TryFind(differing, _source, _scratch) is false)
        {
            key = 0;
            return false;
        }

        if (_hasFingerprints)
        {
            key = TakeFingerprint(differing);
        }
        else
        {
            AddChanges(differing);
            if (_levels == 0)
            {
                key = _packed[0] ^ _changes[0];
                _changes[0] = 0;
            }
            else if (!_tree.TryAscend(_packed, _changes, _parts, out key))
            {
                return false;
            }
        }

        foreach (var word in differing)
        {
            _scratch[word] = _source[word];
        }

        return true;
    }

    /// <summary>Makes the scratch copy equal <see cref="Source"/> again, whatever was written there.</summary>
    public void ResetScratch() => Buffer.MemoryCopy(
        _source, _scratch, _layout.PaddedWords * sizeof(ulong), _layout.PaddedWords * sizeof(ulong));

    /// <summary>The first address from a given one on at which a line of the cache begins.</summary>
    public static ulong* AtLine(ulong* address) =>
        (ulong*)(((nuint)address + LineWords * sizeof(ulong) - 1) / (LineWords * sizeof(ulong))
            * (LineWords * sizeof(ulong)));

    public void Dispose()
    {
        _stateArray.Dispose();
        _differingArray.Dispose();
        _packedArray.Dispose();
        _tree.Dispose();
        Successors.Dispose();
        _coordinates?.Dispose();
        _lines?.Dispose();
    }

    private int FindDifferences(out ulong unknown) =>
        _lines is null ? FindInVectors(0, _layout.PaddedWords, 0, out unknown) : FindInLines(_lines, out unknown);

    /// <summary>
    /// Compares the lines of a wide state in which something is, and only looks whether the others, nearly all of it,
    /// are still empty: that takes one of the two copies, which then has room in the nearest cache.
    /// </summary>
    private int FindInLines(InhabitedLines lines, out ulong unknown)
    {
        var count = 0;
        unknown = 0;
        foreach (var first in lines.Inhabited)
        {
            // Safety: both copies are padded to whole lines.
            var equal = Vector512.Equals(Vector512.Load(_source + first), Vector512.Load(_scratch + first));
            for (var differing = ~(uint)equal.ExtractMostSignificantBits() & 0xff; differing != 0;
                differing &= differing - 1)
            {
                var word = first + BitOperations.TrailingZeroCount(differing);
                unknown |= (_source[word] ^ _scratch[word]) & ~_known[word];
                _differing[count++] = word;
            }
        }

        if (!lines.AreOthersEmpty(_scratch))
        {
            foreach (var range in lines.Empty)
            {
                count = FindInVectors(range.First, range.End, count, out var more);
                unknown |= more;
            }
        }

        return count;
    }

    private int FindInVectors(int first, int end, int count, out ulong unknown)
    {
        unknown = 0;
        for (; first < end; first += Vector256<ulong>.Count)
        {
            // Safety: both copies are padded to whole vectors.
            var equal = Vector256.Equals(Vector256.Load(_source + first), Vector256.Load(_scratch + first));
            var differing = ~equal.ExtractMostSignificantBits() & 0b1111;
            while (differing != 0)
            {
                var word = first + BitOperations.TrailingZeroCount(differing);
                differing &= differing - 1;
                unknown |= (_source[word] ^ _scratch[word]) & ~_known[word];
                _differing[count++] = word;
            }
        }

        return count;
    }

    /// <summary>The fingerprint of the scratch copy; its packed form is the row.</summary>
    private ulong TakeFingerprint(ReadOnlySpan<int> differing)
    {
        new ReadOnlySpan<ulong>(_packed, _layout.PackedWords).CopyTo(new Span<ulong>(_changes, _layout.PackedWords));
        var fingerprint = _fingerprint;
        foreach (var word in differing)
        {
            fingerprint ^= Memory.Fingerprint.Of(word, _source[word]) ^ Memory.Fingerprint.Of(word, _scratch[word]);
        }

        AddChanges(differing);
        return fingerprint;
    }

    /// <summary>Adds what differs in the scratch copy to the changes of packed words.</summary>
    private void AddChanges(ReadOnlySpan<int> differing)
    {
        if (_coordinates is not null)
        {
            foreach (ref readonly var change in _coordinates.Changes)
            {
                _changes[change.Packed] ^= change.Bits;
                _tree.Mark(change.Packed);
            }

            return;
        }

        foreach (var word in differing)
        {
            var difference = _source[word] ^ _scratch[word];
            for (var field = _firstOfWord[word]; field < _firstOfWord[word + 1]; field++)
            {
                ref var place = ref _fieldsByWord[field];
                _changes[place.Packed] ^= place.Pack(difference);
                _tree.Mark(place.Packed);
            }
        }
    }

    private void Unpack(int place, ulong packed)
    {
        var change = packed ^ _packed[place];
        _packed[place] = packed;
        if (_layout.Rows is { } rows)
        {
            for (; change != 0; change &= change - 1)
            {
                AddRow(rows, place * 64 + BitOperations.TrailingZeroCount(change));
            }

            return;
        }

        var end = _layout.FirstOfPacked[place + 1];
        for (var i = _layout.FirstOfPacked[place]; i < end && change != 0; i++)
        {
            ref var field = ref _layout.Fields[i];
            Change(field.Word, field.Unpack(change));
        }
    }

    private void AddRow(BitRows rows, int place)
    {
        var range = rows.Ranges[place];
        for (var part = range.First; part < range.End; part++)
        {
            Change(rows.Parts[part].Word, rows.Parts[part].Bits);
        }
    }

    /// <summary>Changes the state in the open, and the scratch copy with it.</summary>
    private void Change(int word, ulong difference)
    {
        if (_hasFingerprints)
        {
            _fingerprint ^= Memory.Fingerprint.Of(word, _source[word])
                ^ Memory.Fingerprint.Of(word, _source[word] ^ difference);
        }

        _source[word] ^= difference;
        _scratch[word] ^= difference;
    }
}
