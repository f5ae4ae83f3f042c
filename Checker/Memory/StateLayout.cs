using System.Numerics;
using System.Runtime.Intrinsics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Which bits of a state differ from one state to another, and where they lie in its packed form. Most bits of most
/// states never change: parameters of the run, room that a bound does not use, high bits of small numbers. The layout
/// is learned from the states that occur, so it is as narrow as the reachable space allows; a state that differs in a
/// bit not known yet widens it, and packed forms made before stay what they are, because a bit counts by its
/// difference from the first state. Packing loses nothing.
/// <para>
/// Of a wide state, many bits follow from others: the arguments of a call from the call that is made. There the layout
/// learns a basis of the differences that occur (<see cref="BitRows"/>), and the packed form has a bit for each of its
/// rows. Where what seemed to follow turns out not to, the basis gets a row more.
/// </para>
/// </summary>
internal sealed unsafe class StateLayout : IDisposable
{
    /// <summary>States of no more words than these are packed without regard to what follows from what.</summary>
    private const int NarrowMost = 8;

    private readonly MemoryBudget _budget;
    private readonly NativeArray<ulong> _words;
    private readonly NativeArray<BitField> _fields;
    private readonly NativeArray<BitField> _late;
    private readonly NativeArray<BitField> _fieldsByWord;
    private readonly NativeArray<int> _firstOfWord;
    private readonly NativeArray<int> _firstOfPacked;

    private int _usedBits;
    private int _lateCount;
    private bool _hasLearned;

    public StateLayout(int stateBytes, MemoryBudget budget)
    {
        _budget = budget;
        Words = Math.Max((stateBytes + sizeof(ulong) - 1) / sizeof(ulong), 1);
        var isWide = Words > NarrowMost;
        PaddedWords = Padded(isWide ? InhabitedLines.LineWords : Vector256<ulong>.Count);
        Rows = isWide ? new BitRows(budget) : null;
        _words = new NativeArray<ulong>((nuint)PaddedWords * 2, budget);
        _fields = new NativeArray<BitField>(16, budget);
        _late = new NativeArray<BitField>(16, budget);
        _fieldsByWord = new NativeArray<BitField>(16, budget);
        _firstOfWord = new NativeArray<int>((nuint)PaddedWords + 1, budget);
        _firstOfPacked = new NativeArray<int>(16, budget);
    }

    /// <summary>Words of 8 bytes that a state has.</summary>
    public int Words { get; }

    /// <summary>
    /// Words that a copy of a state takes, so that it can be read by whole vectors, of a wide state by the
    /// widest.
    /// </summary>
    public int PaddedWords { get; }

    /// <summary>Words of a packed state in use.</summary>
    public int PackedWords { get; private set; } = 1;

    /// <summary>Levels of a tree with the packed words as its leaves.</summary>
    public int Levels => BitOperations.Log2((uint)PackedWords * 2 - 1);

    /// <summary>Bits that a packed state has.</summary>
    public int VaryingBits { get; private set; }

    /// <summary>Whether bits of one word lie in several places, so that arranging them anew would save work.</summary>
    public bool IsScattered => Rows is null ? FieldCount > VaryingWords() : _hasLearned;

    /// <summary>What each bit of a packed state stands for; <see langword="null"/> for what its field says.</summary>
    public BitRows? Rows { get; }

    /// <summary>Fields, of one bit each, that can be told only when those before them have been.</summary>
    public ReadOnlySpan<BitField> Late => new(_late.Pointer, _lateCount);

    /// <summary>Whether a first state has been seen.</summary>
    public bool HasBase { get; private set; }

    /// <summary>The first state; packed, it is all zeros.</summary>
    public ulong* Base => _words.Pointer;

    /// <summary>Of each word of a state, the bits that have a place.</summary>
    public ulong* Known => _words.Pointer + PaddedWords;

    /// <summary>The number of fields that were learned.</summary>
    public int FieldCount { get; private set; }

    /// <summary>
    /// Fields that can be told by themselves, in the order of their words: those of word i lie from
    /// <c>FirstOfWord[i]</c> on.
    /// </summary>
    public BitField* FieldsByWord => _fieldsByWord.Pointer;

    public int* FirstOfWord => _firstOfWord.Pointer;

    /// <summary>Fields in the order in which they were learned, of narrow states that of their packed words.</summary>
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

        var hasLearned = Rows is null ? LearnBits(state) : LearnRow(Rows, state);
        if (hasLearned)
        {
            _hasLearned = true;
            IndexByWord();
        }

        return hasLearned;
    }

    /// <summary>Puts bits of one word side by side; packed states made before mean nothing any more.</summary>
    public void Arrange()
    {
        using var rows = Rows is null ? null : BasisEchelon.Of(this, Rows, _budget);
        FieldCount = 0;
        _usedBits = 0;
        _lateCount = 0;
        _hasLearned = false;
        VaryingBits = 0;
        PackedWords = 1;
        if (rows is null)
        {
            for (var word = 0; word < Words; word++)
            {
                if (Known[word] is var bits and not 0)
                {
                    Append(word, bits);
                }
            }
        }
        else
        {
            Rows!.Clear();
            new Span<ulong>(Known, PaddedWords).Clear();
            for (var row = 0; row < rows.Count; row++)
            {
                Add(rows.PivotOf(row, rows.BitsPerWord), rows.RowAt(row));
            }
        }

        IndexByWord();
    }

    /// <summary>The layout as it was when it had some number of fields.</summary>
    public LayoutRecord Record(int fields, int levels) => new(
        Convert.ToHexStringLower(new ReadOnlySpan<byte>(Base, Words * sizeof(ulong))), levels,
        [
            .. new ReadOnlySpan<BitField>(Fields, fields).ToArray().Select(each => new LayoutField(
                each.Word, each.Bits, each.Packed, each.Shift, Rows?.RowOf(each.Place) ?? [])),
        ]);

    /// <summary>Makes a layout that has learned nothing what another one was.</summary>
    public void Restore(LayoutRecord record)
    {
        HasBase = true;
        Convert.FromHexString(record.Base).CopyTo(new Span<byte>(Base, Words * sizeof(ulong)));
        using var row = new NativeArray<ulong>((nuint)PaddedWords, _budget);
        foreach (var field in record.Fields)
        {
            if (Rows is null)
            {
                Append(field.Word, field.Bits);
                continue;
            }

            row.Clear();
            foreach (var part in field.Row)
            {
                row[(nuint)part.Word] = part.Bits;
            }

            Add(new BitField(field.Bits, field.Word, field.Packed, field.Shift), row.Pointer);
        }

        IndexByWord();
    }

    public void Dispose()
    {
        Rows?.Dispose();
        _words.Dispose();
        _fields.Dispose();
        _late.Dispose();
        _fieldsByWord.Dispose();
        _firstOfWord.Dispose();
        _firstOfPacked.Dispose();
    }

    private int Padded(int block) => (Words + block - 1) / block * block;

    private bool LearnBits(ulong* state)
    {
        var hasLearned = false;
        for (var word = 0; word < Words; word++)
        {
            if (((state[word] ^ Base[word]) & ~Known[word]) is var unknown and not 0)
            {
                Append(word, unknown);
                hasLearned = true;
            }
        }

        return hasLearned;
    }

    /// <summary>
    /// Adds what is left of a difference to the basis. If a bit of it is new, that is the one to tell it by.
    /// </summary>
    private bool LearnRow(BitRows rows, ulong* state)
    {
        using var rest = new NativeArray<ulong>((nuint)PaddedWords, _budget);
        for (nuint word = 0; word < (nuint)Words; word++)
        {
            rest[word] = state[word] ^ Base[word];
        }

        for (var field = 0; field < FieldCount; field++)
        {
            if ((rest[(nuint)Fields[field].Word] & Fields[field].Bits) != 0)
            {
                rows.AddTo(rest.Pointer, Fields[field].Place);
            }
        }

        if (!TryFindPivot(rest.Pointer, out var pivot, out var bit))
        {
            return false;
        }

        var packed = PackedWords - 1;
        while (packed >= 0 && rows.UsedBits(packed) == 64)
        {
            packed--;
        }

        packed = packed < 0 ? PackedWords : packed;
        Add(new BitField(bit, pivot, packed, rows.UsedBits(packed)), rest.Pointer);
        return true;
    }

    private bool TryFindPivot(ulong* rest, out int word, out ulong bit)
    {
        (word, bit) = (0, 0);
        for (var each = 0; each < Words; each++)
        {
            if ((rest[each] & ~Known[each]) is var fresh and not 0)
            {
                (word, bit) = (each, fresh & (0 - fresh));
                return true;
            }

            if (bit == 0)
            {
                (word, bit) = (each, rest[each] & (0 - rest[each]));
            }
        }

        return bit != 0;
    }

    /// <summary>
    /// Adds a row to the basis, which is zero in the bits that the rows before it are told by. Memory is taken before
    /// anything changes.
    /// </summary>
    private void Add(BitField pivot, ulong* row)
    {
        _fields.EnsureLength((nuint)FieldCount + 1);
        _fieldsByWord.EnsureLength((nuint)FieldCount + 1);
        _late.EnsureLength((nuint)_lateCount + 1);
        Rows!.Add(pivot.Place, row, Words);
        _fields[(nuint)FieldCount++] = pivot;
        if ((Known[pivot.Word] & pivot.Bits) != 0)
        {
            _late[(nuint)_lateCount++] = pivot;
        }

        for (var word = 0; word < Words; word++)
        {
            Known[word] |= row[word];
        }

        PackedWords = int.Max(PackedWords, pivot.Packed + 1);
        VaryingBits++;
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
        var ordered = new Span<BitField>(_fieldsByWord.Pointer, FieldCount - _lateCount);
        var (count, late) = (0, 0);
        for (nuint field = 0; field < (nuint)FieldCount; field++)
        {
            if (late < _lateCount && _late[(nuint)late] == _fields[field])
            {
                late++;
            }
            else
            {
                ordered[count++] = _fields[field];
            }
        }

        ordered.Sort(static (a, b) => (a.Word, a.Place).CompareTo((b.Word, b.Place)));
        _firstOfWord.Clear();
        count = 0;
        foreach (var field in ordered)
        {
            if (count == 0 || !ordered[count - 1].TryJoin(field, out var joined))
            {
                joined = field;
                _firstOfWord[(nuint)field.Word + 1]++;
                count++;
            }

            ordered[count - 1] = joined;
        }

        for (nuint word = 1; word <= (nuint)PaddedWords; word++)
        {
            _firstOfWord[word] += _firstOfWord[word - 1];
        }
    }
}

/// <summary>Bits of one word of a state, and their place in its packed form.</summary>
/// <param name="Bits">The bits.</param>
/// <param name="Word">The word they are in.</param>
/// <param name="Packed">The packed word.</param>
/// <param name="Shift">The lowest of their places there; they lie side by side.</param>
internal readonly record struct BitField(ulong Bits, int Word, int Packed, int Shift)
{
    /// <summary>The lowest of their places among all bits of the packed form.</summary>
    public int Place => Packed * 64 + Shift;

    /// <summary>Makes one field of two whose bits lie side by side in the packed form, in the same order.</summary>
    public bool TryJoin(BitField next, out BitField joined)
    {
        joined = this with { Bits = Bits | next.Bits };
        return next.Word == Word && next.Packed == Packed && next.Shift == Shift + BitOperations.PopCount(Bits)
            && Bits < (next.Bits & (0 - next.Bits));
    }

    /// <summary>The packed form of what the bits are in a word.</summary>
    public ulong Pack(ulong word) => BitGather.Extract(word, Bits) << Shift;

    /// <summary>What the bits are in a word, from its packed form.</summary>
    public ulong Unpack(ulong packed) => BitGather.Deposit(packed >> Shift, Bits);
}
