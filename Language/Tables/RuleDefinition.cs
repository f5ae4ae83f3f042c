namespace Wakeline;

internal delegate bool BoundGuard<TState>(in TState state, int self, int choice, object? @event)
    where TState : unmanaged;

internal delegate void BoundEffect<TState>(ref TState state, int self, int choice, object? @event)
    where TState : unmanaged;

internal sealed record GuardTerm<TState>(string Name, bool IsNegated, BoundGuard<TState> Holds)
    where TState : unmanaged
{
    /// <summary>The same guard with the next value of its argument's enumeration, for mutants.</summary>
    public BoundGuard<TState>? Swapped { get; init; }

    public string Label => IsNegated ? "!" + Name : Name;
}

internal sealed record EffectTerm<TState>(string Name, BoundEffect<TState> Apply) where TState : unmanaged
{
    /// <summary>The same effect with the next value of its argument's enumeration, for mutants.</summary>
    public BoundEffect<TState>? Swapped { get; init; }
}

/// <summary>One row as the fluent table records it; the interpreter runs it as it stands.</summary>
internal sealed class RuleDefinition<TState, TLocation>
    where TState : unmanaged where TLocation : unmanaged, Enum
{
    public required IReadOnlyList<TLocation> From { get; init; }

    public TriggerKind Kind { get; init; }

    public string Trigger { get; init; } = "";

    public Type? EventType { get; init; }

    public int Timer { get; init; } = -1;

    public int Line { get; init; }

    public bool IsOtherwise { get; init; }

    public MutantDefinition? Mutant { get; init; }

    public string? GivenName { get; set; }

    public ChoiceCount<TState>? Choices { get; set; }

    public List<GuardTerm<TState>> Guards { get; } = [];

    public List<EffectTerm<TState>> Effects { get; } = [];

    public List<(string Name, int Value)> Owes { get; } = [];

    public (string Name, int Value)? Discharges { get; set; }

    public List<(string Name, int Value)> Arms { get; } = [];

    public List<(string Name, int Value)> Cancels { get; } = [];

    public List<string> Citations { get; } = [];

    public string Lock { get; set; } = "";

    public List<string> GuardsAgainst { get; } = [];

    public bool IsAlternative { get; set; }

    public Fairness Fairness { get; set; }

    public TLocation? To { get; set; }

    public bool IsClosed { get; set; }

    /// <summary>Makes the output of an emission row, boxed.</summary>
    public Func<TState, int, object>? Produce { get; set; }

    /// <summary>
    /// Judges an output somebody else chose; <see langword="null"/> means only the produced one is lawful.
    /// </summary>
    public Func<TState, int, object, bool>? Admits { get; set; }

    public string Name => GivenName ?? RuleName.Derive(
        [.. From.Select(location => location.ToString())], Kind, Trigger, Discharges?.Name,
        [.. Guards.Select(guard => guard.Label)], IsOtherwise);
}

/// <summary>A mutant as the fluent table records it.</summary>
internal sealed record MutantDefinition(string Name, string Story, List<string> Removed);
