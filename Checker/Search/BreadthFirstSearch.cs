using System.Runtime.CompilerServices;
using Wakeline.Checking.Disk;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;

namespace Wakeline.Checking.Search;

/// <summary>
/// Visits every reachable state, level by level, so that the first way found to a state is a shortest one. States are
/// numbered as they are found; a level is a range of numbers and needs no queue. Successors of a state are enumerated
/// once, when the state is visited, and its predicates evaluated once.
/// <para>
/// The threads share the states of a level and meet at its end; a level that was begun is finished, so that counts and
/// verdicts do not depend on how many threads there are. What was counted and found becomes valid there, so that a
/// level that cannot be finished can be begun again, by another search if need be.
/// </para>
/// </summary>
internal sealed class BreadthFirstSearch<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>With more states than these, putting the layout in order takes longer than it saves.</summary>
    private const uint RearrangedMost = 100_000;

    private const long RearrangedBytesMost = 64 << 20;

    private readonly PropertyWatch _watch;
    private readonly CheckOptions _options;
    private readonly MemoryBudget _budget;
    private readonly Pulse _pulse;
    private readonly SearchCrew<TSystem, TState> _crew;
    private readonly NativeArray<uint> _levelEnds;
    private readonly Reductions<TSystem, TState>? _reductions;
    private SearchCounts _counts;
    private StatesOnDisk? _disk;
    private uint _nextRearrangement = 512;
    private bool _hasAskedForCommuting;

    // Where the level begins, the states that were known there, and what the layout was.
    private uint _levelStart;
    private uint _known;
    private int _fields;
    private uint _restored;

    public BreadthFirstSearch(
        SystemInfo system, PropertyWatch watch, CheckOptions options, MemoryBudget budget, Pulse pulse,
        Reductions<TSystem, TState>? reductions = null)
    {
        _watch = watch;
        _options = options;
        _budget = budget;
        _pulse = pulse;
        _reductions = reductions;
        _counts = new SearchCounts { Firings = new long[system.Rules.Count] };
        States = new StateSet<TState>(budget, options.Fingerprint ? options.FingerprintBits : 0);
        _crew = new SearchCrew<TSystem, TState>(system, States, watch, options, budget, reductions, Beat);
        _levelEnds = new NativeArray<uint>(64, budget);
    }

    /// <summary>The states found.</summary>
    public StateSet<TState> States { get; }

    /// <summary>The number of states found, without those that a bound on their number rules out.</summary>
    public uint StateCount => (uint)long.Min(States.Count, _options.StatesMost);

    /// <summary>States whose successors were enumerated.</summary>
    public long Visited => _counts.Visited + _crew.Visited;

    /// <summary>Steps taken.</summary>
    public long Transitions => _counts.Transitions + _crew.Transitions;

    /// <summary>Steps from the start to the last level that has states.</summary>
    public int Depth { get; private set; }

    /// <summary>States of which only some processes were expanded.</summary>
    public long PartlyExpanded => _counts.PartlyExpanded;

    /// <summary>Steps that were counted and not taken.</summary>
    public long StepsLeftOut => _counts.StepsLeftOut;

    public int FanOutMost => _counts.FanOutMost;

    /// <summary>How often each rule fired.</summary>
    public IReadOnlyList<long> Firings => _counts.Firings;

    /// <summary>Why not all reachable states were visited; <see langword="null"/> if they were.</summary>
    public string? StoppedBecause { get; private set; }

    /// <summary>Whether the search stopped at a bound, rather than because nothing was left to decide.</summary>
    public bool IsBoundReached { get; private set; }

    /// <summary>
    /// Why a level could not be finished; <see langword="null"/> if each was, or the search was cancelled.
    /// </summary>
    public Exception? Failure { get; private set; }

    /// <summary>Whether the search has to end with a level that is not complete.</summary>
    public bool IsUnfinished { get; private set; }

    /// <summary>Whether the states are on disk, and only what one level finds in memory.</summary>
    public bool IsOnDisk => States.Archive is not null;

    /// <summary>Called between two levels, when the position can be saved.</summary>
    public Action? LevelEnded { get; set; }

    /// <summary>Memory in use for states, without room for growth, in bytes.</summary>
    public long UsedBytes => States.Store.UsedBytes + _watch.UsedBytes;

    /// <summary>The first state that is <paramref name="depth"/> steps from the start.</summary>
    public uint LevelStart(int depth) => depth == 0 ? 0 : _levelEnds[(nuint)depth - 1];

    /// <summary>The end, exclusive, of the states that are <paramref name="depth"/> steps from the start.</summary>
    public uint LevelEnd(int depth) => _levelEnds[(nuint)depth];

    /// <summary>Searches from a state.</summary>
    public void Run(in TState start)
    {
        try
        {
            _crew.AddStart(in start);
            EndLevel();
            VisitLevels();
        }
        catch (Exception failure) when (SearchFailure.Is(failure))
        {
            Failure = failure;
        }
    }

    /// <summary>Takes over a search from where it was saved, with its states in memory.</summary>
    /// <exception cref="MemoryBudgetException">They do not fit.</exception>
    public void Restore(Checkpoint checkpoint)
    {
        TakeOver(checkpoint.Saved!);
        checkpoint.Restore(States.Store, withStates: true);
        _restored = _known;
        RestoreMarks();
    }

    /// <summary>Takes over a search from where it was saved, and leaves its states on disk.</summary>
    /// <exception cref="MemoryBudgetException">There is not enough memory even for that.</exception>
    public void RestoreOnDisk(Checkpoint checkpoint)
    {
        _watch.KeepPremisesOnly();
        TakeOver(checkpoint.Saved!);
        checkpoint.Restore(States.Store, withStates: false);
        States.Archive = new KeyWindow(checkpoint);
        _disk = new StatesOnDisk(checkpoint, States.Store, _budget);
        _disk.Open(checkpoint.Saved!);
    }

    /// <summary>Goes on with the levels.</summary>
    public void GoOn()
    {
        try
        {
            VisitLevels();
        }
        catch (Exception failure) when (SearchFailure.Is(failure))
        {
            Failure = failure;
        }
    }

    /// <summary>Where the search stands; what was done of a level that is not complete is left out.</summary>
    public Position Position() => PositionWith(States.Store.Layout.Record(_fields, States.Store.Levels));

    /// <summary>Where the search stands, with a layout that a level which is not complete has made wider.</summary>
    public Position WiderPosition() =>
        PositionWith(States.Store.Layout.Record(States.Store.Layout.FieldCount, States.Store.Layout.Levels));

    /// <summary>
    /// Ends the search with a level that is not complete. What was found in it counts, because it can be reached.
    /// </summary>
    public void EndEarly(Exception? failure)
    {
        if (!IsOnDisk)
        {
            States.Store.States.Settle();
        }

        IsUnfinished = true;
        _crew.Conclude(_levelStart, _counts);
        if (failure is not null)
        {
            StopAtBound(failure is MemoryBudgetException ? failure.Message : "the machine has no more memory");
        }
    }

    public void Dispose()
    {
        _crew.Dispose();
        _disk?.Dispose();
        _levelEnds.Dispose();
        States.Dispose();
    }

    private void TakeOver(Position position)
    {
        _levelEnds.EnsureLength((nuint)position.LevelEnds.Count);
        foreach (var (depth, end) in position.LevelEnds.Index())
        {
            _levelEnds[(nuint)depth] = end;
        }

        Depth = position.Depth;
        _levelStart = position.LevelStart;
        _known = position.States;
        _fields = position.Layout.Fields.Count;
        _counts = position.Counts.Copy();
        _watch.Restore(position.Watch);
        _crew.ReviewJudges();
    }

    /// <summary>Notes once more what holds in the states that were visited.</summary>
    private void RestoreMarks()
    {
        if (_watch.LeadsTo.Count == 0)
        {
            return;
        }

        _watch.Prepare(_levelStart);
        for (var state = 0u; state < _levelStart; state++)
        {
            _watch.Note(TSystem.Evaluate(in States.Load(state)), state);
        }
    }

    private Position PositionWith(LayoutRecord layout) => new()
    {
        Depth = Depth,
        LevelStart = _levelStart,
        States = _known,
        LevelEnds = [.. Enumerable.Range(0, Depth + (_levelStart < _known ? 0 : 1)).Select(LevelEnd)],
        Counts = _counts.Copy(),
        Watch = _watch.Record(),
        Layout = layout,
        Elapsed = _pulse.Elapsed,
    };

    private void VisitLevels()
    {
        while (_levelStart < _known && StoppedBecause is null && Failure is null)
        {
            VisitLevel(_known);
        }
    }

    /// <summary>Visits the states up to <paramref name="end"/>; those found on the way are the next level.</summary>
    private void VisitLevel(uint end)
    {
        _levelEnds.EnsureLength((nuint)Depth + 1);
        _levelEnds[(nuint)Depth] = end;
        _watch.Prepare(end);
        var allowed = Depth >= _options.DepthMost ? 0 : _options.StatesMost - end;
        _crew.Visit(_levelStart, end, _disk is null ? allowed : uint.MaxValue);
        if (_crew.MustTakeEveryStep && _crew.Failure is null && StoppedBecause is null)
        {
            // What is left out for the sake of a step that a state did not come to, because it threw, is missing.
            _crew.TakeEveryStep();
            _crew.Visit(_levelStart, end, _disk is null ? allowed : uint.MaxValue);
        }

        Failure = _crew.Failure;
        IsUnfinished = Failure is not null || StoppedBecause is not null;
        if (IsUnfinished)
        {
            return;
        }

        if (_disk is null)
        {
            States.Store.EndLevel(end);
        }
        else
        {
            _disk.Conclude(allowed);
        }

        _crew.Conclude(_levelStart, _counts);
        _reductions?.TestSymmetry(States, _levelStart, end);
        Decide(end);
        _levelStart = end;
        if (StoppedBecause is null)
        {
            Rearrange();
            LeaveOutSteps();
            EndLevel();
            LevelEnded?.Invoke();
        }
    }

    private void EndLevel()
    {
        _known = StateCount;
        _fields = States.Store.Layout.FieldCount;
    }

    /// <summary>
    /// Puts the layout of states in good order while there are few, because the bits of one word were met one after
    /// another.
    /// </summary>
    private void Rearrange()
    {
        var bytes = States.Count * (long)Unsafe.SizeOf<TState>();
        if (!IsOnDisk
            && States.Count >= _nextRearrangement && States.Count <= RearrangedMost && bytes <= RearrangedBytesMost)
        {
            _nextRearrangement = States.Count * 4;
            if (States.Store.Layout.IsScattered)
            {
                States.Rearrange(_budget);
                _crew.ForgetKeys();
            }
        }
    }

    /// <summary>Asks, once it is worth the while, which steps need not be taken.</summary>
    private void LeaveOutSteps()
    {
        if (!_hasAskedForCommuting && _reductions is not null && !IsOnDisk && _watch.Failure is null
            && States.Count >= _options.CommutingLeast)
        {
            _hasAskedForCommuting = true;
            _crew.LeaveOut(_reductions.CommutingSteps(_counts.Firings, _options.CommutingShareLeast));
        }
    }

    private void Decide(uint end)
    {
        if (StateCount > end)
        {
            Depth++;
        }

        var hasRefused = _disk?.HasRefused ?? (States.Count > _options.StatesMost || _crew.HasRefused());
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

    private void Beat()
    {
        if (_pulse.IsCancelled)
        {
            StoppedBecause = "it was cancelled";
            _crew.Stop();
        }
        else if (_pulse.IsDue)
        {
            var states = IsOnDisk ? _known : _restored + _crew.Added;
            _pulse.Report(new CheckProgress(
                CheckPhase.Searching, states, Transitions, Depth, states - Visited, _budget.HeldBytes, _pulse.Elapsed));
        }
    }

    private void StopAtBound(string bound)
    {
        StoppedBecause = bound;
        IsBoundReached = true;
    }
}
