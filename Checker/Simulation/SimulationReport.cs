namespace Wakeline.Checking;

/// <summary>What random runs found. Everything but the time follows from the parameters, options and seed.</summary>
public sealed record SimulationReport
{
    /// <summary>The system that was run.</summary>
    public required SystemInfo System { get; init; }

    /// <summary>Its parameters, and the mutation in force.</summary>
    public required Parameters Parameters { get; init; }

    /// <summary>What was asked for.</summary>
    public required SimulationOptions Options { get; init; }

    /// <summary>The runs that were taken; fewer than asked for if the simulation was cancelled.</summary>
    public required long Runs { get; init; }

    /// <summary>Steps of all runs together.</summary>
    public required long Steps { get; init; }

    /// <summary>Runs that came to a state without successors.</summary>
    public required long RunsAtRest { get; init; }

    /// <summary>The most steps of a run.</summary>
    public required int LongestRun { get; init; }

    /// <summary>What was found about each property.</summary>
    public required IReadOnlyList<SimulatedProperty> Properties { get; init; }

    /// <summary>How often each rule fired, by its index in <see cref="SystemInfo.Rules"/>.</summary>
    public required IReadOnlyList<long> Firings { get; init; }

    /// <summary>Indexes of rules that could have fired as a step of their own, and never did.</summary>
    public IReadOnlyList<int> NeverFired => field ??= [.. RulesInForce.Stepping(System, Parameters.Mutation)
        .Where(rule => Firings[rule] == 0)];

    /// <summary>Time taken.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>The mutant that was run; <see langword="null"/> for the system as shipped.</summary>
    public MutantInfo? Mutant => System.MutantOf(Parameters.Mutation);
}

/// <summary>What random runs found about a property.</summary>
/// <param name="Result">
/// The property and its verdict. Random runs can violate a property and reach a state; they never show that a property
/// holds.
/// </param>
/// <param name="Runs">
/// In how many runs it was decided: violated, or reached if the property asks for some state.
/// </param>
/// <param name="FirstRun">The first of those runs, from 0; -1 if there is none.</param>
public sealed record SimulatedProperty(PropertyResult Result, long Runs, long FirstRun);

/// <summary>How far a simulation has come.</summary>
/// <param name="Runs">Runs taken.</param>
/// <param name="Steps">Steps taken.</param>
/// <param name="Elapsed">Time since the start.</param>
public readonly record struct SimulationProgress(long Runs, long Steps, TimeSpan Elapsed);
