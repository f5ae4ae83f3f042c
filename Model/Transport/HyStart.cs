using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// HyStart: slow start ends when acknowledgments arrive as a train as long as half the path, or when the delay grows
/// (net/ipv4/tcp_cubic.c hystart_update). Times are in microseconds.
/// </summary>
internal sealed class HyStart
{
    /// <summary>The window below which nothing is looked for (hystart_low_window).</summary>
    private const int LeastWindow = 16;

    /// <summary>The greatest gap between the acknowledgments of a train (hystart_ack_delta_us).</summary>
    private const long TrainGap = 2000;
    private const int SamplesLeast = 8;
    private const long DelayLeast = 4000;
    private const long DelayMost = 16_000;

    private bool _isOver;
    private long _roundStart;
    private long _lastAck;
    private SequenceNumber _roundEnd;
    private long _roundDelay = long.MaxValue;
    private int _samples;

    /// <summary>A round begins (bictcp_hystart_reset), and slow start is not over.</summary>
    public void Begin(long now, SequenceNumber next)
    {
        _isOver = false;
        BeginRound(now, next);
    }

    /// <summary>Whether slow start ends with this measurement.</summary>
    public bool Ends(int size, long delay, long leastDelay, in RttSample sample)
    {
        if (_isOver)
        {
            return false;
        }

        if (sample.Una > _roundEnd)
        {
            BeginRound(sample.Now, sample.Next);
        }

        if (size < LeastWindow)
        {
            return false;
        }

        _isOver = IsLongTrain(leastDelay, in sample) | IsDelayed(delay, leastDelay);
        return _isOver;
    }

    private void BeginRound(long now, SequenceNumber next)
    {
        _roundStart = _lastAck = now;
        _roundEnd = next;
        _roundDelay = long.MaxValue;
        _samples = 0;
    }

    private bool IsLongTrain(long leastDelay, in RttSample sample)
    {
        if (sample.Now - _lastAck > TrainGap)
        {
            return false;
        }

        _lastAck = sample.Now;
        return sample.Now - _roundStart > (leastDelay + AckDelay(sample.PacingRate)) >> 1;
    }

    private bool IsDelayed(long delay, long leastDelay)
    {
        _roundDelay = Math.Min(_roundDelay, delay);
        if (_samples < SamplesLeast)
        {
            _samples++;
            return false;
        }

        return _roundDelay > leastDelay + Math.Clamp(leastDelay >> 3, DelayLeast, DelayMost);
    }

    /// <summary>
    /// How much later acknowledgments may come since segments are sent in bursts (hystart_ack_delay).
    /// </summary>
    private static long AckDelay(long pacingRate) =>
        pacingRate == 0 ? 0 : Math.Min(1000, 65_536L * 4 * 1_000_000 / pacingRate);
}
