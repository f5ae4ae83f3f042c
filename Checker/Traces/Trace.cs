namespace Wakeline.Checking.Traces;

/// <summary>How a trace shows what it shows.</summary>
public enum TraceEnding
{
    /// <summary>By the state after the last step.</summary>
    State,

    /// <summary>By the state after the last step, which has no successor: nothing can ever happen again.</summary>
    Rest,

    /// <summary>
    /// By the state after the last step, in which no rule with a fairness can fire: the run may stay there for ever,
    /// because nothing that can happen has to.
    /// </summary>
    Stutter,

    /// <summary>By a cycle: the steps from <see cref="Trace.LoopStart"/> on can be repeated for ever.</summary>
    Cycle,

    /// <summary>By a guard, effect or predicate that throws in the state after the last step.</summary>
    Failure,
}

/// <summary>The value of a parameter of the system a trace belongs to.</summary>
/// <param name="Name">Name of the parameter.</param>
/// <param name="Value">Its value.</param>
public sealed record TraceParameter(string Name, int Value);

/// <summary>
/// A run of a system, from its start, that shows why a property does not hold (or that something is reachable). It
/// stands by itself: it can be drawn without the system, and replayed with it.
/// </summary>
public sealed record Trace
{
    /// <summary>Name of the system.</summary>
    public required string System { get; init; }

    /// <summary>The parameters of the run.</summary>
    public IReadOnlyList<TraceParameter> Parameters { get; init; } = [];

    /// <summary>Name of the mutant in force; <see langword="null"/> for the system as shipped.</summary>
    public string? Mutant { get; init; }

    /// <summary>Name of the property the trace is about.</summary>
    public required string Property { get; init; }

    /// <summary>What the trace shows, in one sentence.</summary>
    public required string Why { get; init; }

    /// <summary>How the trace shows it.</summary>
    public required TraceEnding Ending { get; init; }

    /// <summary>Number of steps before the cycle, if the trace ends in one; otherwise -1.</summary>
    public int LoopStart { get; init; } = -1;

    /// <summary>Identity of the rules the step numbers refer to, from <see cref="RuleFingerprint"/>.</summary>
    public required string RulesHash { get; init; }

    /// <summary>The steps, from the start.</summary>
    public required IReadOnlyList<TraceStep> Steps { get; init; }

    /// <summary>The lanes of all steps, in the order of the system's machines and their instances.</summary>
    public required IReadOnlyList<string> Lanes { get; init; }

    /// <summary>The parameters in the form of the command line: <c>waiters=3,events=2</c>.</summary>
    public string Settings => string.Join(',', Parameters.Select(each => $"{each.Name}={each.Value}"));
}
