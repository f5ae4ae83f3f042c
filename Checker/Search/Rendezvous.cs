namespace Wakeline.Checking.Search;

/// <summary>
/// Where the threads of a search meet between two states, so that what all of them read can be moved or changed.
/// Whoever needs that asks for it by pausing; the others see it before they go on to their next state; the last to come
/// does the work, and all go on.
/// </summary>
/// <param name="work">
/// What is done while everybody stands. If it throws, nothing can be done any more, and everybody is told so.
/// </param>
internal sealed class Rendezvous(Action work)
{
    private readonly object _gate = new();
    private volatile bool _isRequested;
    private int _parties;
    private int _waiting;
    private long _rounds;
    private Exception? _failure;

    /// <summary>Whether somebody waits for everybody to pause.</summary>
    public bool IsRequested => _isRequested;

    /// <summary>Says how many threads are about to work.</summary>
    public void Begin(int parties) => _parties = parties;

    /// <summary>Waits until the work is done.</summary>
    /// <exception cref="RendezvousException">It cannot be done.</exception>
    public void Pause()
    {
        lock (_gate)
        {
            _isRequested = true;
            var round = _rounds;
            _waiting++;
            CompleteIfAllAreHere();
            while (round == _rounds)
            {
                Monitor.Wait(_gate);
            }

            if (_failure is not null)
            {
                throw new RendezvousException(_failure);
            }
        }
    }

    /// <summary>Says that a thread has nothing more to do and touches nothing that is shared.</summary>
    public void Leave()
    {
        lock (_gate)
        {
            _parties--;
            CompleteIfAllAreHere();
        }
    }

    private void CompleteIfAllAreHere()
    {
        if (_waiting == 0 || _waiting < _parties)
        {
            return;
        }

        try
        {
            work();
        }
        catch (Exception failure)
        {
            _failure ??= failure;
        }

        _waiting = 0;
        _isRequested = false;
        _rounds++;
        Monitor.PulseAll(_gate);
    }
}

/// <summary>What had to be done at a rendezvous failed.</summary>
internal sealed class RendezvousException(Exception failure) : Exception(failure.Message, failure);
