using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using FsCheck.Xunit;

namespace Wakeline.Language.Tests.Collections;

/// <summary>A ring behaves like a list that is cut at its capacity, and equal contents are equal bytes.</summary>
public sealed class RingProperties
{
    /// <summary>Operations as numbers: 0 enqueue, 1 push front, 2 dequeue, 3 remove in the middle, 4 clear.</summary>
    [Property(MaxTest = 500)]
    public bool BehavesLikeABoundedList(byte[] operations)
    {
        var ring = default(Ring<ushort, InlineArray4<ushort>>);
        var list = new List<ushort>();
        ushort next = 1;
        foreach (var operation in operations)
        {
            Perform(operation, ref ring, list, next++);
            if (!ring.Items.SequenceEqual(list.ToArray()) || ring.Count != list.Count)
            {
                return false;
            }
        }

        var rebuilt = default(Ring<ushort, InlineArray4<ushort>>);
        list.ForEach(item => rebuilt.Enqueue(item));
        return Bytes(ref ring).SequenceEqual(Bytes(ref rebuilt));
    }

    [Fact]
    public void AFullRingRefusesAnotherElement()
    {
        var ring = default(Ring<byte, InlineArray2<byte>>);
        ring.Enqueue(1);
        ring.Enqueue(2);
        Assert.True(ring.IsFull);
        var exception = Assert.Throws<BoundExceededException>(() => ring.Enqueue(3));
        Assert.Contains("capacity 2", exception.Message, StringComparison.Ordinal);
        Assert.Equal([1, 2], ring.Items.ToArray());
    }

    [Fact]
    public void AnEmptyRingHasNoFirstElement()
    {
        var ring = default(Ring<byte, InlineArray2<byte>>);
        Assert.Throws<IndexOutOfRangeException>(() => ring.Dequeue());
        Assert.Throws<IndexOutOfRangeException>(() => ring[0]);
    }

    [Fact]
    public void AnElementCanBeChangedInPlace()
    {
        var ring = default(Ring<int, InlineArray2<int>>);
        ring.Enqueue(7);
        ring[0] = 8;
        Assert.Equal(8, ring.Dequeue());
    }

    private static void Perform(
        byte operation, ref Ring<ushort, InlineArray4<ushort>> ring, List<ushort> list, ushort item)
    {
        switch (operation % 5)
        {
            case 0 when list.Count < 4:
                ring.Enqueue(item);
                list.Add(item);
                break;
            case 1 when list.Count < 4:
                ring.PushFront(item);
                list.Insert(0, item);
                break;
            case 2 when list.Count > 0:
                Assert.Equal(list[0], ring.Dequeue());
                list.RemoveAt(0);
                break;
            case 3 when list.Count > 0:
                ring.RemoveAt(item % list.Count);
                list.RemoveAt(item % list.Count);
                break;
            case 4 when operation % 25 == 4:
                ring.Clear();
                list.Clear();
                break;
        }
    }

    private static Span<byte> Bytes<T>(ref T value) where T : unmanaged =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1));
}
