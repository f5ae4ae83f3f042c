using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>Judges each state as it is visited. What a state costs is three operations on bits.</summary>
internal sealed class PropertyWatch : IDisposable
{
    private readonly IReadOnlyList<WatchedProperty> _properties;
    private readonly WatchedProperty? _noDeadlock;
    private readonly WatchedProperty? _noFailure;
    private readonly LeadsToMarks[] _leadsTo;
    private readonly bool _stopsAtFirstViolation;

    // Predicates of properties that are still open.
    private ulong _mustHold;
    private ulong _mustNotHold;
    private ulong _wanted;
    private ulong _mustHoldAtRest;

    public PropertyWatch(
        IReadOnlyList<WatchedProperty> properties, bool stopsAtFirstViolation, MemoryBudget budget)
    {
        _properties = properties;
        _stopsAtFirstViolation = stopsAtFirstViolation;
        _noDeadlock = properties.FirstOrDefault(each => each.Name == ImpliedProperty.NoDeadlock);
        _noFailure = properties.FirstOrDefault(each => each.Name == ImpliedProperty.NoFailure);
        _leadsTo = [.. properties.Where(each => each.Is(PropertyKind.LeadsTo))
            .Select(each => new LeadsToMarks(each, budget))];
        Review();
    }

    /// <summary>Whether going on would decide nothing more.</summary>
    public bool IsDone { get; private set; }

    /// <summary>States without successors so far.</summary>
    public long RestStates { get; private set; }

    /// <summary>The first state in which something threw, whether or not that is one of the properties.</summary>
    public Finding? Failure { get; private set; }

    /// <summary>What was noted for the leads-to properties.</summary>
    public IReadOnlyList<LeadsToMarks> LeadsTo => _leadsTo;

    /// <summary>Memory in use, in bytes.</summary>
    public long UsedBytes => _leadsTo.Sum(marks => marks.UsedBytes);

    /// <summary>Judges a state; states come in the order of their indexes.</summary>
    public void Visit(ulong predicates, uint state)
    {
        if (((~predicates & _mustHold) | (predicates & _mustNotHold) | (predicates & _wanted)) != 0)
        {
            Decide(predicates, state);
        }

        foreach (var marks in _leadsTo)
        {
            marks.Note(predicates, state);
        }
    }

    /// <summary>Judges a state that turned out to have no successors.</summary>
    public void VisitRest(ulong predicates, uint state, bool mayEnd)
    {
        RestStates++;
        if (!mayEnd && _noDeadlock is { Finding: null })
        {
            Settle(_noDeadlock, new Finding(state));
        }

        if ((~predicates & _mustHoldAtRest) != 0)
        {
            foreach (var property in _properties)
            {
                if (property.Is(PropertyKind.AtRest) && !IsSet(predicates, property))
                {
                    Settle(property, new Finding(state));
                }
            }
        }
    }

    /// <summary>Notes that a guard, effect or predicate threw in a state.</summary>
    public void VisitFailure(uint state, Exception failure)
    {
        Failure ??= new Finding(state, failure);
        if (_noFailure is not null)
        {
            Settle(_noFailure, Failure);
        }
    }

    public void Dispose()
    {
        foreach (var marks in _leadsTo)
        {
            marks.Dispose();
        }
    }

    private static bool IsSet(ulong predicates, WatchedProperty property) =>
        (predicates >> property.Declared!.Predicate & 1) != 0;

    private void Decide(ulong predicates, uint state)
    {
        foreach (var property in _properties)
        {
            var isDecided = property.Declared?.Kind switch
            {
                PropertyKind.Always => !IsSet(predicates, property),
                PropertyKind.Never or PropertyKind.Sometimes => IsSet(predicates, property),
                _ => false,
            };
            if (isDecided)
            {
                Settle(property, new Finding(state));
            }
        }
    }

    private void Settle(WatchedProperty property, Finding finding)
    {
        property.Finding ??= finding;
        Review();
    }

    private void Review()
    {
        _mustHold = OpenPredicates(PropertyKind.Always);
        _mustNotHold = OpenPredicates(PropertyKind.Never);
        _wanted = OpenPredicates(PropertyKind.Sometimes);
        _mustHoldAtRest = OpenPredicates(PropertyKind.AtRest);
        IsDone = _properties.All(each => each.Finding is not null)
            || _stopsAtFirstViolation && _properties.Any(each => each.IsViolated);
    }

    private ulong OpenPredicates(PropertyKind kind) => _properties
        .Where(each => each.Is(kind) && each.Finding is null)
        .Aggregate(0UL, (mask, each) => mask | 1UL << each.Declared!.Predicate);
}
