using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Transport;

/// <summary>How windows grow and fall.</summary>
public sealed class CongestionControlTests
{
    private const long RoundTrip = 100_000;

    [Theory]
    [InlineData("reno", 20, 10)]
    [InlineData("cubic", 20, 14)]
    [InlineData("reno", 2, 2)]
    [InlineData("cubic", 2, 2)]
    public void ALossTakesAPartOfTheWindow(string name, int size, int threshold) =>
        Assert.Equal(threshold, Sender.Algorithm(name).ThresholdAfterLoss(new CongestionWindow { Size = size }));

    [Theory]
    [InlineData("reno")]
    [InlineData("cubic")]
    public void SlowStartDoublesAWindowUpToTheThreshold(string name)
    {
        var window = new CongestionWindow { Size = 10, Threshold = 30 };
        var control = Sender.Algorithm(name);
        control.Grow(window, 10, RoundTrip);
        Assert.Equal(20, window.Size);
        control.Grow(window, 10, 2 * RoundTrip);
        Assert.Equal(30, window.Size);
    }

    [Fact]
    public void RenoAddsASegmentForAWindow()
    {
        var window = new CongestionWindow { Size = 10, Threshold = 10 };
        var control = new Reno();
        for (var acknowledged = 0; acknowledged < 10; acknowledged++)
        {
            Assert.Equal(10, window.Size);
            control.Grow(window, 1, acknowledged);
        }

        Assert.Equal(11, window.Size);
    }

    /// <summary>
    /// RFC 9438 4.2: after a loss at 200 segments CUBIC is back at the cube root of 200 * 0.3 / 0.4, 5.3 seconds, and
    /// goes slowly near there.
    /// </summary>
    [Fact]
    public void CubicComesBackToWhereItLost()
    {
        var window = new CongestionWindow { Size = 200 };
        var control = new Cubic();
        window.Threshold = window.Size = control.ThresholdAfterLoss(window);
        Assert.Equal(140, window.Size);
        Grow(window, control, seconds: 2);
        Assert.InRange(window.Size, 180, 190);
        Grow(window, control, seconds: 6, from: 2);
        Assert.InRange(window.Size, 197, 203);
        Grow(window, control, seconds: 12, from: 6);
        Assert.InRange(window.Size, 290, 330);
    }

    [Fact]
    public void CubicForgetsMoreAfterASecondLoss()
    {
        var window = new CongestionWindow { Size = 100 };
        var control = new Cubic();
        window.Threshold = window.Size = control.ThresholdAfterLoss(window);
        window.Threshold = window.Size = control.ThresholdAfterLoss(window);
        Grow(window, control, seconds: 1);
        Assert.InRange(window.Size, 54, 58);                           // Towards 70 * 0.85, not 70.
    }

    [Fact]
    public void SlowStartEndsWhenTheDelayGrows()
    {
        var window = new CongestionWindow { Size = 20 };
        var control = new Cubic();
        control.Reset(0, new SequenceNumber(0));
        for (var number = 1u; number <= 10; number++)
        {
            Assert.True(window.IsInSlowStart);
            control.NoteRtt(window, new RttSample(
                number == 1 ? RoundTrip : RoundTrip + 20_000, number * 10_000, new SequenceNumber(number),
                new SequenceNumber(number == 1 ? 1u : 1000), 0));
        }

        Assert.Equal(20, window.Threshold);
    }

    [Fact]
    public void AWindowThatIsNotUsedShrinksAndRestarts()
    {
        var window = new CongestionWindow { Size = 40 };
        window.Restart(idle: 250, timeout: 100, initial: 10, isReducing: false, now: 0);
        Assert.Equal(10, window.Size);
        window.Size = 40;
        window.Threshold = 20;
        window.Restart(idle: 150, timeout: 100, initial: 10, isReducing: false, now: 0);
        Assert.Equal((20, 30), (window.Size, window.Threshold));
        window.NoteUse(false, 4, new SequenceNumber(1), new SequenceNumber(2), 0);
        window.ShrinkToUse(initial: 10, now: 0);
        Assert.Equal(15, window.Size);
    }

    private static void Grow(CongestionWindow window, Cubic control, int seconds, int from = 0)
    {
        for (var time = (from * 1_000_000L) + RoundTrip; time <= seconds * 1_000_000L; time += RoundTrip)
        {
            control.NoteRtt(window, new RttSample(RoundTrip, time, default, default, 0));
            for (var (number, size) = (0, window.Size); number < size; number++)
            {
                control.Grow(window, 1, time + (number * RoundTrip / size));
            }
        }
    }
}
