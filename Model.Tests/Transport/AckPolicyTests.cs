using Wakeline.Model.Transport;

namespace Wakeline.Model.Tests.Transport;

/// <summary>When text is acknowledged.</summary>
public sealed class AckPolicyTests
{
    private const int Window = 64_000;
    private const long Timeout = 300_000;
    private readonly AckPolicy _acks = new(new TransportSettings());

    public AckPolicyTests() => _acks.Begin(own: 1460, sent: 1460, receiveWindow: Window, now: 0);

    [Fact]
    public void TheFirstSixteenGoAtOnce()
    {
        for (var number = 1; number <= 17; number++)
        {
            _acks.NoteText(1000, isPushed: true, Window, Timeout, number * 10_000);
            Assert.Equal(number > 16, _acks.Delays);
            _acks.NoteAckSent();
        }
    }

    [Fact]
    public void ADialogueLetsThemWait()
    {
        _acks.NoteText(1000, isPushed: true, Window, Timeout, now: 0);
        Assert.False(_acks.Delays);
        _acks.NoteTextSent(now: 10_000);
        Assert.True(_acks.Delays);
        Assert.False(_acks.Wait(smoothedRtt: 100_000, now: 10_000));
        Assert.Equal(50_000, _acks.Due);
        Assert.True(_acks.Wait(smoothedRtt: 100_000, now: 45_000));
    }

    [Fact]
    public void TheDelayFollowsTheGaps()
    {
        _acks.NoteText(1000, isPushed: false, Window, Timeout, now: 0);
        Assert.Equal(40_000, _acks.Delay);
        _acks.NoteText(1000, isPushed: false, Window, Timeout, now: 35_000);
        Assert.Equal(55_000, _acks.Delay);
        _acks.NoteText(1000, isPushed: false, Window, Timeout, now: 45_000);
        Assert.Equal(47_500, _acks.Delay);
        _acks.NoteTextSent(now: 46_000);
        _acks.Wait(smoothedRtt: 100_000, now: 46_000);
        _acks.EndWait(Timeout);
        Assert.Equal((false, 40_000), (_acks.IsDialogue, _acks.Delay));
        _acks.EndWait(Timeout);
        Assert.Equal(80_000, _acks.Delay);
    }

    [Fact]
    public void ReadingASmallSegmentLetsItGo()
    {
        _acks.NoteText(100, isPushed: true, Window, Timeout, now: 0);
        Assert.True(_acks.GoesAfterReading(hasReadAll: true, unacknowledged: 100));
        Assert.False(_acks.GoesAfterReading(hasReadAll: false, unacknowledged: 100));
        _acks.NoteTextSent(now: 0);
        Assert.False(_acks.GoesAfterReading(hasReadAll: true, unacknowledged: 100));
        _acks.NoteText(100, isPushed: true, Window, Timeout, now: 0);
        Assert.True(_acks.GoesAfterReading(hasReadAll: true, unacknowledged: 200));
        _acks.NoteAckSent();
        Assert.False(_acks.GoesAfterReading(hasReadAll: true, unacknowledged: 2000));
    }

    [Fact]
    public void ThePeersSegmentIsLearnt()
    {
        Assert.Equal(536, _acks.PeerSegment);
        _acks.NoteText(1000, isPushed: false, Window, Timeout, now: 0);
        Assert.Equal(1000, _acks.PeerSegment);
        _acks.NoteText(600, isPushed: false, Window, Timeout, now: 0);
        Assert.Equal(1000, _acks.PeerSegment);
        _acks.NoteText(600, isPushed: false, Window, Timeout, now: 0);
        Assert.Equal(600, _acks.PeerSegment);
    }
}
