using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tests;

public sealed class KernelLayoutTests
{
    [Fact]
    public void AKernelIsSmall() => Assert.InRange(Unsafe.SizeOf<Kernel>(), 1, 5120);

    [Fact]
    public void AKernelHasNoPadding() => Assert.Equal(SizeOfFields(typeof(Kernel)), Unsafe.SizeOf<Kernel>());

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

    /// <summary>What the fields of a type need when nothing lies between them.</summary>
    private static int SizeOfFields(Type type)
    {
        if (type.IsPrimitive)
        {
            return type == typeof(bool) ? 1 : Marshal.SizeOf(type);
        }

        if (type.IsEnum)
        {
            return Marshal.SizeOf(type.GetEnumUnderlyingType());
        }

        var fields = type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic);
        var copies = type.GetCustomAttribute<InlineArrayAttribute>()?.Length ?? 1;
        return copies * fields.Sum(field => SizeOfFields(field.FieldType));
    }
}
