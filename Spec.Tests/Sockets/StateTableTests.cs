using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Spec.PollEvents;

namespace Wakeline.Spec.Tests.Sockets;

/// <summary>
/// What calls on a TCP socket return and what poll finds, situation by situation, as measured on Linux 6.18.
/// </summary>
public sealed class StateTableTests
{
    private const PollEvents Everything = In | Out | RdHup | Hup;

    private readonly KernelBench _kernel = new();

    [Fact]
    public void AFreshSocketIsWritableAndHungUp()
    {
        var socket = _kernel.Socket();
        Assert.Equal(Out | Hup, _kernel.Poll(socket));
        Assert.Equal(Errno.ENOTCONN, _kernel.Receive(socket, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(socket, 1));
        Assert.Equal(Errno.EINVAL, _kernel.Accept(socket));
        Assert.Equal(Errno.ENOTCONN, _kernel.Shutdown(socket, ShutdownDirections.Both));
        Assert.Equal(Everything, _kernel.Poll(socket));
        Assert.Equal(0, _kernel.Receive(socket, 1));
    }

    [Fact]
    public void ABoundSocketIsBoundOnce()
    {
        var socket = _kernel.Socket();
        Assert.Equal(0, _kernel.Bind(socket));
        Assert.Equal(Errno.EINVAL, _kernel.Bind(socket, 81));
        Assert.Equal(Errno.EADDRINUSE, _kernel.Bind(_kernel.Socket()));
        Assert.Equal(0, _kernel.Bind(_kernel.Socket(), host: 2));
        Assert.Equal(Errno.EADDRINUSE, _kernel.Bind(_kernel.Socket(), host: 0));
        Assert.Equal(0, _kernel.Bind(_kernel.Socket(), port: 0));
        Assert.Equal(Out | Hup, _kernel.Poll(socket));
    }

    [Fact]
    public void AnEmptyListenerIsReadyForNothing()
    {
        var listener = _kernel.Listener();
        Assert.Equal(None, _kernel.Poll(listener));
        Assert.Equal(Errno.ENOTCONN, _kernel.Receive(listener, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(listener, 1));
        Assert.Equal(Errno.EISCONN, _kernel.Connect(listener));
        Assert.Equal(0, _kernel.Listen(listener, 7));
        Assert.Equal(0, _kernel.Simple(SystemCall.SetNonblocking, listener, flag: true));
        Assert.Equal(Errno.EAGAIN, _kernel.Accept(listener));
        Assert.Equal(0, _kernel.Shutdown(listener, ShutdownDirections.Send));
        Assert.Equal(TcpState.Listen, _kernel[listener].State);
    }

    [Theory]
    [InlineData(ShutdownDirections.Receive)]
    [InlineData(ShutdownDirections.Both)]
    public void AListenerThatIsShutIsFreshAgain(ShutdownDirections directions)
    {
        var listener = _kernel.Listener();
        Assert.Equal(Outcome.Asleep, _kernel.Accept(listener, task: 1));
        Assert.Equal(0, _kernel.Shutdown(listener, directions));
        Assert.Equal(Errno.EINVAL, _kernel.OutcomeOf(1));
        Assert.Equal(Out | Hup, _kernel.Poll(listener));
        Assert.Equal(Errno.EINVAL, _kernel.Accept(listener));
        Assert.Equal(0, _kernel.Listen(listener));
    }

    [Fact]
    public void AListenerWithAConnectionIsReadable()
    {
        var listener = _kernel.Listener();
        var client = _kernel.Socket();
        Assert.Equal(0, _kernel.Connect(client));
        Assert.Equal(In, _kernel.Poll(listener));
        Assert.Equal(Errno.EISCONN, _kernel.Connect(client));
        Assert.Equal(Errno.EINVAL, _kernel.Listen(client));
        Assert.True(_kernel.Accept(listener).Value > client);
        Assert.Equal(None, _kernel.Poll(listener));
        Assert.Equal(Out, _kernel.Poll(client));
    }

    [Fact]
    public void AConnectionThatWasResetBeforeAcceptIsAcceptedAllTheSame()
    {
        var listener = _kernel.Listener();
        var client = _kernel.Socket();
        _kernel.Connect(client);
        Assert.Equal(0, _kernel.Simple(SystemCall.SetLinger, client, flag: true));
        Assert.Equal(0, _kernel.Close(client));
        Assert.Equal(In, _kernel.Poll(listener));
        var server = _kernel.Accept(listener).Value;
        Assert.Equal(Everything | Err, _kernel.Poll(server));
        Assert.Equal(Errno.ECONNRESET, _kernel.Receive(server, 1));
        Assert.Equal(0, _kernel.Receive(server, 1));
    }

    [Fact]
    public void AFullAcceptQueueLeavesAConnectWithoutAnAnswer()
    {
        var listener = _kernel.Listener(backlog: 0);
        Assert.Equal(Errno.EINPROGRESS, _kernel.Connect(_kernel.Socket(nonblocking: true)));
        Assert.Equal(1, _kernel[listener].AcceptQueue.Count);
        var second = _kernel.Socket(nonblocking: true);
        Assert.Equal(Errno.EINPROGRESS, _kernel.Connect(second));
        Assert.Equal(TcpState.SynSent, _kernel[second].State);
        Assert.Equal(None, _kernel.Poll(second));
        Assert.Equal(Errno.EALREADY, _kernel.Connect(second));
        Assert.Equal(Errno.EAGAIN, _kernel.Receive(second, 1));
        Assert.Equal(Errno.EAGAIN, _kernel.Send(second, 1));
        Assert.Equal(0, _kernel.Simple(SystemCall.GetError, second));
        Assert.Equal(0, _kernel.Shutdown(second, ShutdownDirections.Send));
        Assert.Equal(Out | Err | Hup, _kernel.Poll(second));
        Assert.Equal((int)Errno.ECONNRESET, _kernel.Simple(SystemCall.GetError, second));
        Assert.Equal(Errno.ENOTCONN, _kernel.Receive(second, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(second, 1));
    }

    [Fact]
    public void ANonblockingConnectCompletesAndSaysSoOnce()
    {
        _kernel.Listener();
        var client = _kernel.Socket(nonblocking: true);
        Assert.Equal(Errno.EINPROGRESS, _kernel.Connect(client));
        Assert.Equal(Out, _kernel.Poll(client));
        Assert.Equal(0, _kernel.Connect(client));
        Assert.Equal(Errno.EISCONN, _kernel.Connect(client));
    }

    [Fact]
    public void ARefusedConnectReportsItsErrorOnce()
    {
        var client = _kernel.Socket(nonblocking: true);
        Assert.Equal(Errno.EINPROGRESS, _kernel.Connect(client));
        Assert.Equal(Everything | Err, _kernel.Poll(client));
        Assert.Equal(Errno.ECONNREFUSED, _kernel.Receive(client, 1));
        Assert.Equal(0, _kernel.Receive(client, 1));
        Assert.Equal(Errno.ECONNABORTED, _kernel.Connect(client));
        Assert.Equal(Out | Hup, _kernel.Poll(client));
        Assert.Equal(Errno.EINPROGRESS, _kernel.Connect(client));
        Assert.Equal(Errno.ECONNREFUSED, _kernel.Send(client, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(client, 1));
        Assert.Equal(Errno.ECONNREFUSED, _kernel.Connect(_kernel.Socket()));
    }

    [Fact]
    public void DataComesBeforeTheEnd()
    {
        var (client, server) = _kernel.Connection();
        Assert.Equal(Errno.EAGAIN, _kernel.Receive(server, 1));
        Assert.Equal(10, _kernel.Send(client, 10));
        Assert.Equal(In | Out, _kernel.Poll(server));
        Assert.Equal(0, _kernel.Shutdown(client, ShutdownDirections.Send));
        Assert.Equal((TcpState.FinWait2, TcpState.CloseWait), (_kernel[client].State, _kernel[server].State));
        Assert.Equal(In | Out | RdHup, _kernel.Poll(server));
        Assert.Equal(4, _kernel.Receive(server, 4));
        Assert.Equal(6, _kernel.Receive(server, 100));
        Assert.Equal(0, _kernel.Receive(server, 1));
        Assert.Equal(0, _kernel.Receive(server, 1));
        Assert.Equal(In | Out | RdHup, _kernel.Poll(server));
        Assert.Equal(3, _kernel.Send(server, 3));
        Assert.Equal(Errno.EPIPE, _kernel.Send(client, 1));
        Assert.Equal(In | Out, _kernel.Poll(client));
        Assert.Equal(3, _kernel.Receive(client, 100));
        Assert.Equal(Out, _kernel.Poll(client));
        Assert.Equal(0, _kernel.Close(server));
        Assert.Equal(TcpState.Closed, _kernel[client].State);
        Assert.Equal(Everything, _kernel.Poll(client));
        Assert.Equal(0, _kernel.Simple(SystemCall.GetError, client));
        Assert.Equal(0, _kernel.Receive(client, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(client, 1));
        Assert.Equal(Errno.ENOTCONN, _kernel.Shutdown(client, ShutdownDirections.Send));
    }

    [Fact]
    public void AResetAfterThePeersFinIsInvisibleToRecv()
    {
        var (client, server) = _kernel.Connection();
        _kernel.Close(client);
        Assert.Equal(TcpState.CloseWait, _kernel[server].State);
        Assert.Equal(1, _kernel.Send(server, 1));
        Assert.Equal(TcpState.Closed, _kernel[server].State);
        Assert.Equal(Everything | Err, _kernel.Poll(server));
        Assert.Equal(0, _kernel.Receive(server, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(server, 1));
        Assert.Equal(0, _kernel.Simple(SystemCall.GetError, server));
    }

    [Fact]
    public void AResetIsReportedOnceAfterTheData()
    {
        var (client, server) = _kernel.Connection();
        _kernel.Send(client, 5);
        _kernel.Simple(SystemCall.SetLinger, client, flag: true);
        _kernel.Close(client);
        Assert.Equal(Everything | Err, _kernel.Poll(server));
        Assert.Equal(5, _kernel.Receive(server, 100));
        Assert.Equal(Errno.ECONNRESET, _kernel.Receive(server, 100));
        Assert.Equal(0, _kernel.Receive(server, 100));
        Assert.Equal(Everything, _kernel.Poll(server));
        Assert.Equal(Errno.EPIPE, _kernel.Send(server, 1));
    }

    [Fact]
    public void ClosingWithUnreadDataResets()
    {
        var (client, server) = _kernel.Connection();
        _kernel.Send(client, 5);
        _kernel.Close(server);
        Assert.Equal(TcpState.Closed, _kernel[client].State);
        Assert.Equal((int)Errno.ECONNRESET, _kernel.Simple(SystemCall.GetError, client));
        Assert.Equal(0, _kernel.Simple(SystemCall.GetError, client));
    }

    [Fact]
    public void ShuttingReceptionIsLocal()
    {
        var (client, server) = _kernel.Connection();
        Assert.Equal(0, _kernel.Shutdown(server, ShutdownDirections.Receive));
        Assert.Equal(In | Out | RdHup, _kernel.Poll(server));
        Assert.Equal(0, _kernel.Receive(server, 1));
        Assert.Equal(3, _kernel.Send(client, 3));
        Assert.Equal(3, _kernel.Receive(server, 100));
        Assert.Equal(0, _kernel.Receive(server, 100));
    }

    [Fact]
    public void DataForWhoHasShutBothDirectionsResetsBoth()
    {
        var (client, server) = _kernel.Connection();
        Assert.Equal(0, _kernel.Shutdown(server, ShutdownDirections.Both));
        Assert.Equal((TcpState.CloseWait, TcpState.FinWait2), (_kernel[client].State, _kernel[server].State));
        Assert.Equal(Everything, _kernel.Poll(server));
        Assert.Equal(0, _kernel.Receive(server, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(server, 1));
        Assert.Equal(3, _kernel.Send(client, 3));
        Assert.Equal((TcpState.Closed, TcpState.Closed), (_kernel[client].State, _kernel[server].State));
        Assert.Equal(Errno.ECONNRESET, _kernel.Receive(server, 1));
        Assert.Equal(Errno.EPIPE, _kernel.Send(client, 1));
    }

    [Fact]
    public void AnUrgentOctetAloneIsNoData()
    {
        var (client, server) = _kernel.Connection();
        Assert.Equal(1, _kernel.Send(client, 1, urgent: true));
        Assert.Equal(Pri | Out, _kernel.Poll(server));
        Assert.Equal(Errno.EAGAIN, _kernel.Receive(server, 10));
        Assert.Equal(Out, _kernel.Poll(server));
        Assert.Equal(Errno.EINVAL, _kernel.Receive(server, 1, urgent: true));
    }

    [Fact]
    public void ReadingStopsAtTheUrgentMark()
    {
        var (client, server) = _kernel.Connection();
        _kernel.Send(client, 2);
        _kernel.Send(client, 1, urgent: true);
        Assert.Equal(In | Pri | Out, _kernel.Poll(server));
        Assert.Equal(2, _kernel.Receive(server, 10));
        Assert.Equal(Pri | Out, _kernel.Poll(server));
        Assert.Equal(1, _kernel.Receive(server, 1, urgent: true));
        Assert.Equal(Errno.EINVAL, _kernel.Receive(server, 1, urgent: true));
    }

    [Fact]
    public void ABlockedReaderReturnsWhenItsDirectionIsShut()
    {
        var (client, server) = _kernel.Connection();
        Assert.Equal(Outcome.Asleep, _kernel.Receive(server, 1, task: 1, dontWait: false));
        Assert.Equal(0, _kernel.Shutdown(server, ShutdownDirections.Receive));
        Assert.Equal(0, _kernel.OutcomeOf(1));
        Assert.Equal(Outcome.Asleep, _kernel.Receive(client, 1, task: 1, dontWait: false));
        Assert.Equal(0, _kernel.Simple(SystemCall.Disconnect, client));
        Assert.Equal(Errno.EPIPE, _kernel.OutcomeOf(1));
    }

    [Fact]
    public void AnEndMayConnectToItself()
    {
        var socket = _kernel.Socket();
        _kernel.Bind(socket);
        Assert.Equal(0, _kernel.Connect(socket));
        Assert.Equal(5, _kernel.Send(socket, 5));
        Assert.Equal(5, _kernel.Receive(socket, 100));
        Assert.Equal(0, _kernel.Shutdown(socket, ShutdownDirections.Send));
        Assert.Equal(TcpState.Closed, _kernel[socket].State);
        Assert.Equal(0, _kernel.Receive(socket, 1));
    }
}
