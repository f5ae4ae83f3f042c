using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;

namespace Wakeline.Checking.Search;

/// <summary>
/// The threads that visit the states of a level together and meet at its end. A narrow level is left to the calling
/// thread; the others are started when they are needed for the first time.
/// </summary>
internal sealed class SearchCrew<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly SystemInfo _system;
    private readonly StateSet<TState> _states;
    private readonly PropertyWatch _watch;
    private readonly CheckOptions _options;
    private readonly MemoryBudget _budget;
    private readonly Reductions<TSystem, TState>? _reductions;
    private readonly Action _beat;
    private readonly LevelClaims _claims = new();
    private readonly Rendezvous _rendezvous;
    private LevelWorker<TSystem, TState>[] _workers;
    private SearchTeam? _team;
    private CommutingSteps? _commuting;

    /// <param name="system">The system.</param>
    /// <param name="states">Where states are found and added.</param>
    /// <param name="watch">What is known about the properties.</param>
    /// <param name="options">How many threads there may be.</param>
    /// <param name="budget">Where memory comes from.</param>
    /// <param name="reductions">The reductions that are in force, if any.</param>
    /// <param name="beat">Called now and then on the calling thread.</param>
    public SearchCrew(
        SystemInfo system, StateSet<TState> states, PropertyWatch watch, CheckOptions options, MemoryBudget budget,
        Reductions<TSystem, TState>? reductions, Action beat)
    {
        _system = system;
        _states = states;
        _watch = watch;
        _options = options;
        _budget = budget;
        _reductions = reductions;
        _beat = beat;
        _rendezvous = new Rendezvous(MakeRoom);
        _workers = [WorkerOn(states)];
    }

    /// <summary>Why a level could not be finished, if one could not.</summary>
    public Exception? Failure => _claims.Failure;

    /// <summary>States found through all workers so far.</summary>
    public long Added => _workers.Sum(worker => worker.Added);

    /// <summary>States visited and not handed over yet.</summary>
    public long Visited => _workers.Sum(worker => worker.Visited);

    /// <summary>Steps taken and not handed over yet.</summary>
    public long Transitions => _workers.Sum(worker => worker.Transitions);

    /// <summary>Whether a step threw in the level, while others may have been counted and not taken.</summary>
    public bool MustTakeEveryStep => _commuting is not null
        && Array.Exists(_workers, worker => worker.Judge.Failure is not null);

    /// <summary>Leaves steps out from the next level on.</summary>
    public void LeaveOut(CommutingSteps? commuting)
    {
        _commuting = commuting;
        foreach (var worker in _workers)
        {
            worker.Expansion.Commuting = commuting;
        }
    }

    /// <summary>Forgets what was counted in the level, and takes every step from now on.</summary>
    public void TakeEveryStep()
    {
        LeaveOut(null);
        foreach (var worker in _workers)
        {
            worker.HandOver(new SearchCounts { Firings = new long[_system.Rules.Count] });
            worker.Judge.TakeRestStates();
        }
    }

    /// <summary>Puts the start into an empty set.</summary>
    public void AddStart(in TState start) => _workers[0].Expansion.AddStart(in start);

    /// <summary>Visits the states from one index to another, exclusive.</summary>
    /// <param name="start">The first state.</param>
    /// <param name="end">The end of the states.</param>
    /// <param name="allowed">How many more states are accepted.</param>
    public void Visit(uint start, uint end, long allowed)
    {
        _claims.Open(start, end);
        var isShared = _options.Threads > 1 && end - start >= _options.SharedLevelLeast;
        if (isShared)
        {
            Assemble();
        }

        foreach (var worker in _workers)
        {
            worker.Expansion.AllowMore(allowed);
        }

        Visit(isShared);
    }

    /// <summary>Ends the level early.</summary>
    public void Stop() => _claims.Stop();

    /// <summary>Whether a successor was refused.</summary>
    public bool HasRefused()
    {
        var hasRefused = false;
        foreach (var worker in _workers)
        {
            hasRefused |= worker.Expansion.HasRefused;
        }

        return hasRefused;
    }

    /// <summary>Puts together what the threads found and counted in a level.</summary>
    public void Conclude(uint levelStart, SearchCounts counts)
    {
        foreach (var worker in _workers)
        {
            _watch.TakeOver(worker.Judge, levelStart);
            worker.HandOver(counts);
        }

        _watch.Review();
        ReviewJudges();
    }

    /// <summary>Says that something else is known about the properties.</summary>
    public void ReviewJudges()
    {
        foreach (var worker in _workers)
        {
            worker.Judge.Review();
        }
    }

    /// <summary>Says that keys have changed.</summary>
    public void ForgetKeys()
    {
        foreach (var worker in _workers)
        {
            worker.Expansion.ForgetKeys();
        }
    }

    public void Dispose()
    {
        _team?.Dispose();
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }
    }

    private LevelWorker<TSystem, TState> WorkerOn(StateSet<TState> states)
    {
        var worker = new LevelWorker<TSystem, TState>(
            _system, states, _watch, _claims, _rendezvous, _budget, _reductions);
        worker.Expansion.Commuting = _commuting;
        return worker;
    }

    /// <summary>Makes a worker for each thread, when they are needed for the first time.</summary>
    private void Assemble()
    {
        if (_team is not null)
        {
            return;
        }

        var workers = new List<LevelWorker<TSystem, TState>>(_workers);
        while (workers.Count < _options.Threads)
        {
            workers.Add(WorkerOn(_states.ForAnotherThread()));
        }

        _workers = [.. workers];
        _team = new SearchTeam(_workers.Length - 1, helper => VisitShare(_workers[helper + 1]));
    }

    private void Visit(bool isShared)
    {
        if (!isShared)
        {
            _rendezvous.Begin(1);
            VisitShare(_workers[0]);
            return;
        }

        _rendezvous.Begin(_workers.Length);
        _states.Store.Share(true);
        _team!.Start();
        try
        {
            VisitShare(_workers[0]);
        }
        finally
        {
            _team.Join();
            _states.Store.Share(false);
        }
    }

    private void VisitShare(LevelWorker<TSystem, TState> worker)
    {
        try
        {
            while (worker.VisitClaim())
            {
                if (worker == _workers[0])
                {
                    _beat();
                }
            }

            worker.Complete();
        }
        catch (Exception failure) when (SearchFailure.Is(failure))
        {
            _claims.Stop(SearchFailure.CauseOf(failure));
        }
        finally
        {
            _rendezvous.Leave();
        }
    }

    /// <summary>What is done while all threads pause.</summary>
    private void MakeRoom()
    {
        foreach (var worker in _workers)
        {
            worker.Expansion.MakeRoom();
        }

        foreach (var worker in _workers)
        {
            worker.Expansion.Learn();
        }
    }
}
