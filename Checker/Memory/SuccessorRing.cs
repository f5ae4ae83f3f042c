using System.Runtime.Intrinsics;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Successors of a state of one vector or two that wait for their keys, which are words. A few are made before the
/// first of them is read again, because a processor waits for a byte that was just written if it is read as part of a
/// vector; then all keys are made at once, without a branch that depends on the states.
/// </summary>
internal sealed unsafe class SuccessorRing : IDisposable
{
    /// <summary>The most successors that wait.</summary>
    public const int Most = 16;

    /// <summary>Words of one vector.</summary>
    private const int Words = 4;

    private const int WordsMost = 2 * Words;

    private readonly StateLayout _layout;
    private readonly ulong* _source;
    private readonly NativeArray<ulong> _stateArray;
    private readonly NativeArray<ulong> _keyArray;
    private readonly NativeArray<ulong> _rowArray;
    private readonly NativeArray<BitField> _fieldArray;
    private readonly byte* _states;
    private readonly int _words;
    private int _fieldCount;
    private bool _isOff;

    /// <param name="layout">The layout of states.</param>
    /// <param name="source">The state whose successors come, at an address that stays.</param>
    /// <param name="budget">Where memory comes from.</param>
    public SuccessorRing(StateLayout layout, ulong* source, MemoryBudget budget)
    {
        _layout = layout;
        _source = source;
        _words = layout.PaddedWords;
        _stateArray = new NativeArray<ulong>(Most * WordsMost, budget);
        _keyArray = new NativeArray<ulong>(Most, budget);
        _rowArray = new NativeArray<ulong>(Most, budget);
        _fieldArray = new NativeArray<BitField>(Words, budget);
        _states = (byte*)_stateArray.Pointer;
    }

    /// <summary>Whether states have one vector or two, and a word as their key.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>How many successors wait.</summary>
    public int Count { get; private set; }

    /// <summary>Keys as they were made last, in the order of the successors.</summary>
    public Span<ulong> Keys => new(_keyArray.Pointer, Most);

    /// <summary>Packed forms as they were made last, one word each, where keys are fingerprints.</summary>
    public ref readonly ulong RowAt(int index) => ref _rowArray[(nuint)index];

    /// <summary>Takes up a layout, while no successor waits.</summary>
    public void Attach(int levels, MemoryBudget budget)
    {
        IsUsable = !_isOff && levels == 0 && _words <= WordsMost;
        if (!IsUsable)
        {
            return;
        }

        // First one field of each word, of no bits if there is none; then all others.
        _fieldCount = _words;
        _fieldArray.EnsureLength((nuint)_words);
        for (var word = 0; word < _words; word++)
        {
            var (first, end) = (_layout.FirstOfWord[word], _layout.FirstOfWord[word + 1]);
            _fieldArray[(nuint)word] = first == end ? default : _layout.FieldsByWord[first];
            for (first++; first < end; first++)
            {
                _fieldArray.EnsureLength((nuint)_fieldCount + 1);
                _fieldArray[(nuint)_fieldCount++] = _layout.FieldsByWord[first];
            }
        }
    }

    /// <summary>Lets no successor wait from now on.</summary>
    public void TurnOff()
    {
        _isOff = true;
        IsUsable = false;
    }

    /// <summary>A copy of the source to make the next successor in.</summary>
    public byte* Begin()
    {
        if (_words == Words)
        {
            var next = _states + Count * Words * sizeof(ulong);
            Vector256.Load(_source).Store((ulong*)next);
            return next;
        }

        var wider = _states + Count * WordsMost * sizeof(ulong);
        Vector512.Load(_source).Store((ulong*)wider);
        return wider;
    }

    /// <summary>Lets the successor that was begun wait.</summary>
    /// <returns>Whether no more can wait.</returns>
    public bool Commit() => ++Count == Most;

    /// <summary>A successor that waited.</summary>
    public byte* StateAt(int index) => _states + index * _words * sizeof(ulong);

    /// <summary>Makes the keys of all that wait, which then do so no longer.</summary>
    /// <param name="packed">The key of the source.</param>
    /// <returns>One bit for each successor that has bits without a place, and no key.</returns>
    public uint TakeAll(ulong packed) => _words == Words ? TakeOfOneVector(packed) : TakeOfTwoVectors(packed);

    /// <summary>
    /// Makes the fingerprints of all that wait, which then do so no longer, as their keys, and their packed forms.
    /// </summary>
    /// <param name="packed">The packed form of the source.</param>
    /// <returns>One bit for each successor that has bits without a place, and no packed form.</returns>
    public uint TakeFingerprints(ulong packed)
    {
        var count = Count;
        var unknown = TakeAll(packed);
        Keys[..count].CopyTo(new Span<ulong>(_rowArray.Pointer, Most));
        var state = (ulong*)_states;
        for (var i = 0; i < count; i++, state += _words)
        {
            var fingerprint = 0UL;
            for (var word = 0; word < _layout.Words; word++)
            {
                fingerprint ^= Fingerprint.Of(word, state[word]);
            }

            _keyArray[(nuint)i] = fingerprint;
        }

        return unknown;
    }

    /// <summary>Forgets the successors that wait.</summary>
    public void Clear() => Count = 0;

    public void Dispose()
    {
        _stateArray.Dispose();
        _keyArray.Dispose();
        _rowArray.Dispose();
        _fieldArray.Dispose();
    }

    private uint TakeOfOneVector(ulong packed)
    {
        var source = Vector256.Load(_source);
        var known = Vector256.Load(_layout.Known);
        var fields = _fieldArray.Pointer;
        var (field0, field1, field2, field3) = (fields[0], fields[1], fields[2], fields[3]);
        var (count, fieldCount) = (Count, _fieldCount);
        var state = (ulong*)_states;
        var keys = _keyArray.Pointer;
        var unknown = 0U;
        for (var i = 0; i < count; i++, state += Words)
        {
            // Safety: all states are padded to a whole vector.
            var difference = source ^ Vector256.Load(state);
            var isUnknown = Vector256.AndNot(difference, known) != Vector256<ulong>.Zero;
            unknown |= (isUnknown ? 1U : 0) << i;
            var key = packed ^ field0.Pack(difference.GetElement(0)) ^ field1.Pack(difference.GetElement(1))
                ^ field2.Pack(difference.GetElement(2)) ^ field3.Pack(difference.GetElement(3));
            for (var field = Words; field < fieldCount; field++)
            {
                key ^= fields[field].Pack(_source[fields[field].Word] ^ state[fields[field].Word]);
            }

            keys[i] = key;
        }

        Count = 0;
        return unknown;
    }

    private uint TakeOfTwoVectors(ulong packed)
    {
        var source = Vector512.Load(_source);
        var known = Vector512.Load(_layout.Known);
        var fields = _fieldArray.Pointer;
        var (count, fieldCount) = (Count, _fieldCount);
        var state = (ulong*)_states;
        var unknown = 0U;
        for (var i = 0; i < count; i++, state += WordsMost)
        {
            // Safety: all states are padded to two whole vectors.
            var isUnknown = Vector512.AndNot(source ^ Vector512.Load(state), known) != Vector512<ulong>.Zero;
            unknown |= (isUnknown ? 1U : 0) << i;
            var key = packed;
            for (var field = 0; field < fieldCount; field++)
            {
                key ^= fields[field].Pack(_source[fields[field].Word] ^ state[fields[field].Word]);
            }

            _keyArray[(nuint)i] = key;
        }

        Count = 0;
        return unknown;
    }
}
