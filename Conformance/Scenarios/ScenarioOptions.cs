namespace Wakeline.Conformance.Scenarios;

/// <summary>How a scenario is explored and run.</summary>
public sealed record ScenarioOptions
{
    /// <summary>The most states of the model to visit.</summary>
    public int StatesMost { get; init; } = 2_000_000;

    /// <summary>The fault that is put into the specification, if any.</summary>
    public Mutation Mutation { get; init; }

    /// <summary>How often the kernel runs it.</summary>
    public int Repeat { get; init; } = 200;

    /// <summary>The seed of the delays between the calls of a run on the kernel.</summary>
    public ulong Seed { get; init; } = 1;
}
