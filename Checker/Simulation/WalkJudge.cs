using Wakeline.Checking.Search;

namespace Wakeline.Checking.Simulation;

/// <summary>Where a property was decided first, and in how many runs.</summary>
internal struct Sighting
{
    public long Runs;
    public long FirstRun;
    public int Step;
    public Exception? Failure;

    public static Sighting None => new() { FirstRun = long.MaxValue };

    public void Add(in Sighting other)
    {
        if (other.FirstRun < FirstRun)
        {
            (FirstRun, Step, Failure) = (other.FirstRun, other.Step, other.Failure);
        }

        Runs += other.Runs;
    }
}

/// <summary>Judges the states of one run after another, for one thread.</summary>
internal sealed class WalkJudge
{
    private readonly IReadOnlyList<WatchedProperty> _properties;
    private readonly Sighting[] _sightings;
    private readonly long[] _decidedIn;
    private readonly ulong _mustHold;
    private readonly ulong _decidesWhereItHolds;

    public WalkJudge(IReadOnlyList<WatchedProperty> properties)
    {
        _properties = properties;
        _sightings = new Sighting[properties.Count];
        _decidedIn = new long[properties.Count];
        Array.Fill(_sightings, Sighting.None);
        Array.Fill(_decidedIn, -1);
        _mustHold = Predicates(PropertyKind.Always);
        _decidesWhereItHolds = Predicates(PropertyKind.Never) | Predicates(PropertyKind.Sometimes);
    }

    public ReadOnlySpan<Sighting> Sightings => _sightings;

    /// <summary>Judges a state.</summary>
    public void Visit(ulong predicates, long run, int step)
    {
        if (((~predicates & _mustHold) | (predicates & _decidesWhereItHolds)) == 0)
        {
            return;
        }

        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].IsDecidedBy(predicates))
            {
                Note(i, run, step, null);
            }
        }
    }

    /// <summary>Judges a state that has no successors.</summary>
    public void VisitRest(ulong predicates, long run, int step, bool mayEnd)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].Is(PropertyKind.AtRest)
                ? !_properties[i].IsSet(predicates) : _properties[i].Name == ImpliedProperty.NoDeadlock && !mayEnd)
            {
                Note(i, run, step, null);
            }
        }
    }

    /// <summary>Notes that a guard, effect or predicate threw in a state.</summary>
    public void VisitFailure(Exception failure, long run, int step)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].Name == ImpliedProperty.NoFailure)
            {
                Note(i, run, step, failure);
            }
        }
    }

    private void Note(int property, long run, int step, Exception? failure)
    {
        if (_decidedIn[property] != run)
        {
            _decidedIn[property] = run;
            _sightings[property].Add(new Sighting { Runs = 1, FirstRun = run, Step = step, Failure = failure });
        }
    }

    private ulong Predicates(PropertyKind kind) => _properties.Where(each => each.Is(kind))
        .Aggregate(0UL, (mask, each) => mask | 1UL << each.Declared!.Predicate);
}
