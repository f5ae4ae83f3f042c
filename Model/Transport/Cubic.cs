using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// CUBIC (RFC 9438) in the integer arithmetic of net/ipv4/tcp_cubic.c: time counts in jiffies of a millisecond and, in
/// the cubic function, in 1,024ths of a second.
/// </summary>
internal sealed class Cubic : ICongestionControl
{
    private const int Jiffy = 1000;
    private const int JiffiesOfSecond = 1000;

    /// <summary>beta_cubic, in 1,024ths (RFC 9438 4.6 has 0.7).</summary>
    private const int Beta = 717;
    private const int Scale = 1024;

    /// <summary>C, in 1,024ths: 0.4, times ten.</summary>
    private const int CubeScale = 410;
    private const int ClockBits = 10;
    private const int CubeBits = 10 + (3 * ClockBits);
    private const ulong CubeFactor = (1UL << CubeBits) / CubeScale;

    /// <summary>Segments to acknowledge for one more of the estimate of Reno, in eighths (RFC 9438 4.3).</summary>
    private const int FriendlyScale = 8 * (Scale + Beta) / 3 / (Scale - Beta);

    private readonly HyStart _hyStart = new();
    private int _interval;
    private int _lastMost;
    private int _lastSize;
    private long _lastTime;
    private int _origin;
    private uint _delayToOrigin;
    private long _leastDelay;
    private long _epoch;
    private int _acknowledged;
    private int _renoSize;

    /// <inheritdoc/>
    public string Name => "cubic";

    /// <inheritdoc/>
    public void Grow(CongestionWindow window, int acknowledged, long now)
    {
        if (window.IsInSlowStart)
        {
            acknowledged = window.SlowStart(acknowledged);
        }

        if (acknowledged > 0)
        {
            Update(window.Size, acknowledged, now / Jiffy);
            window.Avoid(_interval, acknowledged);
        }
    }

    /// <inheritdoc/>
    public int ThresholdAfterLoss(CongestionWindow window)
    {
        _epoch = 0;
        _lastMost = window.Size < _lastMost ? window.Size * (Scale + Beta) / (2 * Scale) : window.Size;
        return Math.Max(window.Size * Beta / Scale, 2);
    }

    /// <inheritdoc/>
    public void NoteRtt(CongestionWindow window, in RttSample sample)
    {
        // Right after recovery the delay says nothing.
        if (sample.Rtt < 0 || (_epoch != 0 && (sample.Now / Jiffy) - _epoch < JiffiesOfSecond))
        {
            return;
        }

        var delay = Math.Max(sample.Rtt, 1);
        if (_leastDelay == 0 || _leastDelay > delay)
        {
            _leastDelay = delay;
        }

        if (window.IsInSlowStart && _hyStart.Ends(window.Size, delay, _leastDelay, in sample))
        {
            window.Threshold = window.Size;
        }
    }

    /// <inheritdoc/>
    public void Reset(long now, SequenceNumber next)
    {
        (_interval, _lastMost, _lastSize, _lastTime, _origin, _delayToOrigin) = (0, 0, 0, 0, 0, 0);
        (_leastDelay, _epoch, _acknowledged, _renoSize) = (0, 0, 0, 0);
        _hyStart.Begin(now, next);
    }

    /// <inheritdoc/>
    public void NoteStart(long lastSent, long now)
    {
        var idle = (now / Jiffy) - (lastSent / Jiffy);
        if (_epoch != 0 && idle > 0)
        {
            _epoch = Math.Min(_epoch + idle, now / Jiffy);
        }
    }

    /// <summary>Works out how many acknowledged segments make the window grow by one (bictcp_update).</summary>
    private void Update(int size, int acknowledged, long jiffies)
    {
        _acknowledged += acknowledged;
        if (_lastSize == size && jiffies - _lastTime <= JiffiesOfSecond / 32)
        {
            return;
        }

        if (_epoch == 0 || jiffies != _lastTime)
        {
            _lastSize = size;
            _lastTime = jiffies;
            BeginEpoch(size, acknowledged, jiffies);
            _interval = IntervalTowards(TargetAt(jiffies), size);
        }

        KeepUpWithReno(size);
        _interval = Math.Max(_interval, 2);
    }

    private void BeginEpoch(int size, int acknowledged, long jiffies)
    {
        if (_epoch != 0)
        {
            return;
        }

        (_epoch, _acknowledged, _renoSize) = (jiffies, acknowledged, size);
        if (_lastMost <= size)
        {
            (_delayToOrigin, _origin) = (0, size);
        }
        else
        {
            _delayToOrigin = CubeRoot(CubeFactor * (ulong)(_lastMost - size));
            _origin = _lastMost;
        }
    }

    /// <summary>The cubic function (RFC 9438 4.2).</summary>
    private long TargetAt(long jiffies)
    {
        var time = (ulong)(jiffies - _epoch + (RttEstimator.ToJiffies(_leastDelay) / Jiffy));
        time = (time << ClockBits) / JiffiesOfSecond;
        var offset = time < _delayToOrigin ? _delayToOrigin - time : time - _delayToOrigin;
        var delta = (long)((CubeScale * offset * offset * offset) >> CubeBits);
        return time < _delayToOrigin ? _origin - delta : _origin + delta;
    }

    private int IntervalTowards(long target, int size)
    {
        var interval = target > size ? (int)(size / (target - size)) : 100 * size;
        return _lastMost == 0 ? Math.Min(interval, 20) : interval;
    }

    /// <summary>The window grows at least as Reno's would (RFC 9438 4.3).</summary>
    private void KeepUpWithReno(int size)
    {
        var step = (size * FriendlyScale) >> 3;
        while (_acknowledged > step)
        {
            _acknowledged -= step;
            _renoSize++;
        }

        if (_renoSize > size)
        {
            _interval = Math.Min(_interval, size / (_renoSize - size));
        }
    }

    /// <summary>
    /// Deviation: cubic_root approximates the root by a table and one step of Newton's method, to within 0.2 %.
    /// </summary>
    private static uint CubeRoot(ulong value) => (uint)Math.Cbrt(value);
}
