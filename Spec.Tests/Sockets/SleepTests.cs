using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Spec.Tests.Sockets;

/// <summary>Calls that sleep, and what wakes them.</summary>
public sealed class SleepTests
{
    private readonly KernelBench _kernel = new();

    [Fact]
    public void TheLowWaterMarkCountsWhatIsQueued()
    {
        var (client, server) = _kernel.Connection();
        _kernel.Simple(SystemCall.SetReceiveLowWater, server, 10);
        _kernel.Send(client, 5);
        Assert.Equal(Out, _kernel.Poll(server));
        Assert.Equal(2, _kernel.Receive(server, 2));
        Assert.Equal(Outcome.Asleep, _kernel.Receive(server, 100, task: 1, dontWait: false));
        _kernel.Send(client, 3);
        _kernel.Send(client, 4);
        Assert.Equal(Outcome.Asleep, _kernel.OutcomeOf(1));
        Assert.Equal(7, _kernel[server].Tcb.Unread);
        _kernel.Send(client, 3);
        Assert.Equal(13, _kernel.OutcomeOf(1));
        _kernel.Send(client, 5);
        Assert.Equal(Out, _kernel.Poll(server));
        _kernel.Shutdown(client, ShutdownDirections.Send);
        Assert.Equal(In | Out | RdHup, _kernel.Poll(server));
    }

    [Fact]
    public void CloseDoesNothingWhileAReaderSleeps()
    {
        var (client, server) = _kernel.Connection();
        Assert.Equal(Outcome.Asleep, _kernel.Receive(server, 10, task: 1, dontWait: false));
        _kernel.Close(server);
        Assert.Equal(TcpState.Established, _kernel[client].State);
        _kernel.Send(client, 1);
        Assert.Equal(1, _kernel.OutcomeOf(1));
        Assert.Equal(TcpState.CloseWait, _kernel[client].State);
    }

    [Fact]
    public void SleepersInAcceptAreServedInTurn()
    {
        var listener = _kernel.Listener();
        Assert.Equal(Outcome.Asleep, _kernel.Accept(listener, task: 1));
        Assert.Equal(Outcome.Asleep, _kernel.Accept(listener, task: 2));
        var client = _kernel.Socket();
        Assert.Equal(listener + 3, client);
        Assert.Equal(0, _kernel.Connect(client));
        Assert.Equal(listener + 1, _kernel.OutcomeOf(1));
        Assert.Equal(Outcome.Asleep, _kernel.OutcomeOf(2));
    }

    [Fact]
    public void AFullBufferStopsTheWriterUntilAThirdIsFree()
    {
        _kernel.Kernel.Net = Spec.Sockets.NetworkNamespace.Small(sendBuffer: 12, receiveBuffer: 8, mss: 4);
        var (client, server) = _kernel.Connection();
        Assert.Equal(12, _kernel.Send(client, 100, dontWait: true));
        Assert.Equal(8, _kernel.Send(client, 100, dontWait: true));
        Assert.Equal(Errno.EAGAIN, _kernel.Send(client, 1, dontWait: true));
        Assert.Equal(None, _kernel.Poll(client));
        Assert.Equal(Outcome.Asleep, _kernel.Send(client, 8, task: 1));
        Assert.Equal(8, _kernel.Receive(server, 8));
        Assert.Equal(8, _kernel.Receive(server, 8));
        Assert.Equal(8, _kernel.OutcomeOf(1));
        Assert.Equal(8, _kernel.Receive(server, 100));
        Assert.Equal(4, _kernel.Receive(server, 100));
        Assert.Equal(0, _kernel[client].Tcb.Unacknowledged);
    }

    [Fact]
    public void CloseWaitsForThePeerIfAskedTo()
    {
        _kernel.Kernel.Net = Spec.Sockets.NetworkNamespace.Small(sendBuffer: 100, receiveBuffer: 8, mss: 4);
        var (client, server) = _kernel.Connection();
        Assert.Equal(20, _kernel.Send(client, 20));
        Assert.Equal(12, _kernel[client].Tcb.Unacknowledged);
        _kernel.Simple(SystemCall.SetLinger, client, value: 5, flag: true);
        Assert.Equal(Outcome.Asleep, _kernel.Close(client));
        for (var octets = 0; octets < 20;)
        {
            octets += _kernel.Receive(server, 8, task: 1).Value;
        }

        Assert.Equal(0, _kernel.OutcomeOf(0));
        Assert.Equal(0, _kernel.Receive(server, 8, task: 1));
    }

    [Fact]
    public void ClosingAListenerResetsWhatWaits()
    {
        var listener = _kernel.Listener();
        var client = _kernel.Socket();
        _kernel.Connect(client);
        _kernel.Close(listener);
        Assert.Equal(Errno.ECONNRESET, _kernel.Receive(client, 1));
    }

    [Fact]
    public void NoSocketIsLeftWhenEverythingIsClosed()
    {
        var (client, server) = _kernel.Connection();
        _kernel.Send(client, 5);
        _kernel.Receive(server, 5);
        _kernel.Close(server);
        _kernel.Close(client);
        _kernel.Close(0);
        var left = Enumerable.Range(0, Capacity.Sockets).Where(index => _kernel.Kernel.Sockets[index].InUse).ToList();
        Assert.Equal(TcpState.TimeWait, _kernel.Kernel.Sockets[Assert.Single(left)].Tcb.State);
    }
}
