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
    private readonly StateLayout _layout;
    private readonly Interner _parts;
    private readonly NativeArray<ulong> _stateArray;
    private readonly NativeArray<int> _differingArray;
    private readonly NativeArray<ulong> _packedArray;
    private readonly ulong* _source;
    private readonly ulong* _scratch;
    private readonly int* _differing;

    private readonly bool _hasFingerprints;

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
        _stateArray = new NativeArray<ulong>((nuint)layout.PaddedWords * 2, budget);
        _source = _stateArray.Pointer;
        _scratch = _source + layout.PaddedWords;
        _differingArray = new NativeArray<int>((nuint)layout.PaddedWords, budget);
        _differing = _differingArray.Pointer;
        _packedArray = new NativeArray<ulong>(2, budget);
        _tree = new PartTree(0, budget);
        Successors = new SuccessorRing(layout, _source, budget);
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
        if (!_hasFingerprints)
        {
            Successors.Attach(levels, budget);
        }
    }

    /// <summary>Brings the first state into the open.</summary>
    public void Reset()
    {
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
    /// Makes the keys of the successors that wait in <see cref="Successors"/>.
    /// </summary>
    /// <returns>One bit for each that has bits that the layout does not know.</returns>
    public uint TakeSuccessors() => Successors.TakeAll(_packed[0]);

    /// <summary>
    /// The key of the state in the scratch copy, which then equals <see cref="Source"/> again. If the state has bits
    /// that the layout does not know, or a part that is new while there is no room, nothing is changed.
    /// </summary>
    public bool TryTakeScratch(out ulong key)
    {
        var count = FindDifferences(out var unknown);
        if (unknown != 0)
        {
            key = 0;
            return false;
        }

        if (_hasFingerprints)
        {
            key = TakeFingerprint(count);
        }
        else if (_levels == 0)
        {
            key = _packed[0];
            for (var i = 0; i < count; i++)
            {
                key ^= Pack(_differing[i], _source[_differing[i]] ^ _scratch[_differing[i]]);
            }
        }
        else if (!TryNumber(count, out key))
        {
            return false;
        }

        for (var i = 0; i < count; i++)
        {
            _scratch[_differing[i]] = _source[_differing[i]];
        }

        return true;
    }

    /// <summary>Makes the scratch copy equal <see cref="Source"/> again, whatever was written there.</summary>
    public void ResetScratch() => Buffer.MemoryCopy(
        _source, _scratch, _layout.PaddedWords * sizeof(ulong), _layout.PaddedWords * sizeof(ulong));

    public void Dispose()
    {
        _stateArray.Dispose();
        _differingArray.Dispose();
        _packedArray.Dispose();
        _tree.Dispose();
        Successors.Dispose();
    }

    /// <summary>What a difference in a word does to a key that is the packed state.</summary>
    private ulong Pack(int word, ulong difference)
    {
        var packed = 0UL;
        for (var field = _firstOfWord[word]; field < _firstOfWord[word + 1]; field++)
        {
            packed ^= _fieldsByWord[field].Pack(difference);
        }

        return packed;
    }

    private int FindDifferences(out ulong unknown)
    {
        var count = 0;
        unknown = 0;
        for (var first = 0; first < _layout.PaddedWords; first += Vector256<ulong>.Count)
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
    private ulong TakeFingerprint(int count)
    {
        new ReadOnlySpan<ulong>(_packed, _layout.PackedWords).CopyTo(new Span<ulong>(_changes, _layout.PackedWords));
        var fingerprint = _fingerprint;
        for (var i = 0; i < count; i++)
        {
            var word = _differing[i];
            fingerprint ^= Memory.Fingerprint.Of(word, _source[word]) ^ Memory.Fingerprint.Of(word, _scratch[word]);
            for (var field = _firstOfWord[word]; field < _firstOfWord[word + 1]; field++)
            {
                ref var place = ref _fieldsByWord[field];
                _changes[place.Packed] ^= place.Pack(_source[word] ^ _scratch[word]);
            }
        }

        return fingerprint;
    }

    private bool TryNumber(int count, out ulong key)
    {
        for (var i = 0; i < count; i++)
        {
            var word = _differing[i];
            var difference = _source[word] ^ _scratch[word];
            for (var field = _firstOfWord[word]; field < _firstOfWord[word + 1]; field++)
            {
                ref var place = ref _fieldsByWord[field];
                _changes[place.Packed] ^= place.Pack(difference);
                _tree.Mark(place.Packed);
            }
        }

        return _tree.TryAscend(_packed, _changes, _parts, out key);
    }

    private void Unpack(int place, ulong packed)
    {
        var change = packed ^ _packed[place];
        _packed[place] = packed;
        var end = _layout.FirstOfPacked[place + 1];
        for (var i = _layout.FirstOfPacked[place]; i < end && change != 0; i++)
        {
            ref var field = ref _layout.Fields[i];
            var difference = field.Unpack(change);
            if (_hasFingerprints)
            {
                var word = _source[field.Word];
                _fingerprint ^= Memory.Fingerprint.Of(field.Word, word)
                    ^ Memory.Fingerprint.Of(field.Word, word ^ difference);
            }

            _source[field.Word] ^= difference;
            _scratch[field.Word] ^= difference;
        }
    }
}
