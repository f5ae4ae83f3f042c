using Wakeline.Model.Transport;

namespace Wakeline.Model.Tests.Transport;

/// <summary>What RACK takes for lost (RFC 8985 6).</summary>
public sealed class RackTests
{
    private const long RoundTrip = 100_000;
    private readonly Sender _sender = new(new TransportSettings());
    private readonly Rack _rack;

    public RackTests()
    {
        _rack = new Rack(_sender);
        _sender.Edges = TestSender.EdgesOf(0, 5, 5);
        _sender.Rtt.MeasureMinimum(0, RoundTrip, mayBeDelayed: false);
        _sender.Rtt.Measure(RoundTrip, _sender.Edges.Una, _sender.Edges.Next);
        for (var number = 0; number < 5; number++)
        {
            _sender.Board.Add(TestSender.SentAt(number, number * 1000));
        }
    }

    [Fact]
    public void OneThatWasSentLaterIsWaitedForAQuarterOfTheRoundTrip()
    {
        Deliver(4, at: 4000 + RoundTrip);
        Assert.Equal(RoundTrip / 4, _rack.DetectLosses() + 1000);      // The youngest of those before it.
        Assert.Equal(0, _sender.Board.Lost);
        _sender.Now += RoundTrip / 4;
        Assert.Equal(0, _rack.DetectLosses());
        Assert.Equal(4, _sender.Board.Lost);
    }

    [Fact]
    public void ThreeDeliveredSegmentsShowALossAtOnce()
    {
        Deliver(1, at: 4000 + RoundTrip);
        Deliver(2, at: 4000 + RoundTrip);
        _rack.DetectLosses();
        Assert.Equal(0, _sender.Board.Lost);
        Deliver(4, at: 4000 + RoundTrip);
        _rack.DetectLosses();
        Assert.Equal(2, _sender.Board.Lost);
    }

    [Fact]
    public void WhereOvertakingWasSeenTheyDoNot()
    {
        _sender.ReorderingSeen = 1;
        foreach (var number in (int[])[1, 2, 4])
        {
            Deliver(number, at: 4000 + RoundTrip);
        }

        Assert.True(_rack.DetectLosses() > 0);
        Assert.Equal(0, _sender.Board.Lost);
    }

    [Fact]
    public void ARepetitionThatCannotHaveArrivedSoSoonSaysNothing()
    {
        var sent = _sender.Board.First!;
        _sender.Now = RoundTrip;
        _sender.Board.MarkResent(sent, RoundTrip, counts: true);
        _sender.Now += RoundTrip / 2;
        _rack.Advance(sent);
        Assert.False(_rack.HasAdvanced);
        _sender.Now += RoundTrip / 2;
        _rack.Advance(sent);
        Assert.True(_rack.HasAdvanced);
    }

    private void Deliver(int number, long at)
    {
        _sender.Now = at;
        var sent = _sender.Board.Stream[number];
        _rack.Advance(sent);
        _sender.Board.MarkSacked(sent);
    }
}
