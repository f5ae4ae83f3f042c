using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Calls;

/// <summary>A peer outside the host: what is sent to it leaves, what it sends arrives.</summary>
public sealed class PeerTests
{
    private const byte Peer = 2;
    private static readonly Endpoint s_remote = new(Peer, 5000);

    private static readonly Segment s_syn = new()
    {
        Source = s_remote,
        Destination = Loopback.Server,
        Sequence = new SequenceNumber(100),
        Flags = SegmentFlags.Syn,
        Window = 1000,
    };

    [Fact]
    public void AnAnswerLeavesTheHost()
    {
        var host = new KernelHost { Peer = Peer };
        host.Advance(TimeSpan.FromSeconds(3));
        host.Deliver(in s_syn);
        Assert.True(host.TryTakeSent(out var sent));
        Assert.Equal(
            (TimeSpan.FromSeconds(3), SegmentFlags.Rst | SegmentFlags.Ack, s_remote, 101u),
            (sent.Time, sent.Segment.Flags, sent.Segment.Destination, sent.Segment.Acknowledgment.Value));
        Assert.False(host.TryTakeSent(out _));
    }

    [Fact]
    public void AHandshakeWithThePeerEndsAnAccept()
    {
        var host = new KernelHost(threads: 2) { Peer = Peer };
        var thread = host.Threads[0];
        var listener = thread.Listener();
        Assert.True(host.Threads[1].Accept(listener).IsAsleep);
        host.Deliver(in s_syn);
        Assert.True(host.TryTakeSent(out var answer));
        Assert.NotNull(host.NextDeadline);
        host.Deliver(s_syn with
        {
            Sequence = s_syn.Sequence + 1,
            Acknowledgment = answer.Segment.Sequence + 1,
            Flags = SegmentFlags.Ack,
        });
        Assert.False(host.Threads[1].Outcome.IsAsleep);
        Assert.False(host.TryTakeSent(out _));
    }

    [Fact]
    public void WhatIsQueuedBehindAFullWireFollows()
    {
        var host = new KernelHost { Peer = Peer };
        host.Configure(NetworkNamespace.Linux with { Mss = 10 });
        var thread = host.Threads[0];
        var socket = thread.Socket(nonblocking: true).Value;
        Assert.Equal(Errno.EINPROGRESS, thread.Connect(socket, s_remote).Error);
        Assert.True(host.TryTakeSent(out var syn));
        host.Deliver(s_syn with
        {
            Destination = syn.Segment.Source,
            Acknowledgment = syn.Segment.Sequence + 1,
            Flags = SegmentFlags.Syn | SegmentFlags.Ack,
        });
        Assert.True(host.TryTakeSent(out _));
        Assert.Equal(500, thread.Send(socket, 500).Value);
        var octets = 0;
        while (host.TryTakeSent(out var sent))
        {
            octets += sent.Segment.Payload;
        }

        Assert.Equal(500, octets);
    }
}
