using System.Runtime.CompilerServices;
using Wakeline.Spec.Epoll.Lifetime;

namespace Wakeline.Spec.Tests;

public sealed class HeapLayoutTests
{
    [Fact]
    public void AHeapHasNoPadding() => Assert.Equal(Layout.SizeOfFields(typeof(Heap)), Unsafe.SizeOf<Heap>());

    [Fact]
    public void ArraysMatchTheirCapacity()
    {
        var heap = default(Heap);
        Assert.Equal(HeapCapacity.Instances, ((Span<Instance>)heap.Instances).Length);
        Assert.Equal(HeapCapacity.Files, ((Span<HeapFile>)heap.Files).Length);
        Assert.Equal(HeapCapacity.Files, ((Span<Queue>)heap.Queues).Length);
        Assert.Equal(HeapCapacity.Items, ((Span<Item>)heap.Items).Length);
        Assert.Equal(HeapCapacity.Threads, ((Span<HeapThread>)heap.Callers).Length);
    }
}
