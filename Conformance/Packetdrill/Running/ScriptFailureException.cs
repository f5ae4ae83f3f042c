using Wakeline.Conformance.Packetdrill.Syntax;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>The stack does not do what a step expects.</summary>
/// <param name="message">What is wrong.</param>
/// <param name="expected">What is expected.</param>
/// <param name="actual">What the stack did.</param>
internal class ScriptFailureException(string message, string? expected = null, string? actual = null)
    : Exception(message)
{
    /// <summary>What is expected.</summary>
    public string? Expected => expected;

    /// <summary>What the stack did.</summary>
    public string? Actual => actual;
}

/// <summary>A call that another thread slept in does not come out as expected.</summary>
/// <param name="position">Where the call stands.</param>
/// <param name="failure">What is wrong with it.</param>
internal sealed class SleepingCallException(SourcePosition position, ScriptFailureException failure)
    : ScriptFailureException(failure.Message, failure.Expected, failure.Actual)
{
    /// <summary>Where the call stands.</summary>
    public SourcePosition Position => position;
}
