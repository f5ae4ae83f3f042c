using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>An instance of a machine in a system.</summary>
/// <param name="Machine">Index into <see cref="SystemInfo.Machines"/>.</param>
/// <param name="Instance">Its number, from 0.</param>
internal readonly record struct Party(int Machine, int Instance);

/// <summary>What can be seen of a state of a system, and done in it: by names alone.</summary>
/// <typeparam name="TSystem">The system.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
internal sealed class SystemView<TSystem, TState> where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly bool[] _sharesLane;
    private readonly ConcurrentDictionary<Party, string> _names = [];
    private readonly string[] _rules;
    private readonly int[] _machines;

    public SystemView()
    {
        Info = TSystem.Info;
        _sharesLane = [.. Info.Machines.Select(use => Info.Machines.Count(other => other.Lane == use.Lane) > 1)];
        _machines =
            [.. Info.Machines.SelectMany((use, number) => Enumerable.Repeat(number, use.Machine.Rules.Count))];
        _rules =
        [
            .. Info.Machines.Select(use => use.Machine)
                .SelectMany(machine => machine.Rules.Select(rule => $"{machine.Name}.{rule.Name}")),
        ];
    }

    /// <summary>The system as data.</summary>
    public SystemInfo Info { get; }

    /// <summary>The machine of a rule.</summary>
    /// <param name="rule">Index into <see cref="SystemInfo.Rules"/>.</param>
    public int MachineOf(int rule) => _machines[rule];

    /// <summary>The name of a rule, that of its machine before it.</summary>
    /// <param name="rule">Index into <see cref="SystemInfo.Rules"/>.</param>
    public string RuleName(int rule) => _rules[rule];

    /// <summary>Who takes a step.</summary>
    public Party PartyOf(Step step) => new(_machines[step.Rule], step.Instance);

    /// <summary>What asks for a step.</summary>
    public SystemRequest RequestOf(Step step) => new(NameOf(PartyOf(step)), _rules[step.Rule], step.Choice);

    /// <summary>The name of a party: the title of its column.</summary>
    public string NameOf(Party party) => _names.GetOrAdd(party, each =>
    {
        var use = Info.Machines[each.Machine];
        var name = use.Lane.Replace("{0}", $"{each.Instance}", StringComparison.Ordinal);
        return _sharesLane[each.Machine] ? $"{use.Machine.Name} {name}" : name;
    });

    /// <summary>Who there is in a state.</summary>
    public IEnumerable<Party> PartiesIn(TState state) =>
        from machine in Enumerable.Range(0, Info.Machines.Count)
        from instance in Enumerable.Range(0, TSystem.InstancesOf(in state, machine))
        select new Party(machine, instance);

    /// <summary>Where a party is; -1 if that cannot be told.</summary>
    public static int PlaceOf(in TState state, Party party) =>
        party.Instance < TSystem.InstancesOf(in state, party.Machine)
            ? TSystem.LocationOf(in state, party.Machine, party.Instance) : -1;

    /// <summary>Everything that can be seen of a state.</summary>
    public SystemAnswer Observe(TState state)
    {
        var places = ImmutableSortedDictionary.CreateBuilder<string, string>(StringComparer.Ordinal);
        foreach (var party in PartiesIn(state))
        {
            if (PlaceOf(in state, party) is >= 0 and var place)
            {
                places[NameOf(party)] = Info.Machines[party.Machine].Machine.Locations[place];
            }
        }

        var predicates = TSystem.Evaluate(in state);
        return new SystemAnswer
        {
            Places = places.ToImmutable(),
            Holds = Info.Predicates.Index()
                .DistinctBy(each => each.Item)
                .ToDictionary(each => each.Item, each => ((predicates >> each.Index) & 1) != 0),
        };
    }

    /// <summary>Whether nothing that can be seen tells two states apart.</summary>
    public bool IsSeenAlike(TState left, TState right) =>
        TSystem.Evaluate(in left) == TSystem.Evaluate(in right)
        && PartiesIn(left).SequenceEqual(PartiesIn(right))
        && PartiesIn(left).All(party => PlaceOf(in left, party) == PlaceOf(in right, party));

    /// <summary>The steps that are possible in a state, each with where it leads to, in a fixed order.</summary>
    /// <remarks>What a rule throws ends the list: there is no state behind such a step.</remarks>
    public static IReadOnlyList<(Step Step, TState State)> StepsIn(in TState state)
    {
        var sink = new Sink([], [default]);
        try
        {
            TSystem.Successors(in state, ref sink);
        }
        catch (Exception failure) when (failure is BoundExceededException or SpecificationException
            or OverflowException or InvalidOperationException or IndexOutOfRangeException)
        {
            return sink.Steps;
        }

        return sink.Steps;
    }

    private readonly struct Sink(List<(Step Step, TState State)> steps, TState[] next) : ISuccessorSink<TState>
    {
        public List<(Step Step, TState State)> Steps => steps;

        public bool Takes(int rule, int instance, int choice) => true;

        public ref TState Begin(in TState source)
        {
            next[0] = source;
            return ref next[0];
        }

        public void Commit(int rule, int instance, int choice) =>
            steps.Add((new Step(rule, instance, choice), next[0]));
    }
}
