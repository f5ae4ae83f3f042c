using Wakeline.Spec;

namespace Wakeline.Model;

/// <summary>What has become of a call.</summary>
/// <param name="IsAsleep">The thread sleeps in it. Nothing else is known yet.</param>
/// <param name="Value">What it returned: -1 for an error.</param>
/// <param name="Error">The error.</param>
public readonly record struct CallOutcome(bool IsAsleep, int Value, Errno Error)
{
    /// <inheritdoc/>
    public override string ToString() => IsAsleep ? "asleep" : Error == Errno.None ? $"{Value}" : $"{Value} {Error}";
}
