using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Benchmarks.InSpin;

/// <summary>
/// A system by the functions that the generator made of its tables, the same that Wakeline's checker calls.
/// </summary>
internal sealed unsafe class GeneratedSystem<TSystem, TState> : ExploredSystem
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>Room for successors, of which the system maps what is used.</summary>
    private const int ArenaBytes = 1 << 30;

    private readonly TState _start;
    private readonly ChangingBits? _bits;
    private readonly ulong _mustHold;
    private readonly ulong _mustNotHold;
    private readonly ulong _mustHoldAtRest;

    /// <summary>Successors of the states that are open, one state after another.</summary>
    private readonly byte* _arena = (byte*)NativeMemory.Alloc(ArenaBytes);

    /// <summary>Of each depth, where in the arena its successors begin.</summary>
    private readonly List<int> _first = [0];

    /// <summary>Two states that agree but while a step is made: the one that is visited, and its successor.</summary>
    private readonly TState* _source = (TState*)NativeMemory.AllocZeroed((nuint)Padded(), 2);
    private readonly TState* _scratch;

    private bool _isScratchChanged;
    private int _end;
    private int _count;

    public GeneratedSystem(string settings, string mask)
    {
        _start = TSystem.Start(Parameters.Of(TSystem.Info, settings, Mutation.None));
        _scratch = (TState*)((byte*)_source + Padded());
        *_source = *_scratch = _start;
        _bits = mask.Length > 0 ? new ChangingBits(File.ReadAllBytes(mask), (ulong*)_source) : null;
        VectorBytes = _bits?.Bytes ?? sizeof(TState);
        _mustHold = PredicatesOf(PropertyKind.Always);
        _mustNotHold = PredicatesOf(PropertyKind.Never);
        _mustHoldAtRest = PredicatesOf(PropertyKind.AtRest);
    }

    public override int VectorBytes { get; }

    public override void Start(byte* vector)
    {
        if (_bits is null)
        {
            *(TState*)vector = _start;
        }
        else
        {
            *_source = _start;
            _bits.Pack((ulong*)_source, (ulong*)_arena);
            Buffer.MemoryCopy(_arena, vector, VectorBytes, VectorBytes);
        }
    }

    public override int Visit(int depth, byte* vector, out byte* successors)
    {
        if (_bits is not null)
        {
            _bits.Unpack((ulong*)vector, (ulong*)_source, (ulong*)_scratch);
            _isScratchChanged = false;
        }

        ref readonly var state = ref _bits is null ? ref *(TState*)vector : ref *_source;
        while (_first.Count < depth + 2)
        {
            _first.Add(0);
        }

        _count = 0;
        _end = _first[depth];
        successors = _arena + _end;
        var predicates = TSystem.Evaluate(in state);
        var sink = new Sink(this);
        TSystem.Successors(in state, ref sink);
        _first[depth + 1] = _end;
        var isSound = ((~predicates & _mustHold) | (predicates & _mustNotHold)) == 0
            && (_count > 0 || (~predicates & _mustHoldAtRest) == 0 && TSystem.MayEnd(in state));
        return isSound ? _count : Unsound;
    }

    private static int Padded() => (sizeof(TState) + 63) / 64 * 64;

    private static ulong PredicatesOf(PropertyKind kind) => TSystem.Info.Properties
        .Where(each => each.Kind == kind).Aggregate(0UL, (bits, each) => bits | 1UL << each.Predicate);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private ref TState Begin(in TState source)
    {
        if (_bits is null)
        {
            ref var room = ref *(TState*)(_arena + _end);
            room = source;
            return ref room;
        }

        if (_isScratchChanged || !Unsafe.AreSame(in source, in *_source))
        {
            *_scratch = source;
        }

        _isScratchChanged = true;
        return ref *_scratch;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Commit()
    {
        if (_bits is not null)
        {
            _bits.Pack((ulong*)_scratch, (ulong*)(_arena + _end));
            _bits.Restore((ulong*)_scratch, (ulong*)_source);
            _isScratchChanged = false;
        }

        _end += VectorBytes;
        _count++;
        if (_end > ArenaBytes - 2 * sizeof(TState))
        {
            throw new InsufficientMemoryException("the states that are open have too many successors");
        }
    }

    private readonly struct Sink(GeneratedSystem<TSystem, TState> system) : ISuccessorSink<TState>
    {
        public bool Takes(int rule, int instance, int choice) => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref TState Begin(in TState source) => ref system.Begin(in source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit(int rule, int instance, int choice) => system.Commit();
    }
}
