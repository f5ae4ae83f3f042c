namespace Wakeline;

/// <summary>A property as the fluent system records it.</summary>
internal sealed record PropertyDefinition<TState>(
    string Name, PropertyKind Kind, Guard<TState> Predicate, Guard<TState>? Goal, string Meaning, int Line)
    where TState : unmanaged;

/// <summary>What a system's table says, for the interpreter.</summary>
internal sealed class SystemDefinition<TState> where TState : unmanaged
{
    public StartState<TState>? Start { get; set; }

    public Guard<TState>? MayEnd { get; set; }

    public (InstanceCount<TState> Count, Exchange<TState> Exchange)? Interchangeable { get; set; }

    public List<ParameterInfo> Parameters { get; } = [];

    public List<(Type Machine, InstanceCount<TState> Instances, string Lane)> Machines { get; } = [];

    public List<Type> Reactive { get; } = [];

    public List<PropertyDefinition<TState>> Properties { get; } = [];

    public List<CaughtMutant> Caught { get; } = [];
}
