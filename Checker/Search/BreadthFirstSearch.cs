using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>
/// Visits every reachable state, level by level, so that the first way found to a state is a shortest one. States are
/// numbered as they are found; a level is a range of numbers and needs no queue. Successors of a state are enumerated
/// once, when the state is visited, and its predicates evaluated once.
/// <para>
/// The threads share the states of a level and meet at its end; a level that was begun is finished, so that counts and
/// verdicts do not depend on how many threads there are. A narrow level is left to the calling thread.
/// </para>
/// </summary>
internal sealed class BreadthFirstSearch<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>With more states than these, putting the layout in order takes longer than it saves.</summary>
    private const uint RearrangedMost = 100_000;

    private const long RearrangedBytesMost = 64 << 20;

    private readonly SystemInfo _system;
    private readonly PropertyWatch _watch;
    private readonly CheckOptions _options;
    private readonly MemoryBudget _budget;
    private readonly Pulse _pulse;
    private readonly LevelClaims _claims = new();
    private readonly Rendezvous _rendezvous;
    private readonly NativeArray<uint> _levelEnds;
    private LevelWorker<TSystem, TState>[] _workers;
    private SearchTeam? _team;
    private uint _levelStart;
    private uint _nextRearrangement = 512;

    public BreadthFirstSearch(
        SystemInfo system, PropertyWatch watch, CheckOptions options, MemoryBudget budget, Pulse pulse)
    {
        _system = system;
        _watch = watch;
        _options = options;
        _budget = budget;
        _pulse = pulse;
        _rendezvous = new Rendezvous(MakeRoom);
        States = new StateSet<TState>(budget, options.Fingerprint ? options.FingerprintBits : 0);
        _workers = [WorkerOn(States)];
        _levelEnds = new NativeArray<uint>(64, budget);
    }

    /// <summary>The states found.</summary>
    public StateSet<TState> States { get; }

    /// <summary>The state that the search began with.</summary>
    public TState Start { get; private set; }

    /// <summary>The number of states found, without those that a bound on their number rules out.</summary>
    public uint StateCount => (uint)long.Min(States.Count, _options.StatesMost);

    /// <summary>States whose successors were enumerated.</summary>
    public long Visited => _workers.Sum(worker => worker.Visited);

    /// <summary>Steps taken.</summary>
    public long Transitions => _workers.Sum(worker => worker.Transitions);

    /// <summary>Steps from the start to the last level that has states.</summary>
    public int Depth { get; private set; }

    public int FanOutMost => _workers.Max(worker => worker.FanOutMost);

    /// <summary>How often each rule fired.</summary>
    public IReadOnlyList<long> Firings =>
        [.. _system.Rules.Select((_, rule) => _workers.Sum(worker => worker.Expansion.Firings[rule]))];

    /// <summary>Why not all reachable states were visited; <see langword="null"/> if they were.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>Whether the search stopped at a bound, rather than because nothing was left to decide.</summary>
    public bool IsBoundReached { get; private set; }

    /// <summary>Memory in use for states, without room for growth, in bytes.</summary>
    public long UsedBytes => States.Store.UsedBytes + _watch.UsedBytes;

    /// <summary>The first state that is <paramref name="depth"/> steps from the start.</summary>
    public uint LevelStart(int depth) => depth == 0 ? 0 : _levelEnds[(nuint)depth - 1];

    /// <summary>The end, exclusive, of the states that are <paramref name="depth"/> steps from the start.</summary>
    public uint LevelEnd(int depth) => _levelEnds[(nuint)depth];

    /// <summary>Searches from a state.</summary>
    public void Run(in TState start)
    {
        Start = start;
        try
        {
            _workers[0].Expansion.AddStart(in start);
            while (_levelStart < StateCount && StoppedBecause is null)
            {
                VisitLevel(StateCount);
            }
        }
        catch (Exception failure) when (IsOutOfMemory(failure))
        {
            StopOutOfMemory(failure);
        }
    }

    public void Dispose()
    {
        _team?.Dispose();
        _levelEnds.Dispose();
        foreach (var worker in _workers)
        {
            worker.Dispose();
        }

        States.Dispose();
    }

    private LevelWorker<TSystem, TState> WorkerOn(StateSet<TState> states) =>
        new(_system, states, _watch, _claims, _rendezvous, _budget);

    /// <summary>Visits the states up to <paramref name="end"/>; those found on the way are the next level.</summary>
    private void VisitLevel(uint end)
    {
        _levelEnds.EnsureLength((nuint)Depth + 1);
        _levelEnds[(nuint)Depth] = end;
        _watch.Prepare(end);
        _claims.Open(_levelStart, end);
        var isShared = _options.Threads > 1 && end - _levelStart >= _options.SharedLevelLeast;
        if (isShared)
        {
            Assemble();
        }

        foreach (var worker in _workers)
        {
            worker.Expansion.AllowMore(Depth >= _options.DepthMost ? 0 : _options.StatesMost - end);
        }

        Visit(isShared);
        Conclude(end);
        if (_claims.Failure is { } failure)
        {
            StopOutOfMemory(failure);
        }

        Decide(end);
        _levelStart = end;
        if (StoppedBecause is null)
        {
            Rearrange();
        }
    }

    /// <summary>
    /// Puts the layout of states in good order while there are few, because the bits of one word were met one after
    /// another.
    /// </summary>
    private void Rearrange()
    {
        var bytes = States.Count * (long)Unsafe.SizeOf<TState>();
        if (States.Count >= _nextRearrangement && States.Count <= RearrangedMost && bytes <= RearrangedBytesMost)
        {
            _nextRearrangement = States.Count * 4;
            if (States.Store.Layout.IsScattered)
            {
                States.Rearrange(_budget);
                foreach (var worker in _workers)
                {
                    worker.Expansion.ForgetKeys();
                }
            }
        }
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
            workers.Add(WorkerOn(States.ForAnotherThread()));
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
        States.Store.Share(true);
        _team!.Start();
        try
        {
            VisitShare(_workers[0]);
        }
        finally
        {
            _team.Join();
            States.Store.Share(false);
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
                    Beat();
                }
            }

            worker.Complete();
        }
        catch (Exception failure) when (IsOutOfMemory(failure))
        {
            _claims.Stop(failure);
        }
        finally
        {
            _rendezvous.Leave();
        }
    }

    private static bool IsOutOfMemory(Exception failure) => failure is MemoryBudgetException or OutOfMemoryException
        || failure is RendezvousException && IsOutOfMemory(failure.InnerException!);

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

    /// <summary>Puts together what the threads found.</summary>
    private void Conclude(uint end)
    {
        States.Store.EndLevel(end);
        foreach (var worker in _workers)
        {
            _watch.TakeOver(worker.Judge, _levelStart);
        }

        _watch.Review();
        foreach (var worker in _workers)
        {
            worker.Judge.Review();
        }
    }

    private void Decide(uint end)
    {
        if (StoppedBecause is not null)
        {
            return;
        }

        if (StateCount > end)
        {
            Depth++;
        }

        var hasRefused = HasRefused();
        if (_watch.IsDone && (hasRefused || StateCount > end))
        {
            StoppedBecause = "every property checked is decided";
        }
        else if (hasRefused)
        {
            StopAtBound(Depth >= _options.DepthMost
                ? $"the bound of {_options.DepthMost} steps was reached"
                : $"the bound of {_options.StatesMost} states was reached");
        }
    }

    private bool HasRefused()
    {
        var hasRefused = States.Count > _options.StatesMost;
        foreach (var worker in _workers)
        {
            hasRefused |= worker.Expansion.HasRefused;
        }

        return hasRefused;
    }

    private void Beat()
    {
        if (_pulse.IsCancelled)
        {
            StoppedBecause = "it was cancelled";
            _claims.Stop();
        }
        else if (_pulse.IsDue)
        {
            var states = _workers.Sum(worker => worker.Added);
            _pulse.Report(new CheckProgress(
                CheckPhase.Searching, states, Transitions, Depth, states - Visited, _budget.HeldBytes, _pulse.Elapsed));
        }
    }

    private void StopOutOfMemory(Exception failure)
    {
        var cause = failure is RendezvousException ? failure.InnerException! : failure;
        StopAtBound(cause is MemoryBudgetException ? cause.Message : "the machine has no more memory");
    }

    private void StopAtBound(string bound)
    {
        StoppedBecause = bound;
        IsBoundReached = true;
    }
}
