using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// Smoothed round-trip time and time-out (RFC 6298 2; net/ipv4/tcp_input.c tcp_rtt_estimator). Deviation: the variation
/// falls no faster than once in a round trip and has a floor, so that the time-out stays above it. Times are in
/// microseconds.
/// </summary>
/// <param name="minimumWindow">For how long the least round-trip time is remembered.</param>
internal sealed class RttEstimator(long minimumWindow)
{
    /// <summary>The time-out before anything is measured (RFC 6298 2.1, TCP_TIMEOUT_INIT).</summary>
    public const long Initial = 1_000_000;

    /// <summary>The time-out if the handshake measured nothing (RFC 6298 5.7, TCP_TIMEOUT_FALLBACK).</summary>
    private const long Fallback = 3_000_000;

    private readonly WindowedMinimum _minimum = new(minimumWindow);
    private SequenceNumber _roundEnd;
    private long _deviationMost;
    private long _variation;
    private long _smoothedEighths;
    private long _deviationQuarters = Initial;

    /// <summary>Eight times the smoothed round-trip time; 0 before the first measurement (srtt_us).</summary>
    public long SmoothedEighths => _smoothedEighths;

    /// <summary>The smoothed round-trip time, SRTT.</summary>
    public long Smoothed => _smoothedEighths >> 3;

    /// <summary>The mean deviation (mdev_us).</summary>
    public long Deviation => _deviationQuarters >> 2;

    /// <summary>The least round-trip time of late; <see langword="null"/> before the first measurement.</summary>
    public long? Minimum => _minimum.Value;

    /// <summary>The least variation.</summary>
    public required long Least { get; set; }

    /// <summary>The longest time-out.</summary>
    public required long Most { get; set; }

    /// <summary>The time-out in force, RTO, back-off included; whole jiffies (icsk_rto).</summary>
    public long Timeout { get; private set; } = Initial;

    /// <summary>Rounds up to whole jiffies (usecs_to_jiffies).</summary>
    public static long ToJiffies(long time) =>
        (time + TransportClock.Jiffy - 1) / TransportClock.Jiffy * TransportClock.Jiffy;

    /// <summary>Takes in a measurement that the least round-trip time may be made of.</summary>
    public void MeasureMinimum(long time, long rtt, bool mayBeDelayed)
    {
        if (!mayBeDelayed || !(rtt > Minimum))
        {
            _minimum.Add(time, rtt == 0 ? TransportClock.Jiffy : rtt);
        }
    }

    /// <summary>Takes in a measurement.</summary>
    /// <param name="rtt">The round-trip time.</param>
    /// <param name="una">SND.UNA.</param>
    /// <param name="next">SND.NXT.</param>
    public void Measure(long rtt, SequenceNumber una, SequenceNumber next)
    {
        if (_smoothedEighths == 0)
        {
            _smoothedEighths = rtt << 3;
            _deviationQuarters = rtt << 1;
            _variation = Math.Max(_deviationQuarters, Least);
            _deviationMost = _variation;
            _roundEnd = next;
        }
        else
        {
            Smooth(rtt - (_smoothedEighths >> 3));
            EndRound(una, next);
        }

        _smoothedEighths = Math.Max(_smoothedEighths, 1);
        Timeout = Computed;
    }

    /// <summary>The time-out without back-off (__tcp_set_rto).</summary>
    public long Computed => Math.Min(ToJiffies((_smoothedEighths >> 3) + _variation), Most);

    /// <summary>The time-out doubles (RFC 6298 5.5).</summary>
    public void BackOff() => Timeout = Math.Min(Timeout << 1, Most);

    /// <summary>The time-out is what was measured, doubled so often (inet_csk_rto_backoff).</summary>
    public void BackOffTo(int doublings) =>
        Timeout = Math.Min((_smoothedEighths > 0 ? Computed : Initial) << doublings, Most);

    /// <summary>The time-out is what was measured, without back-off.</summary>
    public void Recompute() => Timeout = Math.Clamp(Computed, Least, Most);

    /// <summary>The handshake is over; if it measured nothing, more time is given (RFC 6298 5.7).</summary>
    public void EndHandshake()
    {
        if (_smoothedEighths == 0)
        {
            _variation = _deviationQuarters = _deviationMost = Fallback;
            Timeout = Fallback;
        }
    }

    private void Smooth(long difference)
    {
        _smoothedEighths += difference;
        var change = Math.Abs(difference) - (_deviationQuarters >> 2);
        _deviationQuarters += difference < 0 && change > 0 ? change >> 3 : change;
        if (_deviationQuarters > _deviationMost)
        {
            _deviationMost = _deviationQuarters;
            _variation = Math.Max(_variation, _deviationMost);
        }
    }

    private void EndRound(SequenceNumber una, SequenceNumber next)
    {
        if (una > _roundEnd)
        {
            if (_deviationMost < _variation)
            {
                _variation -= (_variation - _deviationMost) >> 2;
            }

            _roundEnd = next;
            _deviationMost = Least;
        }
    }
}
