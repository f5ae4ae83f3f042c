using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// An array outside the garbage-collected heap, which may hold more than 2^31 elements and grows in place where the
/// operating system can move its pages.
/// </summary>
internal sealed unsafe class NativeArray<T> : IDisposable where T : unmanaged
{
    private readonly MemoryBudget _budget;

    public NativeArray(nuint length, MemoryBudget budget)
    {
        _budget = budget;
        budget.Take(Bytes(length));
        // Safety: AllocZeroed never returns null; it throws OutOfMemoryException.
        Pointer = (T*)NativeMemory.AllocZeroed(length, (nuint)sizeof(T));
        Length = length;
    }

    ~NativeArray() => NativeMemory.Free(Pointer);

    /// <summary>The first element. It moves when the array grows.</summary>
    public T* Pointer { get; private set; }

    /// <summary>The number of elements.</summary>
    public nuint Length { get; private set; }

    public ref T this[nuint index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            System.Diagnostics.Debug.Assert(index < Length, "An index lies outside a native array.");
            return ref Pointer[index];
        }
    }

    /// <summary>Makes room for at least <paramref name="length"/> elements; new ones are zero.</summary>
    public void EnsureLength(nuint length)
    {
        if (length > Length)
        {
            Grow(nuint.Max(length, Length + Length / 2));
        }
    }

    public void Clear() => NativeMemory.Clear(Pointer, Length * (nuint)sizeof(T));

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Grow(nuint length)
    {
        _budget.Take(Bytes(length - Length));
        // Safety: on failure Realloc throws and leaves the old block, which stays owned here.
        Pointer = (T*)NativeMemory.Realloc(Pointer, length * (nuint)sizeof(T));
        NativeMemory.Clear(Pointer + Length, (length - Length) * (nuint)sizeof(T));
        Length = length;
    }

    private void Free()
    {
        if (Pointer is not null)
        {
            NativeMemory.Free(Pointer);
            _budget.Return(Bytes(Length));
            Pointer = null;
            Length = 0;
        }
    }

    private static long Bytes(nuint length) => checked((long)length * sizeof(T));
}
