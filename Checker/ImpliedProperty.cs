namespace Wakeline.Checking;

/// <summary>
/// What is demanded of every system without being declared. The names work wherever a property is named.
/// </summary>
public static class ImpliedProperty
{
    /// <summary>Every reachable state without successors is one in which the system may end.</summary>
    public const string NoDeadlock = "NoDeadlock";

    /// <summary>
    /// No guard, effect or predicate throws in a reachable state; in particular no bounded collection overflows.
    /// </summary>
    public const string NoFailure = "NoFailure";

    internal const string NoDeadlockMeaning = "Every state without successors is one in which the system may end.";

    internal const string NoFailureMeaning = "No step throws; no bounded collection overflows.";
}
