using Wakeline.Checking.Search;

namespace Wakeline.Checking.Reduction;

/// <summary>
/// Which locations of which machines are private: whatever rule may fire there is independent of every rule of every
/// other process, and changes nothing that a property looks at on the way. A process is all instances of one number in
/// one lane. All of it is known from the tables, before the search begins.
/// <para>
/// The steps of a process whose machines all are in private locations are a persistent set (Godefroid, Partial-Order
/// Methods for the Verification of Concurrent Systems, LNCS 1032, 1996, chapter 4) that is invisible (Peled, "All from
/// one, one for all", CAV 1993): nothing that others do before enables, disables or changes a step of it, because the
/// locations themselves, the number of instances, and all that guards and effects read are written by the process
/// alone.
/// </para>
/// </summary>
internal sealed class PrivateLocations
{
    private readonly SystemInfo _system;
    private readonly bool[][] _isPrivate;
    private readonly bool[][] _hasRules;

    public PrivateLocations(SystemInfo system, Mutation mutation, IReadOnlyList<WatchedProperty> properties)
    {
        _system = system;
        var inForce = RulesInForce.Stepping(system, mutation).ToHashSet();
        var seen = SeenBy(system, properties);
        _hasRules = [.. system.Machines.Select(use => new bool[use.Machine.Locations.Count])];
        _isPrivate = [.. system.Machines.Select(use => new bool[use.Machine.Locations.Count])];
        Lanes =
        [
            .. system.Machines.Select((use, index) => (use.Lane, index)).GroupBy(each => each.Lane)
                .Select(lane => new Lane(
                    [.. lane.Select(each => each.index)], lane.All(each => system.Machines[each.index].IsSingle))),
        ];
        foreach (var lane in Lanes)
        {
            Judge(lane, inForce, seen);
        }

        Candidates = [.. Lanes.Where(lane => lane.Machines.All(machine => _isPrivate[machine].Contains(true)))];
    }

    /// <summary>Lanes whose processes can be expanded alone somewhere.</summary>
    public IReadOnlyList<Lane> Candidates { get; }

    private IReadOnlyList<Lane> Lanes { get; }

    /// <summary>Whether nothing that a machine may do at a location concerns anybody else.</summary>
    public bool IsPrivate(int machine, int location) =>
        (uint)location < (uint)_isPrivate[machine].Length && _isPrivate[machine][location];

    /// <summary>Whether a machine may do anything at a location.</summary>
    public bool HasRules(int machine, int location) => _hasRules[machine][location];

    private void Judge(Lane lane, HashSet<int> inForce, IReadOnlyCollection<string> seen)
    {
        List<(Accesses Accesses, bool AreSiblings)> others = [];
        foreach (var other in Lanes.Where(other => other != lane || !lane.IsSingle))
        {
            var rules = other.Machines.SelectMany(machine => RulesOf(machine, inForce));
            others.Add((Accesses.Of(rules), other == lane));
        }

        foreach (var machine in lane.Machines)
        {
            var use = _system.Machines[machine];
            for (var location = 0; location < use.Machine.Locations.Count; location++)
            {
                var name = use.Machine.Locations[location];
                var here = Accesses.Of(RulesOf(machine, inForce).Where(rule => rule.IsIn(name)));
                here.Read(use.CountReads);
                here.Read([use.Machine.LocationPath.Length > 0 ? use.Machine.LocationPath : "*"]);
                _hasRules[machine][location] = here.HasRules;
                _isPrivate[machine][location] =
                    others.All(other => here.IsIndependentOf(other.Accesses, other.AreSiblings))
                    && !StatePath.OverlapAny(here.Writes, seen, areSiblings: false);
            }
        }
    }

    private IEnumerable<RuleInfo> RulesOf(int machine, HashSet<int> inForce)
    {
        var use = _system.Machines[machine];
        return use.Machine.Rules.Where(rule => inForce.Contains(use.FirstRule + rule.Index));
    }

    /// <summary>
    /// What a property looks at in states that have successors. Where nothing can happen, all reductions agree.
    /// </summary>
    private static HashSet<string> SeenBy(SystemInfo system, IReadOnlyList<WatchedProperty> properties) =>
    [
        .. properties.Where(each => each.Is(PropertyKind.Always) || each.Is(PropertyKind.Never)
                || each.Is(PropertyKind.Sometimes))
            .SelectMany(each => system.PredicateReads.ElementAtOrDefault(each.Declared!.Predicate) ?? ["*"]),
    ];

    /// <summary>Machines whose instances of one number are one process.</summary>
    /// <param name="Machines">Indexes into <see cref="SystemInfo.Machines"/>.</param>
    /// <param name="IsSingle">Whether there is one process in it.</param>
    internal sealed record Lane(int[] Machines, bool IsSingle);
}
