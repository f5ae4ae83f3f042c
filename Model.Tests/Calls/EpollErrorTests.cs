using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using static Wakeline.Model.Tests.Loopback;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Model.Tests.Calls;

/// <summary>
/// Errors of the readiness calls, in the order in which they are tested (Linux 6.18). Descriptor 0 is an epoll
/// instance, 1 an eventfd that is ready, 2 a regular file, 3 an epoll instance that watches 0, 4 an eventfd that 0
/// watches, 5 one that 0 watches with EXCLUSIVE; 9 is not open.
/// </summary>
public sealed class EpollErrorTests
{
    private const UserMemory Mapped = UserMemory.Mapped;
    private const UserMemory Unmapped = UserMemory.Unmapped;
    private const UserMemory Outside = UserMemory.OutsideAddressSpace;

    private readonly KernelThread _thread = new KernelHost().Threads[0];

    public EpollErrorTests()
    {
        _thread.EpollCreate();
        _thread.EventFd(1);
        _thread.OpenRegularFile();
        Assert.Equal(3, _thread.EpollOf(0, In));
        _thread.EventFd(0);
        _thread.EventFd(0);
        Assert.Equal(Returned(0), _thread.EpollControl(0, ControlOperation.Add, 4, In));
        Assert.Equal(Returned(0), _thread.EpollControl(0, ControlOperation.Add, 5, In | Exclusive));
    }

    [Theory]
    [InlineData(9, ControlOperation.Add, 9, In, Unmapped, Errno.EFAULT)]
    [InlineData(9, ControlOperation.Unknown, 9, In, Unmapped, Errno.EFAULT)]
    [InlineData(9, ControlOperation.Delete, 1, In, Unmapped, Errno.EBADF)]
    [InlineData(9, ControlOperation.Add, 1, In, Mapped, Errno.EBADF)]
    [InlineData(0, ControlOperation.Add, 9, In, Mapped, Errno.EBADF)]
    [InlineData(1, ControlOperation.Add, 2, In, Mapped, Errno.EPERM)]
    [InlineData(0, ControlOperation.Add, 0, In, Mapped, Errno.EINVAL)]
    [InlineData(1, ControlOperation.Add, 4, In, Mapped, Errno.EINVAL)]
    [InlineData(0, ControlOperation.Modify, 4, Exclusive, Mapped, Errno.EINVAL)]
    [InlineData(0, ControlOperation.Add, 3, In | Exclusive, Mapped, Errno.EINVAL)]
    [InlineData(0, ControlOperation.Add, 1, RdHup | Exclusive, Mapped, Errno.EINVAL)]
    [InlineData(0, ControlOperation.Add, 1, In | OneShot | Exclusive, Mapped, Errno.EINVAL)]
    [InlineData(0, ControlOperation.Add, 1, In | Out | EdgeTriggered | Exclusive, Mapped, Errno.None)]
    [InlineData(0, ControlOperation.Add, 3, In, Mapped, Errno.ELOOP)]
    [InlineData(0, ControlOperation.Add, 4, In, Mapped, Errno.EEXIST)]
    [InlineData(0, ControlOperation.Modify, 1, In, Mapped, Errno.ENOENT)]
    [InlineData(0, ControlOperation.Modify, 5, In, Mapped, Errno.EINVAL)]
    [InlineData(0, ControlOperation.Delete, 1, In, Unmapped, Errno.ENOENT)]
    [InlineData(0, ControlOperation.Delete, 4, In, Outside, Errno.None)]
    [InlineData(0, ControlOperation.Unknown, 4, In, Mapped, Errno.EINVAL)]
    public void EpollControlFails(
        int epoll, ControlOperation operation, int target, PollEvents events, UserMemory memory, Errno error)
    {
        var outcome = _thread.Make(new CallArguments
        {
            Call = SystemCall.EpollControl,
            Descriptor = (byte)epoll,
            Operation = operation,
            Target = (byte)target,
            Events = events,
            Memory = memory,
        });
        Assert.Equal(error == Errno.None ? Returned(0) : Failed(error), outcome);
    }

    [Theory]
    [InlineData(9, 0, Mapped, Errno.EBADF)]
    [InlineData(1, 0, Outside, Errno.EINVAL)]
    [InlineData(1, 1, Outside, Errno.EFAULT)]
    [InlineData(1, 1, Mapped, Errno.EINVAL)]
    [InlineData(0, -1, Mapped, Errno.EINVAL)]
    [InlineData(0, 0, Mapped, Errno.EINVAL)]
    [InlineData(0, 1, Outside, Errno.EFAULT)]
    [InlineData(0, 1, Unmapped, Errno.None)]
    public void EpollWaitFails(int epoll, int eventsMost, UserMemory memory, Errno error)
    {
        var outcome = Wait(epoll, eventsMost, memory);
        Assert.Equal(error == Errno.None ? Returned(0) : Failed(error), outcome);
    }

    [Fact]
    public void AnEventThatCannotBeCopiedIsNotLost()
    {
        var epoll = _thread.EpollOf(1, In | EdgeTriggered);
        Assert.Equal(Failed(Errno.EFAULT), Wait(epoll, 1, Unmapped));
        Assert.Equal("1:In", _thread.Ready(epoll));
        Assert.Equal("", _thread.Ready(epoll));
    }

    [Fact]
    public void AChainOfMoreThanFiveInstancesIsRefused()
    {
        var host = new KernelHost();
        var thread = host.Threads[0];
        for (var inner = 0; inner < 5; inner++)
        {
            Assert.Equal(Returned(inner), thread.EpollCreate());
        }

        for (var inner = 0; inner < 4; inner++)
        {
            Assert.Equal(Returned(0), thread.EpollControl(inner + 1, ControlOperation.Add, inner, In));
        }

        Assert.Equal(Returned(5), thread.EpollCreate());
        Assert.Equal(Failed(Errno.ELOOP), thread.EpollControl(5, ControlOperation.Add, 4, In));
        Assert.Equal(Failed(Errno.ELOOP), thread.EpollControl(0, ControlOperation.Add, 4, In));
    }

    [Fact]
    public void PollCountsAClosedDescriptorAndPassesOverANegativeOne()
    {
        Assert.Equal(Returned(1), _thread.Poll([(-1, In), (9, In)], TimeSpan.Zero));
        Assert.Equal([None, Nval], _thread.Polled.Select(request => request.Returned));
    }

    [Fact]
    public void SelectRefusesAClosedDescriptor() =>
        Assert.Equal(Failed(Errno.EBADF), _thread.Select([(1, In), (9, In)], TimeSpan.Zero));

    private CallOutcome Wait(int epoll, int eventsMost, UserMemory memory) => _thread.Make(
        new CallArguments
        {
            Call = SystemCall.EpollWait,
            Descriptor = (byte)epoll,
            Number = eventsMost,
            Memory = memory,
        },
        TimeSpan.Zero);
}
