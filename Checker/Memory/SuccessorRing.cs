using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Wakeline.Checking.Simulation;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Successors of states of one vector or two that wait for their keys, which are words. A few are made before the first
/// of them is read again, because a processor waits for a byte that was just written if it is read as part of a
/// vector; then all are folded into words at once (<see cref="WordFold"/>), without a branch that depends on the
/// states, and only those whose word was not met lately get keys.
/// </summary>
internal sealed unsafe class SuccessorRing : IDisposable
{
    /// <summary>The most successors that wait.</summary>
    public const int Most = 16;

    /// <summary>Words of one vector.</summary>
    private const int Words = 4;

    private readonly StateLayout _layout;
    private readonly ulong* _source;
    private readonly WordFold _fold;
    private readonly NativeArray<ulong> _array;
    private readonly int _words;
    private readonly int _logOfBytes;
    private readonly byte* _states;
    private readonly byte* _statesEnd;
    private readonly ulong* _sums;
    private readonly ulong* _hashes;
    private readonly int[] _unmet = new int[Most];
    private readonly Origin[] _origins = new Origin[Most];
    private readonly ulong[] _parentKeys = new ulong[Most];
    private byte* _next;
    private int _folded;
    private bool _isOff;

    /// <param name="layout">The layout of states.</param>
    /// <param name="source">The state whose successors come, at an address that stays.</param>
    /// <param name="budget">Where memory comes from.</param>
    public SuccessorRing(StateLayout layout, ulong* source, MemoryBudget budget)
    {
        _layout = layout;
        _source = source;
        _words = int.Min(layout.PaddedWords, WordFold.WordsMost);
        _logOfBytes = BitOperations.Log2((uint)(_words * sizeof(ulong)));
        _fold = new WordFold(layout, budget);
        _array = new NativeArray<ulong>((nuint)(Most * (_words + 2) + StateCodec.LineWords), budget);
        var states = StateCodec.AtLine(_array.Pointer);
        _sums = states + Most * _words;
        _hashes = _sums + Most;
        _states = _next = (byte*)states;
        _statesEnd = (byte*)_sums;
    }

    /// <summary>Whether states have one vector or two, and a word as their key.</summary>
    public bool IsUsable { get; private set; }

    /// <summary>Changes whenever the words that states are folded into do.</summary>
    public int Revision { get; private set; }

    /// <summary>How many successors wait.</summary>
    public int Count => (int)(_next - _states) >> _logOfBytes;

    /// <summary>Takes up a layout, while no successor waits.</summary>
    public void Attach(int levels)
    {
        IsUsable = !_isOff && levels == 0 && _layout.PaddedWords <= WordFold.WordsMost;
        if (IsUsable && _fold.Attach())
        {
            Revision++;
        }
    }

    /// <summary>Lets no successor wait from now on.</summary>
    public void TurnOff()
    {
        _isOff = true;
        IsUsable = false;
    }

    /// <summary>A copy of the source to make the next successor in.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public byte* Begin()
    {
        var next = _next;
        Vector256.Load(_source).Store((ulong*)next);
        if (_words > Words)
        {
            Vector256.Load(_source + Words).Store((ulong*)next + Words);
        }

        return next;
    }

    /// <summary>Lets the successor that was begun wait.</summary>
    /// <param name="origin">How it was found.</param>
    /// <param name="parentKey">The key of the source.</param>
    /// <returns>Whether no more can wait.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool Commit(Origin origin, ulong parentKey)
    {
        var index = Count;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_origins), index) = origin;
        Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_parentKeys), index) = parentKey;
        _next += _words * sizeof(ulong);
        return _next == _statesEnd;
    }

    /// <summary>How a successor that waited was found.</summary>
    public Origin OriginAt(int index) => _origins[index];

    /// <summary>The key of the state as whose successor.</summary>
    public ulong ParentKeyAt(int index) => _parentKeys[index];

    /// <summary>A successor that waited.</summary>
    public byte* StateAt(int index) => _states + (index << _logOfBytes);

    /// <summary>Folds all that wait, which then do so no longer.</summary>
    /// <returns>One bit for each successor that has bits without a place, and is to be replaced.</returns>
    public uint Fold()
    {
        _folded = Count;
        _next = _states;
        if (Avx2.IsSupported && _fold.IsTurned)
        {
            return FoldByVectors() ? FindUnknown() : 0;
        }

        for (var index = 0; index < _folded; index++)
        {
            _sums[index] = _fold.Of((ulong*)StateAt(index));
            _hashes[index] = HashOf(_sums[index]);
        }

        return FindUnknown();
    }

    /// <summary>Puts the source, which is no new state, in the place of a successor.</summary>
    public void Replace(int index)
    {
        Buffer.MemoryCopy(_source, StateAt(index), 1 << _logOfBytes, 1 << _logOfBytes);
        _sums[index] = _fold.Of(_source);
        _hashes[index] = HashOf(_sums[index]);
    }

    /// <summary>
    /// Finds those of the successors folded last that were not met lately, without a branch, because there is no
    /// telling which it will be.
    /// </summary>
    public ReadOnlySpan<int> Sift(RecentKeys recent)
    {
        ref var places = ref MemoryMarshal.GetArrayDataReference(_unmet);
        var sums = _sums;
        var hashes = _hashes;
        var folded = _folded;
        nint count = 0;
        for (var index = 0; index < folded; index++)
        {
            // Safety: a place is moved on from once for each successor at most, and there are places for all.
            Unsafe.Add(ref places, count) = index;
            count += Unsafe.BitCast<bool, byte>(!recent.Meet(sums[index], hashes[index]));
        }

        return _unmet.AsSpan(0, (int)count);
    }

    /// <summary>The packed form of a successor that was folded.</summary>
    public ulong PackedAt(int index) => _fold.Pack((ulong*)StateAt(index));

    /// <summary>The fingerprint of a successor that was folded.</summary>
    public ulong FingerprintAt(int index)
    {
        var state = (ulong*)StateAt(index);
        var fingerprint = 0UL;
        for (var word = 0; word < _layout.Words; word++)
        {
            fingerprint ^= Fingerprint.Of(word, state[word]);
        }

        return fingerprint;
    }

    /// <summary>Forgets the successors that wait.</summary>
    public void Clear() => _next = _states;

    public void Dispose()
    {
        _fold.Dispose();
        _array.Dispose();
    }

    private static ulong HashOf(ulong sum) => unchecked((sum ^ (sum >> 32)) * SplitMix.Gamma);

    /// <summary>Folds four successors at a time.</summary>
    /// <returns>Whether there may be bits without a place.</returns>
    private bool FoldByVectors()
    {
        var unknown = Vector256<ulong>.Zero;
        var folded = _folded;
        for (var index = 0; index < folded; index += 4)
        {
            // Safety: there is memory for as many successors as a multiple of four, and all are padded to vectors.
            var state = (ulong*)StateAt(index);
            var sums = FourSums(state, 0, ref unknown);
            if (_words > Words)
            {
                sums ^= FourSums(state, Words, ref unknown);
            }

            sums.Store(_sums + index);
            ((sums ^ (sums >>> 32)) * SplitMix.Gamma).Store(_hashes + index);
        }

        return unknown != Vector256<ulong>.Zero;
    }

    /// <summary>Of four successors, the sum of the turned words of one vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<ulong> FourSums(ulong* state, int vector, ref Vector256<ulong> unknown)
    {
        state += vector;
        var (a, b) = (Vector256.Load(state), Vector256.Load(state + _words));
        var (c, d) = (Vector256.Load(state + 2 * _words), Vector256.Load(state + 3 * _words));
        var first = Vector256.Load(_layout.Base + vector);
        unknown |= Vector256.AndNot(
            (a ^ first) | (b ^ first) | (c ^ first) | (d ^ first), Vector256.Load(_layout.Known + vector));
        var (turns, second) = (Vector256.Load(_fold.Turns + vector), Vector256.Load(_fold.SecondTurns + vector));
        a ^= Turn(a, turns) ^ Turn(a, second);
        b ^= Turn(b, turns) ^ Turn(b, second);
        c ^= Turn(c, turns) ^ Turn(c, second);
        d ^= Turn(d, turns) ^ Turn(d, second);
        var ab = Avx2.UnpackLow(a, b) ^ Avx2.UnpackHigh(a, b);
        var cd = Avx2.UnpackLow(c, d) ^ Avx2.UnpackHigh(c, d);
        return Avx2.Permute2x128(ab, cd, 0x20) ^ Avx2.Permute2x128(ab, cd, 0x31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Turn(Vector256<ulong> words, Vector256<ulong> turns) =>
        Avx512F.VL.IsSupported
            ? Avx512F.VL.RotateLeftVariable(words, turns)
            : Avx2.ShiftLeftLogicalVariable(words, turns)
                | Avx2.ShiftRightLogicalVariable(words, Vector256.Create(64UL) - turns);

    private uint FindUnknown()
    {
        var unknown = 0U;
        for (var index = 0; index < _folded; index++)
        {
            var state = (ulong*)StateAt(index);
            for (var word = 0; word < _layout.Words; word++)
            {
                unknown |= ((state[word] ^ _layout.Base[word]) & ~_layout.Known[word]) == 0 ? 0 : 1U << index;
            }
        }

        return unknown;
    }
}
