using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Checking.Memory;

/// <summary>
/// An array outside the garbage-collected heap, which may hold more than 2^31 elements and grows in place where the
/// operating system can move its pages.
/// </summary>
internal sealed unsafe class NativeArray<T> : IDisposable where T : unmanaged
{
    /// <summary>From this size on, an array lies in pages of its own.</summary>
    private const nuint PagedBytesLeast = 1 << 20;

    private readonly MemoryBudget _budget;

    // Addresses that the array may grow into; zero while it lies on the heap of the C library.
    private nuint _reservedBytes;

    public NativeArray(nuint length, MemoryBudget budget)
    {
        _budget = budget;
        Allocate(length);
    }

    ~NativeArray() => Release();

    /// <summary>The first element. It may move when the array grows.</summary>
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

    /// <summary>Gives the memory back, and takes as much as the array begins with anew.</summary>
    public void Reset(nuint length)
    {
        Free();
        Allocate(length);
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Allocate(nuint length)
    {
        var bytes = Bytes(length);
        _budget.Take(bytes);
        if ((nuint)bytes < PagedBytesLeast || !TryReserve((nuint)bytes))
        {
            // Safety: AllocZeroed never returns null; it throws OutOfMemoryException.
            Pointer = (T*)NativeMemory.AllocZeroed(length, (nuint)sizeof(T));
        }

        Length = length;
    }

    private void Free()
    {
        if (Pointer is not null)
        {
            Release();
            _budget.Return(Bytes(Length));
            Pointer = null;
            Length = 0;
            _reservedBytes = 0;
        }
    }

    private void Grow(nuint length)
    {
        var bytes = (nuint)Bytes(length);
        _budget.Take(Bytes(length - Length));
        if (bytes > _reservedBytes)
        {
            MoveTo(length, bytes);
        }

        Length = length;
    }

    private void MoveTo(nuint length, nuint bytes)
    {
        var pointer = Pointer;
        var reserved = _reservedBytes;
        var heldBytes = Length * (nuint)sizeof(T);
        if (bytes >= PagedBytesLeast && TryReserve(nuint.Max(bytes, (nuint)_budget.ReservableBytes)))
        {
            Buffer.MemoryCopy(pointer, Pointer, bytes, heldBytes);
            Release(pointer, reserved);
            return;
        }

        // Safety: an array that lies in pages has all the addresses it can ever need, so this one lies on the heap; on
        // failure Realloc throws and leaves the old block, which stays owned here.
        Pointer = (T*)NativeMemory.Realloc(pointer, bytes);
        NativeMemory.Clear(Pointer + Length, (length - Length) * (nuint)sizeof(T));
    }

    private bool TryReserve(nuint bytes)
    {
        var block = (T*)Pages.Reserve(bytes);
        if (block is null)
        {
            return false;
        }

        Pointer = block;
        _reservedBytes = bytes;
        return true;
    }

    private void Release() => Release(Pointer, _reservedBytes);

    private static void Release(T* pointer, nuint reservedBytes)
    {
        if (reservedBytes > 0)
        {
            Pages.Release(pointer, reservedBytes);
        }
        else
        {
            NativeMemory.Free(pointer);
        }
    }

    private static long Bytes(nuint length) => checked((long)length * sizeof(T));
}
