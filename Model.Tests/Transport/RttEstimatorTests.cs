using FsCheck.Xunit;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Tests.Transport;

/// <summary>Time-outs follow round-trip times as RFC 6298 says, with Linux's floor of the variation.</summary>
public sealed class RttEstimatorTests
{
    private const long Least = 200_000;
    private const long Most = 120_000_000;
    private readonly RttEstimator _estimator = new(minimumWindow: 300_000_000) { Least = Least, Most = Most };
    private int _next;

    [Theory]
    [InlineData(100_000, 300_000)]                                     // SRTT + max(4 * RTT / 2, 200 ms).
    [InlineData(500_000, 1_500_000)]
    [InlineData(10, 201_000)]                                          // Whole milliseconds, rounded up.
    public void TheFirstMeasurementSetsTheTimeout(long rtt, long timeout)
    {
        Assert.Equal(RttEstimator.Initial, _estimator.Timeout);
        Measure(rtt);
        Assert.Equal((rtt, timeout), (_estimator.Smoothed, _estimator.Timeout));
    }

    [Fact]
    public void AnEighthOfADifferenceCounts()
    {
        Measure(100_000);
        Measure(180_000);
        Assert.Equal(110_000, _estimator.Smoothed);
        Assert.Equal(57_500, _estimator.Deviation);                    // 3/4 * 50 + 1/4 * 80 ms.
    }

    [Fact]
    public void AHandshakeThatMeasuresNothingGivesMoreTime()
    {
        _estimator.EndHandshake();
        Assert.Equal(3_000_000, _estimator.Timeout);
    }

    [Property(MaxTest = 200)]
    public void TheTimeoutKeepsItsBounds(uint[] measurements)
    {
        var estimator = new RttEstimator(minimumWindow: 300_000_000) { Least = Least, Most = Most };
        foreach (var rtt in measurements.Select(each => each % 10_000_000))
        {
            estimator.Measure(rtt, new SequenceNumber((uint)(_next - 1)), new SequenceNumber((uint)++_next));
            Assert.InRange(estimator.Timeout, estimator.Smoothed + Least, Most);
        }

        for (var count = 0; count < 20; count++)
        {
            var before = estimator.Timeout;
            estimator.BackOff();
            Assert.Equal(Math.Min(2 * before, Most), estimator.Timeout);
        }
    }

    [Property(MaxTest = 200)]
    public void TheMinimumIsOneOfTheWindow(byte[] steps)
    {
        const long Window = 1000;
        var minimum = new WindowedMinimum(Window);
        var samples = new List<(long Time, long Value)>();
        var time = 0L;
        foreach (var step in steps)
        {
            time += step;
            samples.Add((time, step * 7919 % 251));
            minimum.Add(time, samples[^1].Value);
            var recent = samples.Where(each => time - each.Time <= Window).ToList();
            Assert.Contains(minimum.Value!.Value, recent.Select(each => each.Value));
            Assert.True(minimum.Value <= samples[^1].Value);
        }
    }

    private void Measure(long rtt)
    {
        _estimator.Measure(rtt, new SequenceNumber(1), new SequenceNumber(1));
        _estimator.MeasureMinimum(0, rtt, mayBeDelayed: false);
    }
}
