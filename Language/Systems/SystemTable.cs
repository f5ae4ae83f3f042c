using System.Runtime.CompilerServices;

namespace Wakeline;

/// <summary>How many instances of a machine a state has.</summary>
public delegate int InstanceCount<TState>(in TState state) where TState : unmanaged;

/// <summary>
/// Exchanges two instances in a state: their elements of arrays, and their numbers wherever the state holds them. Twice
/// the same exchange is none.
/// </summary>
public delegate void Exchange<TState>(ref TState state, int a, int b) where TState : unmanaged;

/// <summary>Makes the state a system starts in.</summary>
public delegate TState StartState<TState>(Parameters parameters) where TState : unmanaged;

/// <summary>
/// A system in words: which machines run over one state, what the environment may do (a machine like any other), and
/// what is demanded. Machines are named by <c>typeof</c>, because a machine is a static class.
/// </summary>
/// <typeparam name="TState">The state of the system.</typeparam>
public sealed class SystemTable<TState> where TState : unmanaged
{
    internal SystemDefinition<TState> Definition { get; } = new();

    /// <summary>Declares a bound.</summary>
    public SystemTable<TState> Parameter(string name, int @default, int least, int most, string meaning)
    {
        Definition.Parameters.Add(new ParameterInfo(name, @default, least, most, meaning));
        return this;
    }

    /// <summary>Gives the state the system starts in.</summary>
    public SystemTable<TState> Start(StartState<TState> start)
    {
        Definition.Start = start;
        return this;
    }

    /// <summary>Runs instances of a machine; each takes steps of its own, interleaved with all others.</summary>
    /// <param name="machine">The machine, as <c>typeof(EpollWait)</c>.</param>
    /// <param name="instances">How many instances there are.</param>
    /// <param name="lane">Title of an instance's column in sequence diagrams; <c>{0}</c> stands for its number.</param>
    public SystemTable<TState> Run(Type machine, InstanceCount<TState> instances, string lane)
    {
        Definition.Machines.Add((machine, instances, lane));
        return this;
    }

    /// <summary>Runs the single instance of a machine.</summary>
    /// <param name="machine">The machine.</param>
    /// <param name="lane">Title of its column in sequence diagrams.</param>
    public SystemTable<TState> Run(Type machine, string lane) => Run(machine, (in TState _) => 1, lane);

    /// <summary>Names a machine whose rules are fired by effects of others, for coverage and mutants.</summary>
    public SystemTable<TState> Reacts(Type machine)
    {
        Definition.Reactive.Add(machine);
        return this;
    }

    /// <summary>
    /// Says that the machines and the properties treat some instances alike, so that a search may take a state for
    /// another in which they are exchanged.
    /// </summary>
    /// <param name="instances">How many there are; they have the numbers from 0. The same in every state.</param>
    /// <param name="exchange">Exchanges two of them.</param>
    /// <exception cref="SpecificationException">The system has said so before.</exception>
    public SystemTable<TState> Interchangeable(InstanceCount<TState> instances, Exchange<TState> exchange)
    {
        Definition.Interchangeable = Definition.Interchangeable is null
            ? (instances, exchange)
            : throw new SpecificationException("A system says once which instances are interchangeable.");
        return this;
    }

    /// <summary>Demands that a predicate holds in every reachable state.</summary>
    public SystemTable<TState> Always(
        Guard<TState> predicate, string meaning,
        [CallerArgumentExpression(nameof(predicate))] string name = "", [CallerLineNumber] int line = 0) =>
        Demand(PropertyKind.Always, predicate, null, meaning, name, line);

    /// <summary>Demands that a predicate holds in no reachable state.</summary>
    public SystemTable<TState> Never(
        Guard<TState> predicate, string meaning,
        [CallerArgumentExpression(nameof(predicate))] string name = "", [CallerLineNumber] int line = 0) =>
        Demand(PropertyKind.Never, predicate, null, meaning, name, line);

    /// <summary>Demands that a predicate holds in some reachable state.</summary>
    public SystemTable<TState> Sometimes(
        Guard<TState> predicate, string meaning,
        [CallerArgumentExpression(nameof(predicate))] string name = "", [CallerLineNumber] int line = 0) =>
        Demand(PropertyKind.Sometimes, predicate, null, meaning, name, line);

    /// <summary>Demands that a predicate holds in every reachable state that has no successor.</summary>
    public SystemTable<TState> AtRest(
        Guard<TState> predicate, string meaning,
        [CallerArgumentExpression(nameof(predicate))] string name = "", [CallerLineNumber] int line = 0) =>
        Demand(PropertyKind.AtRest, predicate, null, meaning, name, line);

    /// <summary>
    /// Demands that every fair run goes from premise to goal. The fairness of rules is said in their tables.
    /// </summary>
    public SystemTable<TState> LeadsTo(
        Guard<TState> premise, Guard<TState> goal, string meaning,
        [CallerArgumentExpression(nameof(premise))] string premiseName = "",
        [CallerArgumentExpression(nameof(goal))] string goalName = "", [CallerLineNumber] int line = 0)
    {
        var name = $"{RuleName.OfMethod(premiseName)}~>{RuleName.OfMethod(goalName)}";
        return Demand(PropertyKind.LeadsTo, premise, goal, meaning, name, line);
    }

    /// <summary>
    /// Demands that every fair run reaches a state where a predicate holds, however often it has done so. A run that
    /// ends does so in such a state.
    /// </summary>
    public SystemTable<TState> AlwaysEventually(
        Guard<TState> predicate, string meaning,
        [CallerArgumentExpression(nameof(predicate))] string name = "", [CallerLineNumber] int line = 0) =>
        Demand(PropertyKind.AlwaysEventually, predicate, predicate, meaning, name, line);

    /// <summary>Says in which states the system may rest for ever; without it, in none.</summary>
    public SystemTable<TState> MayEnd(Guard<TState> predicate)
    {
        Definition.MayEnd = predicate;
        return this;
    }

    /// <summary>Names a mutant that a property of this system catches.</summary>
    /// <param name="mutant">Name of the mutant in one of the machines.</param>
    /// <param name="property">Name of the property it violates.</param>
    /// <param name="bounds">Parameters that differ from their defaults, as <c>waiters=2,events=1</c>.</param>
    public SystemTable<TState> Catches(string mutant, string property, string bounds = "")
    {
        Definition.Caught.Add(new CaughtMutant(mutant, property, bounds));
        return this;
    }

    private SystemTable<TState> Demand(
        PropertyKind kind, Guard<TState> predicate, Guard<TState>? goal, string meaning, string name, int line)
    {
        Definition.Properties.Add(new PropertyDefinition<TState>(
            RuleName.OfMethod(name), kind, predicate, goal, meaning, line));
        return this;
    }
}
