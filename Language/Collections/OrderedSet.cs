using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Wakeline;

/// <summary>
/// A bounded list without duplicates that keeps its order, usable in an unmanaged state: a ready list, a wait queue.
/// Membership, insertion and removal cost a walk over the elements.
/// </summary>
/// <typeparam name="T">The element.</typeparam>
/// <typeparam name="TSlots">The storage, such as <c>InlineArray8&lt;byte&gt;</c> of <typeparamref
/// name="T"/>.</typeparam>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct OrderedSet<T, TSlots> where T : unmanaged, IEquatable<T> where TSlots : unmanaged
{
    private Ring<T, TSlots> _items;

    /// <summary>The number of elements the set can hold.</summary>
    public static int Capacity => Ring<T, TSlots>.Capacity;

    /// <summary>The number of elements.</summary>
    public readonly int Count => _items.Count;

    /// <summary>Whether there is no element.</summary>
    public readonly bool IsEmpty => _items.IsEmpty;

    /// <summary>The elements, first to last.</summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<T> Items => _items.Items;

    /// <summary>Whether an element is in the set.</summary>
    public readonly bool Contains(T item) => _items.Items.Contains(item);

    /// <summary>The place of an element, or -1.</summary>
    public readonly int IndexOf(T item) => _items.Items.IndexOf(item);

    /// <summary>Adds an element as the last.</summary>
    /// <returns>Whether it was added; <see langword="false"/> if it was there already, which keeps its place.</returns>
    /// <exception cref="BoundExceededException">The set is full.</exception>
    public bool Append(T item) => InsertAt(_items.Count, item);

    /// <summary>Adds an element as the first.</summary>
    /// <returns>Whether it was added; <see langword="false"/> if it was there already, which keeps its place.</returns>
    /// <exception cref="BoundExceededException">The set is full.</exception>
    public bool Prepend(T item) => InsertAt(0, item);

    /// <summary>Takes an element out.</summary>
    /// <returns>Whether it was there.</returns>
    public bool Remove(T item)
    {
        var index = IndexOf(item);
        if (index >= 0)
        {
            _items.RemoveAt(index);
        }

        return index >= 0;
    }

    /// <summary>Takes the first element out.</summary>
    /// <exception cref="IndexOutOfRangeException">The set is empty.</exception>
    public T TakeFirst() => _items.Dequeue();

    /// <summary>Puts each of two elements in the place of the other, as far as they are in the set.</summary>
    public void Exchange(T a, T b)
    {
        for (var index = 0; index < _items.Count; index++)
        {
            ref var item = ref _items[index];
            item = item.Equals(a) ? b : item.Equals(b) ? a : item;
        }
    }

    /// <summary>Takes every element out.</summary>
    public void Clear() => _items.Clear();

    private bool InsertAt(int index, T item)
    {
        if (Contains(item))
        {
            return false;
        }

        _items.Insert(index, item);
        return true;
    }
}
