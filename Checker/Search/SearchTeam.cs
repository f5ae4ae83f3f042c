namespace Wakeline.Checking.Search;

/// <summary>
/// Dedicated threads that take part in the search of one level after another, beside the thread that checks.
/// </summary>
internal sealed class SearchTeam : IDisposable
{
    private readonly object _gate = new();
    private readonly Action<int> _part;
    private readonly Thread[] _threads;
    private long _level;
    private int _active;
    private bool _isOver;
    private Exception? _failure;

    /// <param name="size">The number of threads.</param>
    /// <param name="part">What each does in a level, by its number from 0.</param>
    public SearchTeam(int size, Action<int> part)
    {
        _part = part;
        _threads = new Thread[size];
        for (var i = 0; i < size; i++)
        {
            var number = i;
            _threads[i] = new Thread(() => Serve(number)) { IsBackground = true, Name = $"search {number + 1}" };
            _threads[i].Start();
        }
    }

    /// <summary>Lets every thread do its part of a level.</summary>
    public void Start()
    {
        lock (_gate)
        {
            _active = _threads.Length;
            _level++;
            Monitor.PulseAll(_gate);
        }
    }

    /// <summary>Waits until every thread has done its part.</summary>
    /// <exception cref="InvalidOperationException">A thread failed, which is a fault of the checker.</exception>
    public void Join()
    {
        lock (_gate)
        {
            while (_active > 0)
            {
                Monitor.Wait(_gate);
            }

            if (_failure is not null)
            {
                throw new InvalidOperationException($"A thread of the search failed: {_failure.Message}", _failure);
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isOver = true;
            Monitor.PulseAll(_gate);
        }

        foreach (var thread in _threads)
        {
            thread.Join();
        }
    }

    private void Serve(int number)
    {
        for (var level = 1L; AwaitLevel(level); level++)
        {
            try
            {
                _part(number);
            }
            catch (Exception failure)
            {
                lock (_gate)
                {
                    _failure ??= failure;
                }
            }

            lock (_gate)
            {
                _active--;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private bool AwaitLevel(long level)
    {
        lock (_gate)
        {
            while (_level < level && !_isOver)
            {
                Monitor.Wait(_gate);
            }

            return !_isOver;
        }
    }
}
