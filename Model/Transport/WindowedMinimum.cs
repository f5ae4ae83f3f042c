namespace Wakeline.Model.Transport;

/// <summary>
/// The least value of the last while, kept with three samples (lib/win_minmax.c, after K. Nichols).
/// </summary>
/// <param name="window">How long a sample counts.</param>
internal sealed class WindowedMinimum(long window)
{
    private (long Time, long Value) _first = (0, long.MaxValue);
    private (long Time, long Value) _second = (0, long.MaxValue);
    private (long Time, long Value) _third = (0, long.MaxValue);

    /// <summary>The minimum; <see langword="null"/> before the first sample.</summary>
    public long? Value => _first.Value == long.MaxValue ? null : _first.Value;

    /// <summary>Takes a sample in.</summary>
    public void Add(long time, long value)
    {
        var sample = (time, value);
        if (value <= _first.Value || time - _third.Time > window)
        {
            _first = _second = _third = sample;
            return;
        }

        if (value <= _second.Value)
        {
            _second = _third = sample;
        }
        else if (value <= _third.Value)
        {
            _third = sample;
        }

        Age(time, sample);
    }

    private void Age(long time, (long Time, long Value) sample)
    {
        var age = time - _first.Time;
        if (age > window)
        {
            (_first, _second, _third) = (_second, _third, sample);
            if (time - _first.Time > window)
            {
                (_first, _second) = (_second, _third);
            }
        }
        else if (_second.Time == _first.Time && age > window / 4)
        {
            _second = _third = sample;
        }
        else if (_third.Time == _second.Time && age > window / 2)
        {
            _third = sample;
        }
    }
}
