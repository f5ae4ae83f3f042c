using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using static Wakeline.Model.Tests.Loopback;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Model.Tests.Calls;

/// <summary>Epoll as its users use it.</summary>
public sealed class EpollTests
{
    private readonly KernelHost _host = new(threads: 3);
    private readonly KernelThread _thread;

    public EpollTests() => _thread = _host.Threads[0];

    [Fact]
    public void LevelTriggeredIsReportedUntilItIsRead()
    {
        var counter = _thread.EventFd(0).Value;
        var epoll = _thread.EpollOf(counter, In);
        Assert.Equal("", _thread.Ready(epoll));
        _thread.WriteCount(counter, 3);
        Assert.Equal("0:In", _thread.Ready(epoll));
        Assert.Equal("0:In", _thread.Ready(epoll));
        Assert.Equal(Returned(8), _thread.ReadCount(counter));
        Assert.Equal(3UL, _thread.Count);
        Assert.Equal("", _thread.Ready(epoll));
    }

    [Fact]
    public void EdgeTriggeredIsReportedOnceForEverySegment()
    {
        var (client, server) = _thread.Connection();
        var epoll = _thread.EpollOf(server, In | EdgeTriggered);
        _thread.Send(client, 10);
        Assert.Equal($"{server}:In", _thread.Ready(epoll));
        Assert.Equal("", _thread.Ready(epoll));
        _thread.Receive(server, 3);
        Assert.Equal("", _thread.Ready(epoll));
        _thread.Send(client, 1);
        Assert.Equal($"{server}:In", _thread.Ready(epoll));
    }

    [Fact]
    public void OneShotIsSilentUntilItIsArmedAgain()
    {
        var counter = _thread.EventFd(1).Value;
        var epoll = _thread.EpollOf(counter, In | OneShot);
        Assert.Equal("0:In", _thread.Ready(epoll));
        _thread.WriteCount(counter, 1);
        Assert.Equal("", _thread.Ready(epoll));
        Assert.Equal(Returned(0), _thread.EpollControl(epoll, ControlOperation.Modify, counter, In | OneShot, data: 9));
        Assert.Equal("9:In", _thread.Ready(epoll));
    }

    [Fact]
    public void WhatIsDeletedIsNotReported()
    {
        var counter = _thread.EventFd(1).Value;
        var epoll = _thread.EpollOf(counter, In);
        Assert.Equal(Returned(0), _thread.EpollControl(epoll, ControlOperation.Delete, counter));
        Assert.Equal("", _thread.Ready(epoll));
        Assert.Equal(Failed(Errno.ENOENT), _thread.EpollControl(epoll, ControlOperation.Delete, counter));
    }

    [Fact]
    public void InterestBelongsToTheOpenFile()
    {
        var counter = _thread.EventFd(1).Value;
        var epoll = _thread.EpollOf(counter, In);
        var copy = _thread.Duplicate(counter).Value;
        _thread.Close(counter);
        Assert.Equal("0:In", _thread.Ready(epoll));
        Assert.Equal(Failed(Errno.EBADF), _thread.EpollControl(epoll, ControlOperation.Delete, counter));
        _thread.Close(copy);
        Assert.Equal("", _thread.Ready(epoll));
    }

    [Fact]
    public void AnInstanceWatchesAnother()
    {
        var counter = _thread.EventFd(0).Value;
        var inner = _thread.EpollOf(counter, In);
        var outer = _thread.EpollOf(inner, In);
        Assert.Equal(Asleep, _host.Threads[1].EpollWait(outer, 8));
        _thread.WriteCount(counter, 1);
        Assert.Equal(Returned(1), _host.Threads[1].Outcome);
        Assert.Equal(new EpollReport((byte)inner, In), Assert.Single(_host.Threads[1].Reports));
    }

    [Theory]
    [InlineData(In | Exclusive, 1)]
    [InlineData(In, 2)]
    public void AnExclusiveEventWakesOneInstance(PollEvents events, int awake)
    {
        var counter = _thread.EventFd(0).Value;
        _host.Threads[1].EpollWait(_thread.EpollOf(counter, events), 8);
        _host.Threads[2].EpollWait(_thread.EpollOf(counter, events), 8);
        _thread.WriteCount(counter, 1);
        Assert.Equal(awake, _host.Threads.Skip(1).Count(thread => !thread.Outcome.IsAsleep));
    }

    [Theory]
    [InlineData(In, 2)]
    [InlineData(In | EdgeTriggered, 1)]
    public void OneEventWakesAllSleepersByLevelAndOneByEdge(PollEvents events, int awake)
    {
        var counter = _thread.EventFd(0).Value;
        var epoll = _thread.EpollOf(counter, events);
        Assert.Equal(Asleep, _host.Threads[1].EpollWait(epoll, 8));
        Assert.Equal(Asleep, _host.Threads[2].EpollWait(epoll, 8));
        _thread.WriteCount(counter, 1);
        Assert.Equal(awake, _host.Threads.Skip(1).Count(thread => !thread.Outcome.IsAsleep));
    }

    [Fact]
    public void SmallMaxEventsGoRound()
    {
        var epoll = _thread.EpollCreate().Value;
        for (var counter = 1; counter <= 3; counter++)
        {
            _thread.EpollControl(epoll, ControlOperation.Add, _thread.EventFd(1).Value, In, data: counter);
        }

        byte[] order = [1, 2, 3, 1, 2];
        foreach (var expected in order)
        {
            Assert.Equal(Returned(1), _thread.EpollWait(epoll, 1, TimeSpan.Zero));
            Assert.Equal(expected, _thread.Reports[0].Data);
        }
    }
}
