using Wakeline.Spec;
using static Wakeline.Model.Tests.Loopback;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Model.Tests.Time;

/// <summary>Deadlines of calls pass in virtual time, and only then.</summary>
public sealed class TimeoutTests
{
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan s_instant = TimeSpan.FromTicks(1);

    private readonly KernelHost _host = new(threads: 2);
    private readonly KernelThread _thread;

    public TimeoutTests() => _thread = _host.Threads[0];

    [Theory]
    [InlineData("epoll_wait")]
    [InlineData("poll")]
    [InlineData("select")]
    public void ACallReturnsNothingAtItsDeadline(string call)
    {
        var counter = _thread.EventFd(0).Value;
        var epoll = _thread.EpollOf(counter, In);
        var outcome = call switch
        {
            "epoll_wait" => _thread.EpollWait(epoll, 8, s_timeout),
            "poll" => _thread.Poll([(counter, In)], s_timeout),
            _ => _thread.Select([(counter, In)], s_timeout),
        };
        Assert.Equal(Asleep, outcome);
        _host.Advance(s_timeout - s_instant);
        Assert.Equal(Asleep, _thread.Outcome);
        _host.Advance(s_instant);
        Assert.Equal(Returned(0), _thread.Outcome);
        Assert.Equal(s_timeout, _host.Now);
    }

    [Fact]
    public void ADeadlineCountsFromTheCallAndIsForgottenWhenItReturns()
    {
        var counter = _thread.EventFd(0).Value;
        var epoll = _thread.EpollOf(counter, In | EdgeTriggered);
        _thread.EpollWait(epoll, 8, s_timeout);
        _host.Advance(s_timeout / 2);
        _host.Threads[1].WriteCount(counter, 1);
        Assert.Equal(Returned(1), _thread.Outcome);
        _thread.EpollWait(epoll, 8, s_timeout);
        _host.Advance(s_timeout - s_instant);
        Assert.Equal(Asleep, _thread.Outcome);
        Assert.True(_host.AdvanceToNextTimer());
        Assert.Equal(Returned(0), _thread.Outcome);
        Assert.Equal(1.5 * s_timeout, _host.Now);
        Assert.False(_host.AdvanceToNextTimer());
    }

    [Fact]
    public void DeadlinesPassInTheirOrder()
    {
        var epoll = _thread.EpollCreate().Value;
        var order = new List<int>();
        _host.Stepped = (Step step, in Kernel after) =>
        {
            if (!after.Tasks[step.Instance].TimedOut || order.Contains(step.Instance))
            {
                return;
            }

            order.Add(step.Instance);
        };
        _thread.EpollWait(epoll, 8, 2 * s_timeout);
        _host.Threads[1].EpollWait(epoll, 8, s_timeout);
        _host.Advance(3 * s_timeout);
        Assert.Equal([1, 0], order);
        Assert.Equal((Returned(0), Returned(0)), (_thread.Outcome, _host.Threads[1].Outcome));
    }

    [Fact]
    public void ASignalEndsASleepWithoutATimeoutAndLeavesNoTraceOtherwise()
    {
        var epoll = _thread.EpollCreate().Value;
        _thread.Signal();
        Assert.Equal(Returned(0), _thread.EpollWait(epoll, 8, TimeSpan.Zero));
        Assert.Equal(Asleep, _thread.EpollWait(epoll, 8));
        _host.Advance(TimeSpan.FromDays(1));
        Assert.Equal(Asleep, _thread.Outcome);
        _thread.Signal();
        Assert.Equal(Failed(Errno.EINTR), _thread.Outcome);
        Assert.Equal(Asleep, _thread.EpollWait(epoll, 8));
    }
}
