using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>
/// What is known about the properties. Each thread judges the states it visits with a <see cref="StateJudge"/>; what
/// they found is put together after each level, so that it does not depend on who visited which state.
/// </summary>
internal sealed class PropertyWatch : IDisposable
{
    private readonly LeadsToMarks[] _leadsTo;
    private readonly bool _stopsAtFirstViolation;

    public PropertyWatch(
        IReadOnlyList<WatchedProperty> properties, bool stopsAtFirstViolation, MemoryBudget budget,
        bool judgesLiveness = true)
    {
        Properties = properties;
        _stopsAtFirstViolation = stopsAtFirstViolation;
        _leadsTo = [.. properties.Where(each => judgesLiveness && each.Declared is { IsLiveness: true })
            .Select(each => new LeadsToMarks(each, budget))];
        Review();
    }

    /// <summary>The properties that are checked.</summary>
    public IReadOnlyList<WatchedProperty> Properties { get; }

    /// <summary>Whether going on would decide nothing more.</summary>
    public bool IsDone { get; private set; }

    /// <summary>States without successors so far.</summary>
    public long RestStates { get; private set; }

    /// <summary>A first state in which something threw, whether or not that is one of the properties.</summary>
    public Finding? Failure { get; private set; }

    /// <summary>What was noted for the leads-to properties.</summary>
    public IReadOnlyList<LeadsToMarks> LeadsTo => _leadsTo;

    /// <summary>Memory in use, in bytes.</summary>
    public long UsedBytes => _leadsTo.Sum(marks => marks.UsedBytes);

    /// <summary>What is known, to be kept.</summary>
    public WatchRecord Record() => new(
        [.. Properties.Select(each => each.Finding)], Failure, RestStates,
        [.. _leadsTo.Select(each => each.IsPremiseMet)]);

    /// <summary>Takes over what was known.</summary>
    public void Restore(WatchRecord record)
    {
        Failure = record.Failure;
        RestStates = record.RestStates;
        foreach (var (property, finding) in Properties.Zip(record.Findings))
        {
            property.Finding = finding;
        }

        foreach (var (marks, isMet) in _leadsTo.Zip(record.PremisesMet))
        {
            marks.Restore(isMet);
        }

        Review();
    }

    /// <summary>Makes room for what is noted about some more states, before they are visited.</summary>
    public void Prepare(uint statesEnd)
    {
        foreach (var marks in _leadsTo)
        {
            marks.Prepare(statesEnd);
        }
    }

    /// <summary>Gives up what is noted about single states.</summary>
    public void KeepPremisesOnly()
    {
        foreach (var marks in _leadsTo)
        {
            marks.KeepPremiseOnly();
        }
    }

    /// <summary>Notes what holds in a state that was judged before.</summary>
    public void Note(ulong predicates, uint state)
    {
        foreach (var marks in _leadsTo)
        {
            marks.Note(predicates, state);
        }
    }

    /// <summary>
    /// Takes over what a judge found in a level. Of several states of the level that decide a property, the first
    /// counts; of several in which something threw, the one with the first message in alphabetical order.
    /// </summary>
    public void TakeOver(StateJudge judge, uint levelStart)
    {
        RestStates += judge.TakeRestStates();
        for (var i = 0; i < Properties.Count; i++)
        {
            if (judge.Findings[i] is { } finding && IsBetter(finding, Properties[i].Finding, levelStart))
            {
                Properties[i].Finding = finding;
            }
        }

        if (judge.Failure is { } failure && IsBetter(failure, Failure, levelStart))
        {
            Failure = failure;
        }
    }

    /// <summary>Decides whether to go on, after all judges were heard.</summary>
    public void Review()
    {
        var (isAllDecided, isAnyViolated) = (true, false);
        foreach (var property in Properties)
        {
            isAllDecided &= property.Finding is not null;
            isAnyViolated |= property.IsViolated;
        }

        IsDone = isAllDecided || _stopsAtFirstViolation && isAnyViolated;
    }

    public void Dispose()
    {
        foreach (var marks in _leadsTo)
        {
            marks.Dispose();
        }
    }

    private static bool IsBetter(Finding finding, Finding? other, uint levelStart) =>
        other is null || other.State >= levelStart && finding.CompareTo(other) < 0;
}

/// <summary>What a <see cref="PropertyWatch"/> knows.</summary>
/// <param name="Findings">For each property, what decides it.</param>
/// <param name="Failure">A first state in which something threw.</param>
/// <param name="RestStates">States without successors.</param>
/// <param name="PremisesMet">For each leads-to property, whether its premise held in any state.</param>
internal sealed record WatchRecord(
    IReadOnlyList<Finding?> Findings, Finding? Failure, long RestStates, IReadOnlyList<bool> PremisesMet);
