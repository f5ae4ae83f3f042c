using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Search;

/// <summary>A state that decides a property; none is nearer to the start.</summary>
/// <param name="State">Index of the state.</param>
/// <param name="Failure">What was thrown there, if anything was.</param>
internal sealed record Finding(uint State, Exception? Failure = null) : IComparable<Finding>
{
    private readonly string _message = Failure is null ? "" : FailureText.Of(Failure);

    /// <summary>Which of two findings in one level is told: first by what was thrown, then by the state.</summary>
    public int CompareTo(Finding? other) => other is null ? -1
        : string.CompareOrdinal(_message, other._message) is var order and not 0 ? order
        : State.CompareTo(other.State);
}
