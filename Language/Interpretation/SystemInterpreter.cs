namespace Wakeline;

/// <summary>
/// A machine as the system interpreter runs it; implemented by <see cref="Interpreter{TState, TLocation}"/>.
/// </summary>
/// <typeparam name="TState">The state of the system.</typeparam>
public interface ISystemPart<TState> where TState : unmanaged
{
    /// <summary>The machine's table as data.</summary>
    MachineInfo Info { get; }

    /// <summary>Where an instance is: index into <see cref="MachineInfo.Locations"/>.</summary>
    int LocationIndexOf(in TState state, int self);

    /// <summary>Adds every step an instance can take to <paramref name="found"/>.</summary>
    void Collect(in TState state, int self, List<Successor<TState>> found);
}

/// <summary>Executes a system's tables as they stand; the engine that the generated system is held against.</summary>
/// <typeparam name="TState">The state of the system.</typeparam>
public sealed class SystemInterpreter<TState> where TState : unmanaged
{
    private readonly SystemDefinition<TState> _definition;
    private readonly IReadOnlyList<ISystemPart<TState>> _parts;

    /// <summary>Reads a system.</summary>
    /// <param name="compose">The method that writes the system.</param>
    /// <param name="parts">Interpreters of its running machines, in the order of its <c>Run</c> lines.</param>
    /// <exception cref="SpecificationException">The system contradicts itself.</exception>
    public SystemInterpreter(Action<SystemTable<TState>> compose, params IReadOnlyList<ISystemPart<TState>> parts)
    {
        ArgumentNullException.ThrowIfNull(compose);
        ArgumentNullException.ThrowIfNull(parts);
        var table = new SystemTable<TState>();
        compose(table);
        _definition = table.Definition;
        _parts = parts;
        if (parts.Count != _definition.Machines.Count)
        {
            throw new SpecificationException(
                $"The system runs {_definition.Machines.Count} machines, but {parts.Count} interpreters were given.");
        }
    }

    /// <summary>The state the system starts in.</summary>
    public TState Start(Parameters parameters) => _definition.Start is { } start
        ? start(parameters)
        : throw new SpecificationException("The system does not say with Start(...) how it starts.");

    /// <summary>Every step the system can take, in the order in which generated code enumerates them.</summary>
    public IReadOnlyList<(TState State, Step Step)> Successors(in TState state)
    {
        var all = new List<(TState, Step)>();
        var firstRule = 0;
        for (var part = 0; part < _parts.Count; part++)
        {
            var instances = _definition.Machines[part].Instances(in state);
            for (var self = 0; self < instances; self++)
            {
                var found = new List<Successor<TState>>();
                _parts[part].Collect(in state, self, found);
                foreach (var next in found)
                {
                    all.Add((next.State, new Step(firstRule + next.Rule, self, next.Choice)));
                }
            }

            firstRule += _parts[part].Info.Rules.Count;
        }

        return all;
    }

    /// <summary>Where an instance of a machine is: index into <see cref="MachineInfo.Locations"/>.</summary>
    public int LocationOf(in TState state, int machine, int instance) =>
        _parts[machine].LocationIndexOf(in state, instance);

    /// <summary>How many instances the system declares interchangeable.</summary>
    public int InterchangeableIn(in TState state) => _definition.Interchangeable?.Count(in state) ?? 0;

    /// <summary>Exchanges two interchangeable instances.</summary>
    /// <exception cref="SpecificationException">The system declares none.</exception>
    public void Exchange(ref TState state, int a, int b)
    {
        var declared = _definition.Interchangeable
            ?? throw new SpecificationException("The system declares no interchangeable instances.");
        declared.Exchange(ref state, a, b);
    }

    /// <summary>Whether the predicate of a property holds in a state; for leads-to its premise.</summary>
    public bool Holds(string property, in TState state) =>
        _definition.Properties.First(each => each.Name == property).Predicate(in state);

    /// <summary>Whether the system may rest in a state for ever.</summary>
    public bool MayEnd(in TState state) => _definition.MayEnd?.Invoke(in state) ?? false;
}
