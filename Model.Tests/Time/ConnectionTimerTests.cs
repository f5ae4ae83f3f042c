using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;
using static Wakeline.Model.Tests.Loopback;

namespace Wakeline.Model.Tests.Time;

/// <summary>Timers of connections in virtual time.</summary>
public sealed class ConnectionTimerTests
{
    private static readonly TimeSpan s_lingering = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan s_most = TimeSpan.FromSeconds(120);

    private readonly KernelHost _host = new(threads: 2);
    private readonly KernelThread _thread;

    public ConnectionTimerTests() => _thread = _host.Threads[0];

    [Fact]
    public void ARequestThatFindsNoRoomIsRepeatedEverMoreRarelyAndGivenUp()
    {
        _thread.Listener(backlog: 0);
        _thread.Connect(_thread.Socket().Value, Server);
        Assert.Equal(Asleep, _host.Threads[1].Connect(_thread.Socket().Value, Server));
        var waits = Waits(() => _host.Threads[1].Outcome.IsAsleep);
        Assert.Equal(Failed(Errno.ETIMEDOUT), _host.Threads[1].Outcome);
        var times = _host.State.Net.SynRetries + _host.State.Net.SynLinearTimeouts + 1;
        Assert.Equal(BackOff(TimeSpan.FromSeconds(1), times), waits);
    }

    [Fact]
    public void ARequestThatIsRepeatedFindsTheRoomThatWasMade()
    {
        var listener = _thread.Listener(backlog: 0);
        _thread.Connect(_thread.Socket().Value, Server);
        Assert.Equal(Asleep, _host.Threads[1].Connect(_thread.Socket().Value, Server));
        _thread.Accept(listener);
        Assert.Equal(Asleep, _host.Threads[1].Outcome);
        _host.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(Returned(0), _host.Threads[1].Outcome);
    }

    [Fact]
    public void AShutWindowIsProbedEverMoreRarelyUntilItOpens()
    {
        var (client, server) = _thread.Connection();
        var sent = _thread.Send(client, 100_000).Value;
        Assert.Equal(100_000, sent);
        Assert.True(_host.SocketOf(client).Tcb.Timers.Contains((int)TcpTimer.Persist));
        var probes = 0;
        var waits = Waits(() => ++probes <= 12);
        Assert.Equal(BackOff(TimeSpan.FromMilliseconds(200), 12), waits);
        var read = 0;
        while (_thread.Receive(server, 65_536, dontWait: true) is { Error: Errno.None } more)
        {
            read += more.Value;
        }

        Assert.Equal(sent, read);
        Assert.False(_host.AdvanceToNextTimer());
    }

    [Fact]
    public void ALostUserLeavesFinWait2After60Seconds()
    {
        var (client, server) = _thread.Connection();
        _thread.Close(client);
        Assert.Equal(TcpState.CloseWait, _host.StateOf(server));
        Assert.Equal(2, _host.SocketCount());
        _host.Advance(s_lingering - TimeSpan.FromTicks(1));
        Assert.Equal(2, _host.SocketCount());
        _host.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, _host.SocketCount());
    }

    [Fact]
    public void FinWait2OfALivingUserLastsForEver()
    {
        var (client, _) = _thread.Connection();
        _thread.Shutdown(client, ShutdownDirections.Send);
        _host.Advance(TimeSpan.FromDays(1));
        Assert.Equal(TcpState.FinWait2, _host.StateOf(client));
    }

    [Fact]
    public void TimeWaitHoldsThePortFor60Seconds()
    {
        var (client, server) = _thread.Connection();
        _thread.Close(server);
        _thread.Close(client);
        Assert.Equal(1, _host.SocketCount());
        var next = _thread.Socket().Value;
        _host.Advance(s_lingering - TimeSpan.FromTicks(1));
        Assert.Equal(Failed(Errno.EADDRINUSE), _thread.Bind(next, Server));
        _host.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(1, _host.SocketCount());
        Assert.Equal(Returned(0), _thread.Bind(next, Server));
    }

    /// <summary>The times from one timer to the next, as long as something holds.</summary>
    private List<TimeSpan> Waits(Func<bool> goesOn)
    {
        var waits = new List<TimeSpan>();
        while (goesOn())
        {
            var before = _host.Now;
            Assert.True(_host.AdvanceToNextTimer());
            waits.Add(_host.Now - before);
        }

        return waits;
    }

    /// <summary>Each wait is twice the one before, up to 120 seconds.</summary>
    private static IEnumerable<TimeSpan> BackOff(TimeSpan first, int count) =>
        Enumerable.Range(0, count).Select(number => TimeSpan.FromTicks(
            Math.Min(first.Ticks << number, s_most.Ticks)));
}
