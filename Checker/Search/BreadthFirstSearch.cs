using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>
/// Visits every reachable state, level by level, so that the first way found to a state is a shortest one. States are
/// numbered in the order in which they are found; a level is a range of numbers and needs no queue. Successors of a
/// state are enumerated once, when the state is visited, and its predicates evaluated once.
/// </summary>
internal sealed class BreadthFirstSearch<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>States between two looks at the clock.</summary>
    private const uint StatesPerBeat = 1 << 11;

    private readonly PropertyWatch _watch;
    private readonly CheckOptions _options;
    private readonly MemoryBudget _budget;
    private readonly Pulse _pulse;
    private readonly Expansion<TState> _expansion;
    private readonly NativeArray<uint> _levelEnds;

    private uint _next;

    public BreadthFirstSearch(
        SystemInfo system, PropertyWatch watch, CheckOptions options, MemoryBudget budget, Pulse pulse)
    {
        _watch = watch;
        _options = options;
        _budget = budget;
        _pulse = pulse;
        States = new StateSet<TState>(budget);
        _expansion = new Expansion<TState>(States, system.Rules.Count, options.StatesMost, budget);
        _levelEnds = new NativeArray<uint>(64, budget);
    }

    /// <summary>The states found.</summary>
    public StateSet<TState> States { get; }

    /// <summary>States whose successors were enumerated.</summary>
    public long Visited => _next;

    /// <summary>Steps taken.</summary>
    public long Transitions { get; private set; }

    /// <summary>Steps from the start to the last level that has states.</summary>
    public int Depth { get; private set; }

    public int FanOutMost { get; private set; }

    public IReadOnlyList<long> Firings => _expansion.Firings;

    /// <summary>Why not all reachable states were visited; <see langword="null"/> if they were.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>Whether the search stopped at a bound, rather than because nothing was left to decide.</summary>
    public bool IsBoundReached { get; private set; }

    /// <summary>Memory in use for states, without room for growth, in bytes.</summary>
    public long UsedBytes => States.UsedBytes + _expansion.UsedBytes + _watch.UsedBytes;

    /// <summary>
    /// The state as whose successor a state was first found, or <see cref="Expansion{TState}.NoParent"/>.
    /// </summary>
    public uint ParentOf(uint state) => _expansion.ParentOf(state);

    /// <summary>The first state that is <paramref name="depth"/> steps from the start.</summary>
    public uint LevelStart(int depth) => depth == 0 ? 0 : _levelEnds[(nuint)depth - 1];

    /// <summary>The end, exclusive, of the states that are <paramref name="depth"/> steps from the start.</summary>
    public uint LevelEnd(int depth) => _levelEnds[(nuint)depth];

    /// <summary>Searches from a state.</summary>
    public void Run(in TState start)
    {
        try
        {
            _expansion.AddStart(in start);
            while (_next < States.Count && StoppedBecause is null)
            {
                VisitLevel(States.Count);
            }

            if (StoppedBecause is null && _expansion.HasRefused)
            {
                StopAtBound(Depth >= _options.DepthMost
                    ? $"the bound of {_options.DepthMost} steps was reached"
                    : $"the bound of {_options.StatesMost} states was reached");
            }
        }
        catch (MemoryBudgetException full)
        {
            States.Codec.Reset();
            StopAtBound(full.Message);
        }
        catch (OutOfMemoryException)
        {
            States.Codec.Reset();
            StopAtBound("the machine has no more memory");
        }
    }

    public void Dispose()
    {
        _levelEnds.Dispose();
        _expansion.Dispose();
        States.Dispose();
    }

    /// <summary>Visits the states up to <paramref name="end"/>; those found on the way are the next level.</summary>
    private void VisitLevel(uint end)
    {
        _levelEnds.EnsureLength((nuint)Depth + 1);
        _levelEnds[(nuint)Depth] = end;
        _expansion.IsClosed |= Depth >= _options.DepthMost;
        while (_next < end && StoppedBecause is null)
        {
            VisitGuarded(uint.Min(end, _next + StatesPerBeat));
            Beat();
        }

        _expansion.Flush();
        if (StoppedBecause is null && States.Count > end)
        {
            Depth++;
        }
    }

    /// <summary>
    /// Visits states up to <paramref name="end"/>. A state in which something throws counts as visited, with the
    /// successors it handed over before.
    /// </summary>
    private void VisitGuarded(uint end)
    {
        while (_next < end && !_watch.IsDone)
        {
            try
            {
                Visit(end);
            }
            catch (Exception failure) when (failure is not (MemoryBudgetException or OutOfMemoryException))
            {
                Transitions += _expansion.FanOut;
                _expansion.Abandon();
                _watch.VisitFailure(_next++, failure);
            }
        }
    }

    private void Visit(uint end)
    {
        var sink = new ExpansionSink<TState>(_expansion);
        for (; _next < end && !_watch.IsDone; _next++)
        {
            ref readonly var state = ref _expansion.Open(_next);
            var predicates = TSystem.Evaluate(in state);
            _watch.Visit(predicates, _next);
            TSystem.Successors(in state, ref sink);
            var fanOut = _expansion.FanOut;
            Transitions += fanOut;
            FanOutMost = int.Max(FanOutMost, fanOut);
            if (fanOut == 0)
            {
                _watch.VisitRest(predicates, _next, TSystem.MayEnd(in state));
            }
        }
    }

    private void Beat()
    {
        if (_watch.IsDone && _next < States.Count)
        {
            StoppedBecause = "every property checked is decided";
        }
        else if (_pulse.IsCancelled)
        {
            StoppedBecause = "it was cancelled";
        }
        else if (_pulse.IsDue)
        {
            _pulse.Report(new CheckProgress(
                CheckPhase.Searching, States.Count, Transitions, Depth, States.Count - _next, _budget.HeldBytes,
                _pulse.Elapsed));
        }
    }

    private void StopAtBound(string bound)
    {
        StoppedBecause = bound;
        IsBoundReached = true;
    }
}
