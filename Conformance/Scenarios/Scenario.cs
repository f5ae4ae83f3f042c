using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios.Expectations;

namespace Wakeline.Conformance.Scenarios;

/// <summary>
/// A program whose threads run at the same time, each its own calls one after the other. What comes of it depends on
/// their order; <see cref="Expectations"/> say what may and what must come.
/// </summary>
public sealed record Scenario
{
    /// <summary>The most descriptors a scenario may name.</summary>
    public const int SlotsMost = 32;

    /// <summary>Name of the file, or whatever it was read from.</summary>
    public required string Source { get; init; }

    /// <summary>The calls made before the threads begin, one after the other.</summary>
    public required IReadOnlyList<ScenarioStep> Setup { get; init; }

    /// <summary>The threads, in the order in which the text first names them.</summary>
    public required IReadOnlyList<ScenarioThread> Threads { get; init; }

    /// <summary>What is expected of the outcomes.</summary>
    public required IReadOnlyList<Expectation> Expectations { get; init; }

    /// <summary>The number of slots for descriptors.</summary>
    public required int Slots { get; init; }

    /// <summary>The step whose result each name stands for; index -1 for the thread means the setup.</summary>
    public required IReadOnlyDictionary<string, StepPlace> Variables { get; init; }
}

/// <summary>A thread of a scenario.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Steps">Its calls, in order.</param>
public sealed record ScenarioThread(string Name, IReadOnlyList<ScenarioStep> Steps);

/// <summary>A line of a scenario that makes a call.</summary>
/// <param name="Call">The call.</param>
/// <param name="Text">The call as it was written.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record ScenarioStep(CallStep Call, string Text, int Line)
{
    /// <summary>The condition on earlier results of the thread or the setup under which the call is made.</summary>
    public Expression? Condition { get; init; }

    /// <summary>Whether it is no call, but a pause or a signal.</summary>
    public bool IsPause => VerbShape.Of(Call.Verb).Scope == VerbScope.Scenarios;
}

/// <summary>Where a step stands.</summary>
/// <param name="Thread">Index of the thread; -1 for the setup.</param>
/// <param name="Index">Index of the step in its thread.</param>
public readonly record struct StepPlace(int Thread, int Index);
