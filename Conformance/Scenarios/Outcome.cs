using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Scenarios;

/// <summary>What came of a scenario when nothing could happen any more.</summary>
/// <param name="Threads">What became of each thread.</param>
public sealed record Outcome(Sequence<ThreadEnding> Threads)
{
    /// <summary>What became of a step.</summary>
    public StepEnding Of(StepPlace place)
    {
        var thread = Threads[place.Thread];
        return place.Index < thread.Results.Count ? StepEnding.Of(thread.Results[place.Index])
            : new StepEnding(
                place.Index == thread.Results.Count && thread.IsBlocked ? StepFate.Asleep : StepFate.Unreached, null);
    }
}

/// <summary>What became of a thread.</summary>
/// <param name="Results">What its calls returned, in order.</param>
/// <param name="IsBlocked">Whether it sleeps in the call after those for ever.</param>
public readonly record struct ThreadEnding(Sequence<CallResult> Results, bool IsBlocked);

/// <summary>Whether a call has returned.</summary>
public enum StepFate : byte
{
    /// <summary>It has returned.</summary>
    Returned,
    /// <summary>Its thread sleeps in it for ever.</summary>
    Asleep,
    /// <summary>Its thread never got there.</summary>
    Unreached,
}

/// <summary>What became of a call.</summary>
/// <param name="Fate">Whether it has returned.</param>
/// <param name="Result">What it returned, if it has.</param>
public readonly record struct StepEnding(StepFate Fate, CallResult? Result)
{
    /// <summary>Stands for the result of a call whose condition was not met.</summary>
    internal static readonly CallResult NotMade = new(int.MinValue);

    /// <summary>What became of a call that its thread is past.</summary>
    internal static StepEnding Of(CallResult result) =>
        result == NotMade ? new StepEnding(StepFate.Unreached, null) : new StepEnding(StepFate.Returned, result);

    /// <inheritdoc/>
    public override string ToString() => Fate switch
    {
        StepFate.Returned => Result!.ToString(),
        StepFate.Asleep => "sleeps",
        _ => "-",
    };
}
