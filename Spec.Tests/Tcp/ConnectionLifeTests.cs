using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Tests.Tcp;

/// <summary>Connections from end to end: RFC 9293 figures 6 to 13, and what surrounds them.</summary>
public sealed class ConnectionLifeTests
{
    [Fact]
    public void AHandshakeTakesThreeSegments()
    {
        var bench = ConnectionBench.Connected();
        Assert.Equal((TcpState.Established, TcpState.Established), (bench.Client.State, bench.Server.State));
        Assert.Equal(3, bench.Sent.Count);
    }

    [Fact]
    public void DataArrivesInOrderAcrossTheEndOfTheNumberSpace()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, new SendData(30, Urgent: false));
        bench.Run();
        Assert.Equal(30, bench.Server.Unread);
        Assert.Equal(0, bench.Client.Unacknowledged);
        Assert.True(bench.Server.RcvNxt.Value < bench.Server.Irs.Value);
    }

    [Fact]
    public void AFullReceiverStopsTheSenderUntilTheUserReads()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, new SendData(100, Urgent: false));
        bench.Run();
        Assert.Equal(64, bench.Server.Unread);
        Assert.Equal(36, bench.Client.Unsent);
        Assert.True(bench.Client.Timers.Contains(TcpTimer.Persist));
        Connection.Fire(ref bench.Server, new ReadData(64));
        bench.Run();
        Assert.Equal(36, bench.Server.Unread);
        Assert.Equal(0, bench.Client.Unacknowledged);
    }

    [Fact]
    public void TheOneThatClosesFirstEndsInTimeWait()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, default(Close));
        bench.Run();
        Assert.Equal((TcpState.FinWait2, TcpState.CloseWait), (bench.Client.State, bench.Server.State));
        Connection.Fire(ref bench.Server, new SendData(5, Urgent: false));
        bench.Run();
        Assert.Equal(5, bench.Client.Unread);
        Connection.Fire(ref bench.Server, default(Close));
        bench.Run();
        Assert.Equal((TcpState.TimeWait, TcpState.Closed), (bench.Client.State, bench.Server.State));
        Assert.NotEqual(-1, Connection.Expire(ref bench.Client, TcpTimer.TimeWait));
        Assert.Equal(TcpState.Closed, bench.Client.State);
    }

    [Fact]
    public void BothMayCloseAtOnce()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, default(Close));
        Connection.Fire(ref bench.Server, default(Close));
        bench.Emit();
        bench.Run();
        Assert.Equal((TcpState.TimeWait, TcpState.TimeWait), (bench.Client.State, bench.Server.State));
    }

    [Fact]
    public void BothMayOpenAtOnce()
    {
        var bench = new ConnectionBench();
        Connection.Fire(
            ref bench.Client,
            new ActiveOpen(ConnectionBench.ClientEnd, ConnectionBench.ServerEnd, new SequenceNumber(100)));
        Connection.Fire(
            ref bench.Server,
            new ActiveOpen(ConnectionBench.ServerEnd, ConnectionBench.ClientEnd, new SequenceNumber(300)));
        bench.Emit();
        bench.Run();
        Assert.Equal((TcpState.Established, TcpState.Established), (bench.Client.State, bench.Server.State));
    }

    [Fact]
    public void AnEndMayConnectToItself()
    {
        var self = ConnectionBench.New();
        Connection.Fire(
            ref self,
            new ActiveOpen(ConnectionBench.ClientEnd, ConnectionBench.ClientEnd, new SequenceNumber(100)));
        for (var step = 0; step < 10 && Connection.TryEmit(ref self, out var segment) >= 0; step++)
        {
            Connection.Fire(ref self, segment);
        }

        Assert.Equal(TcpState.Established, self.State);
    }

    [Fact]
    public void AbortTellsThePeerByAReset()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, default(Abort));
        bench.Run();
        Assert.Equal(TcpState.Closed, bench.Server.State);
        Assert.Equal(Errno.ECONNRESET, bench.Server.Error);
    }

    [Fact]
    public void AnOldResetAfterTheirFinIsABrokenPipe()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, default(Close));
        bench.Run();
        bench.Client = default;                                     // The peer has lost its memory.
        Connection.Fire(ref bench.Server, new SendData(1, Urgent: false));
        bench.Run();
        Assert.Equal(TcpState.Closed, bench.Server.State);
        Assert.Equal(Errno.EPIPE, bench.Server.Error);
    }

    [Fact]
    public void WhatIsLostIsSentAgainUntilItIsGivenUp()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, new SendData(20, Urgent: false));
        bench.Emit();
        bench.Lose();
        for (var retry = 0; retry < 2; retry++)
        {
            Assert.NotEqual(-1, Connection.Expire(ref bench.Client, TcpTimer.Retransmission));
            bench.Emit();
            bench.Lose();
        }

        Connection.Expire(ref bench.Client, TcpTimer.Retransmission);
        Assert.Equal((TcpState.Closed, Errno.ETIMEDOUT), (bench.Client.State, bench.Client.Error));
    }

    [Fact]
    public void ARetransmissionRepairsALoss()
    {
        var bench = ConnectionBench.Connected();
        Connection.Fire(ref bench.Client, new SendData(20, Urgent: false));
        bench.Emit();
        bench.Lose();
        for (var loss = 0; loss < 3; loss++)
        {
            Connection.Expire(ref bench.Client, TcpTimer.Retransmission);
            bench.Run();
        }

        Assert.Equal(20, bench.Server.Unread);
        Assert.Equal(0, bench.Client.Unacknowledged);
        Assert.False(bench.Client.Timers.Contains(TcpTimer.Retransmission));
    }
}
