using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Model.Tests.Calls;

/// <summary>What a host cannot do is refused with a message that says why.</summary>
public sealed class MisuseTests
{
    private readonly KernelHost _host = new(threads: 2);

    [Theory]
    [InlineData(0)]
    [InlineData(Capacity.Tasks + 1)]
    public void ThereIsRoomForAFewThreads(int threads)
    {
        var error = Assert.Throws<SpecificationException>(() => new KernelHost(threads));
        Assert.Contains($"{threads}", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{Capacity.Tasks}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void AThreadThatSleepsMakesNoCall()
    {
        var thread = _host.Threads[1];
        thread.EpollWait(thread.EpollCreate().Value, 1);
        var error = Assert.Throws<InvalidOperationException>(() => thread.Socket());
        Assert.Equal("Thread 1 sleeps in EpollWait.", error.Message);
        Assert.True(thread.Outcome.IsAsleep);
    }

    [Fact]
    public void TimeDoesNotGoBack() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => _host.Advance(TimeSpan.FromTicks(-1)));

    [Fact]
    public void MoreDescriptorsThanPollHasRoomForAreRefused()
    {
        var requests = Enumerable.Repeat((0, In), Capacity.Polled + 1).ToArray();
        var error = Assert.Throws<BoundExceededException>(() => _host.Threads[0].Poll(requests, TimeSpan.Zero));
        Assert.Contains($"{Capacity.Polled}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(256)]
    public void UserDataIsOneOctet(int data)
    {
        var thread = _host.Threads[0];
        var epoll = thread.EpollCreate().Value;
        var counter = thread.EventFd(1).Value;
        Assert.Throws<ArgumentOutOfRangeException>(
            () => thread.EpollControl(epoll, ControlOperation.Add, counter, In, data));
    }

    [Fact]
    public void AFullDescriptorTableIsAnErrorOfTheCall()
    {
        var thread = _host.Threads[0];
        thread.EventFd(0);
        for (var copy = 1; copy < Capacity.Descriptors; copy++)
        {
            Assert.Equal(copy, thread.Duplicate(0).Value);
        }

        Assert.Equal(Errno.EMFILE, thread.Duplicate(0).Error);
        Assert.Equal(Errno.EMFILE, thread.Socket().Error);
        Assert.Equal(Errno.EMFILE, thread.EpollCreate().Error);
        Assert.Equal(Errno.EMFILE, thread.EventFd(0).Error);
    }
}
