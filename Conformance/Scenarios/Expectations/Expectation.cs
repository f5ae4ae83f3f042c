namespace Wakeline.Conformance.Scenarios.Expectations;

/// <summary>What is expected of the outcomes of a scenario.</summary>
/// <param name="Kind">Of which outcomes.</param>
/// <param name="Condition">The condition.</param>
/// <param name="Text">The condition as it was written.</param>
/// <param name="Line">The line, from 1.</param>
public sealed record Expectation(ExpectationKind Kind, Expression Condition, string Text, int Line)
{
    /// <summary>Whether an outcome meets the condition.</summary>
    /// <param name="endingOf">What became of the step that a name stands for.</param>
    public bool IsMet(Func<string, StepEnding> endingOf) => Condition.Evaluate(endingOf).IsTrue;
}

/// <summary>Of which outcomes something is expected.</summary>
public enum ExpectationKind : byte
{
    /// <summary>Every outcome meets the condition.</summary>
    Always,
    /// <summary>Some outcome meets it.</summary>
    Possible,
}
