using System.Runtime.CompilerServices;

namespace Wakeline.Spec.Tests;

public sealed class KernelLayoutTests
{
    [Fact]
    public void AKernelIsSmall() => Assert.InRange(Unsafe.SizeOf<Kernel>(), 1, 13_800);

    [Fact]
    public void AKernelHasNoPadding() => Assert.Equal(Layout.SizeOfFields(typeof(Kernel)), Unsafe.SizeOf<Kernel>());

    [Fact]
    public void ArraysMatchTheirCapacity()
    {
        var kernel = default(Kernel);
        Assert.Equal(Capacity.Tasks, ((Span<Tasks.TaskControl>)kernel.Tasks).Length);
        Assert.Equal(Capacity.Tasks, ((Span<Tasks.Program>)kernel.Programs).Length);
        Assert.Equal(Capacity.Files, ((Span<Files.OpenFile>)kernel.Files).Length);
        Assert.Equal(Capacity.EventCounters, ((Span<Files.EventCounter>)kernel.EventCounters).Length);
        Assert.Equal(Capacity.Devices, ((Span<PollEvents>)kernel.Devices).Length);
        Assert.Equal(Capacity.Epolls, ((Span<Epoll.EpollInstance>)kernel.Epolls).Length);
        Assert.Equal(Capacity.Items, ((Span<Epoll.EpollItem>)kernel.Items).Length);
        Assert.Equal(Capacity.Items, ((Span<ItemHistory>)kernel.Ledger.Items).Length);
        Assert.Equal(Capacity.Sockets, ((Span<Spec.Sockets.Socket>)kernel.Sockets).Length);
        Assert.Equal(Capacity.Tasks + Capacity.Items, OrderedSet<Tasks.Waiter, InlineArray16<Tasks.Waiter>>.Capacity);
    }
}
