namespace Wakeline;

/// <summary>What makes a rule fire.</summary>
public enum TriggerKind : byte
{
    /// <summary>Nothing but its guards: a step the machine takes by itself.</summary>
    Step,

    /// <summary>An event: a segment, a call, a wake-up.</summary>
    Event,

    /// <summary>A timer that was armed and now expires.</summary>
    Timer,

    /// <summary>An obligation: the rule emits an output.</summary>
    Emission,
}

/// <summary>One row of a table, as data: for documents, coverage, diagrams and traces.</summary>
public sealed record RuleInfo
{
    /// <summary>Position in the table, from 0; the number that step functions return.</summary>
    public required int Index { get; init; }

    /// <summary>Unique in its machine: <c>.Named(...)</c>, or made from location, trigger and guards.</summary>
    public required string Name { get; init; }

    /// <summary>Locations the rule fires in, in the order of the table; empty means every location.</summary>
    public IReadOnlyList<string> From { get; init; } = [];

    /// <summary>Next location; <see langword="null"/> if the rule stays where it is.</summary>
    public string? To { get; init; }

    /// <summary>What makes the rule fire.</summary>
    public required TriggerKind Kind { get; init; }

    /// <summary>Name of the event type, timer or output type; empty for a step.</summary>
    public string Trigger { get; init; } = "";

    /// <summary>Guards, all of which must hold; a leading <c>!</c> negates, an argument stands in brackets.</summary>
    public IReadOnlyList<string> Guards { get; init; } = [];

    /// <summary>Effects, in the order in which they run; an argument stands in brackets.</summary>
    public IReadOnlyList<string> Effects { get; init; } = [];

    /// <summary>Obligations the rule takes on.</summary>
    public IReadOnlyList<string> Owes { get; init; } = [];

    /// <summary>Obligation an emission needs and discharges; <see langword="null"/> for none.</summary>
    public string? Discharges { get; init; }

    /// <summary>Timers the rule arms.</summary>
    public IReadOnlyList<string> Arms { get; init; } = [];

    /// <summary>Timers the rule cancels.</summary>
    public IReadOnlyList<string> Cancels { get; init; } = [];

    /// <summary>Sources the rule realises: RFC sections, kernel functions, papers.</summary>
    public IReadOnlyList<string> Citations { get; init; } = [];

    /// <summary>Lock the step runs under, as the cited code names it; empty if none.</summary>
    public string Lock { get; init; } = "";

    /// <summary>Historic faults the rule guards against, by the name of their mutant.</summary>
    public IReadOnlyList<string> GuardsAgainst { get; init; } = [];

    /// <summary>Whether later rows may fire as well although this one can (a declared alternative).</summary>
    public bool IsAlternative { get; init; }

    /// <summary>What a leads-to property may assume about the rule.</summary>
    public Fairness Fairness { get; init; }

    /// <summary>Whether the rule exists only in a mutant; then the name of that mutant.</summary>
    public string? Mutant { get; init; }

    /// <summary>Whether the rule may fire in a location.</summary>
    /// <param name="location">Its name.</param>
    public bool IsIn(string location) => From.Count == 0 || From.Contains(location);

    /// <summary>Whether there is a location in which this rule may fire, and another one.</summary>
    /// <param name="other">The other rule, of the same machine.</param>
    public bool SharesLocationWith(RuleInfo other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return From.Count == 0 || From.Any(other.IsIn);
    }

    /// <summary>Line of the row in <see cref="MachineInfo.File"/>, from 1.</summary>
    public int Line { get; init; }

    /// <summary>
    /// Parts of the state the rule may read, as paths such as <c>Tasks[].State</c>; from data flow. <c>[self]</c> is
    /// the element with the number of the instance, <c>[choice]</c> that with the number chosen, <c>[]</c> may be any;
    /// <c>*</c> is the whole state.
    /// </summary>
    public IReadOnlyList<string> Reads { get; init; } = [];

    /// <summary>Parts of the state the rule may write, as paths.</summary>
    public IReadOnlyList<string> Writes { get; init; } = [];
}
