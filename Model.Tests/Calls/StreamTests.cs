using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Model.Tests.Loopback;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Model.Tests.Calls;

/// <summary>Connections from socket to close, and threads that wait for each other.</summary>
public sealed class StreamTests
{
    private readonly KernelHost _host = new(threads: 3);
    private readonly KernelThread _thread;

    public StreamTests() => _thread = _host.Threads[0];

    [Fact]
    public void AConnectionLivesFromSocketToClose()
    {
        var listener = _thread.Listener();
        var client = _thread.Socket().Value;
        Assert.Equal(Returned(0), _thread.Connect(client, Server));
        var server = _thread.Accept(listener).Value;
        Assert.Equal((TcpState.Established, TcpState.Established), (_host.StateOf(client), _host.StateOf(server)));
        Assert.Equal(Returned(10), _thread.Send(client, 10));
        Assert.Equal(Returned(4), _thread.Receive(server, 4));
        Assert.Equal(Returned(6), _thread.Receive(server, 100));
        Assert.Equal(Returned(0), _thread.Shutdown(client, ShutdownDirections.Send));
        Assert.Equal((TcpState.FinWait2, TcpState.CloseWait), (_host.StateOf(client), _host.StateOf(server)));
        Assert.Equal(Returned(0), _thread.Receive(server, 1));
        Assert.Equal(Returned(0), _thread.Close(server));
        Assert.Equal(Returned(0), _thread.Receive(client, 1));
        Assert.Equal(Failed(Errno.EPIPE), _thread.Send(client, 1));
    }

    [Fact]
    public void SleepersInAcceptReceiveAndConnectAreWoken()
    {
        var listener = _thread.Listener();
        var (second, third) = (_host.Threads[1], _host.Threads[2]);
        Assert.Equal(Asleep, second.Accept(listener));
        var client = _thread.Socket().Value;
        Assert.Equal(Returned(0), _thread.Connect(client, Server));
        Assert.False(second.Outcome.IsAsleep);
        var server = second.Outcome.Value;
        Assert.Equal(Asleep, second.Receive(server, 10));
        Assert.Equal(Asleep, third.Receive(client, 10));
        Assert.Equal(Returned(3), _thread.Send(client, 3));
        Assert.Equal(Returned(3), second.Outcome);
        Assert.Equal(Asleep, third.Outcome);
        Assert.Equal(Returned(2), second.Send(server, 2));
        Assert.Equal(Returned(2), third.Outcome);
    }

    [Fact]
    public void AFullBufferStopsTheSenderUntilTheReaderHasReadEnough()
    {
        var (client, server) = _thread.Connection();
        var sent = 0;
        while (_thread.Send(client, 65_536, dontWait: true) is { Error: Errno.None } more)
        {
            sent += more.Value;
        }

        Assert.Equal(Failed(Errno.EAGAIN), _thread.Outcome);
        Assert.Equal(None, _thread.Readiness(client));
        Assert.Equal(Asleep, _host.Threads[1].Send(client, 1));
        var read = 0;
        while (_thread.Receive(server, 65_536, dontWait: true) is { Error: Errno.None } more)
        {
            read += more.Value;
        }

        Assert.Equal(Returned(1), _host.Threads[1].Outcome);
        Assert.Equal(sent + 1, read);
        Assert.Equal(Out, _thread.Readiness(client));
    }

    [Fact]
    public void TheLowWaterMarkDecidesWhenThereIsSomethingToRead()
    {
        var (client, server) = _thread.Connection();
        Assert.Equal(Returned(0), _thread.SetReceiveLowWater(server, 10));
        _thread.Send(client, 5);
        Assert.Equal(Out, _thread.Readiness(server));
        Assert.Equal(Asleep, _host.Threads[1].Receive(server, 100));
        _thread.Send(client, 9);
        Assert.Equal(Asleep, _host.Threads[1].Outcome);
        _thread.Send(client, 1);
        Assert.Equal(Returned(15), _host.Threads[1].Outcome);
    }

    [Fact]
    public void LingeringForNoTimeResets()
    {
        var (client, server) = _thread.Connection();
        _thread.SetLinger(client, TimeSpan.Zero);
        _thread.Close(client);
        Assert.Equal(Returned((int)Errno.ECONNRESET), _thread.GetError(server));
        Assert.Equal(Returned(0), _thread.GetError(server));
        Assert.Equal(1, _host.SocketCount());
    }

    [Fact]
    public void NonblockingIsAPropertyOfTheOpenFile()
    {
        var (_, server) = _thread.Connection();
        var copy = _thread.Duplicate(server).Value;
        _thread.SetNonblocking(copy, on: true);
        Assert.Equal(Failed(Errno.EAGAIN), _thread.Receive(server, 1));
        _thread.SetNonblocking(server, on: false);
        Assert.Equal(Asleep, _host.Threads[1].Receive(copy, 1));
        _host.Threads[1].Signal();
        Assert.Equal(Failed(Errno.EINTR), _host.Threads[1].Outcome);
    }

    [Fact]
    public void ACloseUnderASleeperWaitsForIt()
    {
        var (client, server) = _thread.Connection();
        Assert.Equal(Asleep, _host.Threads[1].Receive(server, 1));
        _thread.Close(server);
        Assert.Equal(TcpState.Established, _host.StateOf(client));
        _thread.Send(client, 1);
        Assert.Equal(Returned(1), _host.Threads[1].Outcome);
        Assert.Equal(TcpState.CloseWait, _host.StateOf(client));
    }

    [Fact]
    public void AnotherConnectionIsMadeAfterAnAssociationIsDissolved()
    {
        var listener = _thread.Listener();
        var client = _thread.Socket().Value;
        Assert.Equal(Returned(0), _thread.Connect(client, Server));
        Assert.Equal(Returned(0), _thread.Disconnect(client));
        Assert.Equal(Returned(0), _thread.Connect(client, Server));
        Assert.Equal(In, _thread.Readiness(listener));
    }

    [Fact]
    public void AnEventCounterSleepsWhenItIsEmptyAndWhenItIsFull()
    {
        var counter = _thread.EventFd(0).Value;
        Assert.Equal(Asleep, _host.Threads[1].ReadCount(counter));
        Assert.Equal(Returned(8), _thread.WriteCount(counter, 7));
        Assert.Equal((Returned(8), 7UL), (_host.Threads[1].Outcome, _host.Threads[1].Count));
        Assert.Equal(Returned(8), _thread.WriteCount(counter, -2));
        Assert.Equal(In, _thread.Readiness(counter));
        Assert.Equal(Asleep, _host.Threads[1].WriteCount(counter, 1));
        Assert.Equal(Failed(Errno.EINVAL), _thread.WriteCount(counter, -1));
        Assert.Equal(Returned(8), _thread.ReadCount(counter));
        Assert.Equal(Returned(8), _host.Threads[1].Outcome);
        var nonblocking = _thread.EventFd(0, nonblocking: true).Value;
        Assert.Equal(Failed(Errno.EAGAIN), _thread.ReadCount(nonblocking));
    }

    [Fact]
    public void PollAndSelectAreWokenByWhatTheyWaitFor()
    {
        var (client, server) = _thread.Connection();
        Assert.Equal(Asleep, _host.Threads[1].Poll([(client, In), (server, In)]));
        Assert.Equal(Asleep, _host.Threads[2].Select([(server, In), (client, In)]));
        _thread.Send(client, 1);
        Assert.Equal(Returned(1), _host.Threads[1].Outcome);
        Assert.Equal([None, In], _host.Threads[1].Polled.Select(request => request.Returned));
        Assert.Equal(Returned(1), _host.Threads[2].Outcome);
    }

    [Fact]
    public void SelectCountsEverySetForItself()
    {
        var (client, server) = _thread.Connection();
        _thread.Send(client, 1);
        Assert.Equal(Returned(3), _thread.Select([(server, In | Out), (client, In | Out)], TimeSpan.Zero));
    }
}
