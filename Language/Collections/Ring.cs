using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline;

/// <summary>
/// A bounded queue, usable in an unmanaged state. The oldest element is always at index 0 and unused slots are zero, so
/// that two rings with the same elements are the same bytes whatever their history.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TSlots">The storage, such as <see cref="InlineArray4{T}"/> of <typeparamref name="T"/>.</typeparam>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Ring<T, TSlots> where T : unmanaged where TSlots : unmanaged
{
    private byte _count;
    private TSlots _slots;

    /// <summary>The number of elements the ring can hold, at most 255.</summary>
    public static int Capacity => Unsafe.SizeOf<TSlots>() / Unsafe.SizeOf<T>();

    /// <summary>The number of elements.</summary>
    public readonly int Count => _count;

    /// <summary>Whether there is no element.</summary>
    public readonly bool IsEmpty => _count == 0;

    /// <summary>Whether no further element fits.</summary>
    public readonly bool IsFull => _count == Capacity;

    /// <summary>The elements, oldest first.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<T> Items =>
        MemoryMarshal.CreateReadOnlySpan(in Unsafe.As<TSlots, T>(ref Unsafe.AsRef(in _slots)), _count);

    /// <summary>The element at a distance from the oldest, to read or change.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    [UnscopedRef]
    public ref T this[int index] => ref Slots[..(int)_count][index];

    /// <summary>Appends an element as the newest.</summary>
    /// <exception cref="BoundExceededException">The ring is full.</exception>
    public void Enqueue(in T item) => Insert(_count, item);

    /// <summary>Puts an element before the oldest.</summary>
    /// <exception cref="BoundExceededException">The ring is full.</exception>
    public void PushFront(in T item) => Insert(0, item);

    /// <summary>Puts an element before the one at <paramref name="index"/>.</summary>
    /// <exception cref="BoundExceededException">The ring is full.</exception>
    public void Insert(int index, in T item)
    {
        if (IsFull)
        {
            BoundExceededException.Throw(nameof(Ring<,>), Capacity);
        }

        var slots = Slots;
        slots[index.._count].CopyTo(slots[(index + 1)..]);
        slots[index] = item;
        _count++;
    }

    /// <summary>Takes the oldest element.</summary>
    /// <exception cref="IndexOutOfRangeException">The ring is empty.</exception>
    public T Dequeue()
    {
        var item = this[0];
        RemoveAt(0);
        return item;
    }

    /// <summary>Takes out the element at a distance from the oldest.</summary>
    /// <exception cref="IndexOutOfRangeException">There is no such element.</exception>
    public void RemoveAt(int index)
    {
        _ = this[index];
        var slots = Slots;
        slots[(index + 1).._count].CopyTo(slots[index..]);
        slots[--_count] = default;
    }

    /// <summary>Takes out every element.</summary>
    public void Clear() => this = default;

    [UnscopedRef]
    private Span<T> Slots => MemoryMarshal.CreateSpan(ref Unsafe.As<TSlots, T>(ref _slots), Capacity);
}
