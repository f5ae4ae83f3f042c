using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;
using Wakeline.Checking.Search;

namespace Wakeline.Checking.Disk;

/// <summary>
/// A search that is saved now and then, goes on from where it was saved, and goes on with its states on disk when it
/// has used up its memory. Without a directory for that, it is saved when it has to end.
/// </summary>
internal sealed class DurableSearch<TSystem, TState> : IDisposable
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly CheckOptions _options;
    private readonly PropertyWatch _watch;
    private readonly MemoryBudget _budget;
    private readonly Pulse _pulse;
    private readonly IReadOnlyList<IdentityEntry> _identity;
    private readonly Reductions<TSystem, TState> _reductions;
    private readonly DiskMeter _meter;
    private Checkpoint? _checkpoint;
    private bool _isOnDisk;
    private TimeSpan _lastSaved;

    /// <exception cref="DiskException">The directory cannot be used for this check.</exception>
    public DurableSearch(
        CheckOptions options, PropertyWatch watch, MemoryBudget budget, Pulse pulse,
        IReadOnlyList<IdentityEntry> identity, Reductions<TSystem, TState> reductions)
    {
        _options = options;
        _watch = watch;
        _budget = budget;
        _pulse = pulse;
        _identity = identity;
        _reductions = reductions;
        _meter = new DiskMeter(options.DiskBytesMost);
        _checkpoint = options.Disk is { } folder ? Checkpoint.Open(folder, identity, _meter) : null;
        Search = NewSearch(budget);
    }

    /// <summary>The search; another one after it went on in another way.</summary>
    public BreadthFirstSearch<TSystem, TState> Search { get; private set; }

    /// <summary>Whether the search went on from a checkpoint that was there.</summary>
    public bool IsResumed { get; private set; }

    /// <summary>The most bytes that were on disk.</summary>
    public long DiskBytes => _meter.PeakBytes;

    /// <summary>The directory that the search can go on from; <see langword="null"/> if there is none.</summary>
    public string? SavedIn => _checkpoint?.Saved is null ? null : _checkpoint.Folder;

    /// <summary>Why the search could not be saved; <see langword="null"/> if it was, or need not be.</summary>
    public string? NotSavedBecause { get; private set; }

    /// <summary>Searches from a state, or goes on from where a search from it was saved.</summary>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void Run(in TState start)
    {
        try
        {
            if (_checkpoint?.Saved is { } saved)
            {
                IsResumed = true;
                _pulse.Resume(saved.Elapsed);
                Tell(CheckPhase.Resuming, saved);
                Resume();
            }
            else
            {
                Search.LevelEnded = SaveIfDue;
                Search.Run(in start);
            }

            while (HasToGoOn())
            {
                Resume();
            }
        }
        catch (DiskException failure)
        {
            throw new DiskException($"{failure.Message} {WhatIsLeft()}", failure);
        }
    }

    /// <summary>
    /// Takes the checkpoint away if there is nothing left to be done, and saves what can go on otherwise.
    /// </summary>
    /// <param name="results">The verdicts.</param>
    /// <exception cref="DiskException">The disk is full, or fails.</exception>
    public void Close(IReadOnlyList<PropertyResult> results)
    {
        if (_checkpoint is null || Search.IsUnfinished)
        {
            return;
        }

        if (Search.StoppedBecause is null && results.Any(IsLeft))
        {
            Save();
            return;
        }

        _checkpoint.Remove();
        _checkpoint = null;
    }

    public void Dispose()
    {
        Search.Dispose();
        _checkpoint?.Dispose();
    }

    /// <summary>Whether a property is still to be judged although every state was visited.</summary>
    private bool IsLeft(PropertyResult result) =>
        result.Verdict is BoundReached || result.Verdict is NotChecked && _pulse.IsCancelled && _watch.Failure is null;

    private BreadthFirstSearch<TSystem, TState> NewSearch(MemoryBudget budget) =>
        new(TSystem.Info, _watch, _options, budget, _pulse, _reductions);

    private void Renew(MemoryBudget budget)
    {
        Search.Dispose();
        Search = NewSearch(budget);
    }

    /// <summary>Goes on from the checkpoint: in memory unless that has been too little.</summary>
    private void Resume()
    {
        if (!TryRestore() && !TryRestoreOnDisk())
        {
            return;
        }

        _lastSaved = _pulse.Elapsed;
        Search.LevelEnded = SaveIfDue;
        Search.GoOn();
    }

    private bool TryRestore()
    {
        if (_isOnDisk)
        {
            return false;
        }

        Renew(_budget);
        try
        {
            Search.Restore(_checkpoint!);
            return true;
        }
        catch (MemoryBudgetException)
        {
            _isOnDisk = true;
            return false;
        }
    }

    private bool TryRestoreOnDisk()
    {
        Tell(CheckPhase.GoingToDisk, _checkpoint!.Saved!);
        Renew(_budget);
        try
        {
            Search.RestoreOnDisk(_checkpoint);
            return true;
        }
        catch (MemoryBudgetException full)
        {
            // What was found is still to be told, for which the parts are needed all the same.
            Renew(new MemoryBudget(long.MaxValue));
            Search.RestoreOnDisk(_checkpoint);
            Search.EndEarly(new MemoryBudgetException(
                $"{full.Message} by parts of states, which have to stay in memory"));
            return false;
        }
    }

    /// <summary>Whether a search that has ended has to go on in another way.</summary>
    private bool HasToGoOn()
    {
        switch (Search.Failure)
        {
            case null when Search.IsUnfinished:
                SaveIfKept();
                Search.EndEarly(failure: null);
                return false;
            case null:
                return false;
            case DiskException failure:
                throw failure;
            case WiderTreeException:
                return TryWiden();
            case var failure:
                SaveAtLast();
                if (_options.Disk is not null && SavedIn is not null && !_isOnDisk)
                {
                    _isOnDisk = true;
                    return true;
                }

                Search.EndEarly(failure);
                return false;
        }
    }

    private bool TryWiden()
    {
        try
        {
            _checkpoint!.Widen(Search.WiderPosition(), Search.States.Store);
            return true;
        }
        catch (MemoryBudgetException full)
        {
            SaveIfKept();
            Search.EndEarly(full);
            return false;
        }
    }

    private void SaveIfDue()
    {
        if (!_isOnDisk && Search.Depth > _options.DepthInMemoryMost)
        {
            throw new MemoryBudgetException($"the bound of {_options.DepthInMemoryMost} steps in memory was reached");
        }

        if (_pulse.Elapsed - _lastSaved >= _options.CheckpointInterval)
        {
            SaveIfKept();
        }
    }

    private void SaveIfKept()
    {
        if (_checkpoint is not null)
        {
            Save();
        }
    }

    /// <summary>Saves a search that cannot go on, where it is wanted; it is told about even if that fails.</summary>
    private void SaveAtLast()
    {
        if (_checkpoint is not null)
        {
            Save();
        }
        else if (_options.DiskWhenFull is { } folder)
        {
            try
            {
                _checkpoint = Checkpoint.Open(folder, _identity, _meter);
                Save();
            }
            catch (DiskException failure)
            {
                NotSavedBecause = failure.Message;
            }
        }
    }

    private void Save()
    {
        var position = Search.Position();
        if (position.States == 0)
        {
            return;
        }

        if (Search.IsOnDisk)
        {
            _checkpoint!.Commit(position, Search.States.Store);
        }
        else
        {
            _checkpoint!.Save(position, Search.States.Store);
        }

        _lastSaved = _pulse.Elapsed;
    }

    private void Tell(CheckPhase phase, Position position) => _pulse.Report(new CheckProgress(
        phase, position.States, position.Counts.Transitions, position.Depth, position.States - position.LevelStart,
        _budget.HeldBytes, _pulse.Elapsed));

    private string WhatIsLeft() => _checkpoint?.Saved is { } saved
        ? $"The checkpoint in '{_checkpoint.Folder}', of {saved.States} states, is as it was: the same command goes on "
            + "from there."
        : "Nothing had been saved yet.";
}
