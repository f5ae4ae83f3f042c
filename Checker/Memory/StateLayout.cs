using System.Numerics;
using System.Runtime.Intrinsics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Which bits of a state differ from one state to another, and where they lie in its packed form. Most bits of most
/// states never change: parameters of the run, room that a bound does not use, high bits of small numbers. The layout
/// is learned from the states that occur, so it is as narrow as the reachable space allows; a state that differs in a
/// bit not known yet widens it, and packed forms made before stay what they are, because a bit counts by its
/// difference from the first state. Packing loses nothing.
/// </summary>
internal sealed unsafe class StateLayout : IDisposable
{
    private readonly NativeArray<ulong> _words;
    private readonly NativeArray<BitField> _fields;
    private readonly NativeArray<BitField> _fieldsByWord;
    private readonly NativeArray<int> _firstOfWord;
    private readonly NativeArray<int> _firstOfPacked;

    private int _usedBits;

    public StateLayout(int stateBytes, MemoryBudget budget)
    {
        Words = Math.Max((stateBytes + sizeof(ulong) - 1) / sizeof(ulong), 1);
        PaddedWords = (Words + Vector256<ulong>.Count - 1) / Vector256<ulong>.Count * Vector256<ulong>.Count;
        _words = new NativeArray<ulong>((nuint)PaddedWords * 2, budget);
        _fields = new NativeArray<BitField>(16, budget);
        _fieldsByWord = new NativeArray<BitField>(16, budget);
        _firstOfWord = new NativeArray<int>((nuint)PaddedWords + 1, budget);
        _firstOfPacked = new NativeArray<int>(16, budget);
    }

    /// <summary>Words of 8 bytes that a state has.</summary>
    public int Words { get; }

    /// <summary>Words that a copy of a state takes, so that it can be read by whole vectors.</summary>
    public int PaddedWords { get; }

    /// <summary>Words of a packed state in use.</summary>
    public int PackedWords { get; private set; } = 1;

    /// <summary>Levels of a tree with the packed words as its leaves.</summary>
    public int Levels => BitOperations.Log2((uint)PackedWords * 2 - 1);

    /// <summary>Bits that differ between states.</summary>
    public int VaryingBits { get; private set; }

    /// <summary>Whether bits of one word lie in several places, so that arranging them anew would save work.</summary>
    public bool IsScattered => FieldCount > VaryingWords();

    /// <summary>Whether a first state has been seen.</summary>
    public bool HasBase { get; private set; }

    /// <summary>The first state; packed, it is all zeros.</summary>
    public ulong* Base => _words.Pointer;

    /// <summary>Of each word of a state, the bits that have a place.</summary>
    public ulong* Known => _words.Pointer + PaddedWords;

    /// <summary>The number of fields.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Fields in the order of their words: those of word i lie from <c>FirstOfWord[i]</c> on.</summary>
    public BitField* FieldsByWord => _fieldsByWord.Pointer;

    public int* FirstOfWord => _firstOfWord.Pointer;

    /// <summary>Fields in the order of their packed words.</summary>
    public BitField* Fields => _fields.Pointer;

    public int* FirstOfPacked => _firstOfPacked.Pointer;

    /// <summary>Gives a place to every bit in which a state differs from the first one.</summary>
    /// <returns>Whether there was such a bit without a place.</returns>
    public bool Learn(ulong* state)
    {
        if (!HasBase)
        {
            HasBase = true;
            Buffer.MemoryCopy(state, Base, Words * sizeof(ulong), Words * sizeof(ulong));
        }

        var hasLearned = false;
        for (var word = 0; word < Words; word++)
        {
            if (((state[word] ^ Base[word]) & ~Known[word]) is var unknown and not 0)
            {
                Append(word, unknown);
                hasLearned = true;
            }
        }

        if (hasLearned)
        {
            IndexByWord();
        }

        return hasLearned;
    }

    /// <summary>Puts bits of one word side by side; packed states made before mean nothing any more.</summary>
    public void Arrange()
    {
        FieldCount = 0;
        _usedBits = 0;
        VaryingBits = 0;
        PackedWords = 1;
        for (var word = 0; word < Words; word++)
        {
            if (Known[word] is var bits and not 0)
            {
                Append(word, bits);
            }
        }

        IndexByWord();
    }

    /// <summary>The layout as it was when it had some number of fields.</summary>
    public LayoutRecord Record(int fields, int levels) => new(
        Convert.ToHexStringLower(new ReadOnlySpan<byte>(Base, Words * sizeof(ulong))), levels,
        [
            .. new ReadOnlySpan<BitField>(Fields, fields).ToArray()
                .Select(each => new LayoutField(each.Word, each.Bits)),
        ]);

    /// <summary>Makes a layout that has learned nothing what another one was.</summary>
    public void Restore(LayoutRecord record)
    {
        HasBase = true;
        Convert.FromHexString(record.Base).CopyTo(new Span<byte>(Base, Words * sizeof(ulong)));
        foreach (var field in record.Fields)
        {
            Append(field.Word, field.Bits);
        }

        IndexByWord();
    }

    /// <summary>Forgets every state, also the first.</summary>
    public void Forget()
    {
        _words.Clear();
        HasBase = false;
        Arrange();
    }

    public void Dispose()
    {
        _words.Dispose();
        _fields.Dispose();
        _fieldsByWord.Dispose();
        _firstOfWord.Dispose();
        _firstOfPacked.Dispose();
    }

    private int VaryingWords()
    {
        var count = 0;
        for (var word = 0; word < Words; word++)
        {
            count += Known[word] != 0 ? 1 : 0;
        }

        return count;
    }

    private void Append(int word, ulong bits)
    {
        var width = BitOperations.PopCount(bits);
        if (_usedBits + width > 64)
        {
            PackedWords++;
            _usedBits = 0;
        }

        _fields.EnsureLength((nuint)FieldCount + 1);
        _fields[(nuint)FieldCount++] = new BitField(bits, word, PackedWords - 1, _usedBits);
        _firstOfPacked.EnsureLength((nuint)PackedWords + 1);
        _firstOfPacked[(nuint)PackedWords] = FieldCount;
        Known[word] |= bits;
        _usedBits += width;
        VaryingBits += width;
    }

    private void IndexByWord()
    {
        _fieldsByWord.EnsureLength((nuint)FieldCount);
        _firstOfWord.Clear();
        for (nuint field = 0; field < (nuint)FieldCount; field++)
        {
            _firstOfWord[(nuint)_fields[field].Word + 1]++;
        }

        for (nuint word = 1; word <= (nuint)PaddedWords; word++)
        {
            _firstOfWord[word] += _firstOfWord[word - 1];
        }

        // Each first field moves on while fields are placed, up to that of the next word; then all move back by one.
        for (nuint field = 0; field < (nuint)FieldCount; field++)
        {
            _fieldsByWord[(nuint)_firstOfWord[(nuint)_fields[field].Word]++] = _fields[field];
        }

        for (var word = (nuint)PaddedWords; word > 0; word--)
        {
            _firstOfWord[word] = _firstOfWord[word - 1];
        }

        _firstOfWord[0] = 0;
    }
}

/// <summary>Bits of one word of a state, and their place in its packed form.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Word">The word they are in.</param>
/// <param name="Packed">The packed word.</param>
/// <param name="Shift">The lowest of their places there; they lie side by side.</param>
internal readonly record struct BitField(ulong Bits, int Word, int Packed, int Shift)
{
    /// <summary>The packed form of what the bits are in a word.</summary>
    public ulong Pack(ulong word) => BitGather.Extract(word, Bits) << Shift;

    /// <summary>What the bits are in a word, from its packed form.</summary>
    public ulong Unpack(ulong packed) => BitGather.Deposit(packed >> Shift, Bits);
}
