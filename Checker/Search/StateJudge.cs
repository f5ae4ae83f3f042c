using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Search;

/// <summary>
/// Judges each state as it is visited, for one thread. What a state costs is three operations on bits.
/// </summary>
internal sealed class StateJudge
{
    private readonly IReadOnlyList<WatchedProperty> _properties;
    private readonly LeadsToMarks[] _leadsTo;
    private readonly Finding?[] _findings;
    private readonly int _noDeadlock;
    private readonly int _noFailure;

    // Predicates of properties that are still open.
    private ulong _mustHold;
    private ulong _mustNotHold;
    private ulong _wanted;
    private ulong _mustHoldAtRest;

    private long _restStates;

    public StateJudge(PropertyWatch watch)
    {
        _properties = watch.Properties;
        _leadsTo = [.. watch.LeadsTo];
        _findings = new Finding?[_properties.Count];
        _noDeadlock = IndexOf(ImpliedProperty.NoDeadlock);
        _noFailure = IndexOf(ImpliedProperty.NoFailure);
        Review();
    }

    /// <summary>For each property, the first state of this level that decides it, if this thread met one.</summary>
    public ReadOnlySpan<Finding?> Findings => _findings;

    /// <summary>A state of this level in which something threw.</summary>
    public Finding? Failure { get; private set; }

    /// <summary>States without successors since the last call.</summary>
    public long TakeRestStates()
    {
        var count = _restStates;
        _restStates = 0;
        return count;
    }

    /// <summary>Judges a state; states of a level come in the order of their indexes.</summary>
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
        _restStates++;
        if (!mayEnd && _noDeadlock >= 0)
        {
            Settle(_noDeadlock, state);
        }

        if ((~predicates & _mustHoldAtRest) != 0)
        {
            for (var i = 0; i < _properties.Count; i++)
            {
                if (_properties[i].Is(PropertyKind.AtRest) && !_properties[i].IsSet(predicates))
                {
                    Settle(i, state);
                }
            }
        }
    }

    /// <summary>Notes that a guard, effect or predicate threw in a state.</summary>
    public void VisitFailure(uint state, Exception failure)
    {
        var finding = new Finding(state, FailureText.Of(failure));
        if (finding.CompareTo(Failure) < 0)
        {
            Failure = finding;
        }

        if (_noFailure >= 0 && _properties[_noFailure].Finding is null)
        {
            _findings[_noFailure] = Failure;
        }
    }

    /// <summary>Forgets what was found in this level, and asks which properties are still open.</summary>
    public void Review()
    {
        Array.Clear(_findings);
        Failure = null;
        FindOpenPredicates();
    }

    private int IndexOf(string name)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private bool IsOpen(int property) => _properties[property].Finding is null && _findings[property] is null;

    private void Decide(ulong predicates, uint state)
    {
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].IsDecidedBy(predicates))
            {
                Settle(i, state);
            }
        }
    }

    private void Settle(int property, uint state)
    {
        if (IsOpen(property))
        {
            _findings[property] = new Finding(state);
            FindOpenPredicates();
        }
    }

    private void FindOpenPredicates()
    {
        _mustHold = OpenPredicates(PropertyKind.Always);
        _mustNotHold = OpenPredicates(PropertyKind.Never);
        _wanted = OpenPredicates(PropertyKind.Sometimes);
        _mustHoldAtRest = OpenPredicates(PropertyKind.AtRest);
    }

    private ulong OpenPredicates(PropertyKind kind)
    {
        var mask = 0UL;
        for (var i = 0; i < _properties.Count; i++)
        {
            if (_properties[i].Is(kind) && IsOpen(i))
            {
                mask |= 1UL << _properties[i].Declared!.Predicate;
            }
        }

        return mask;
    }
}
