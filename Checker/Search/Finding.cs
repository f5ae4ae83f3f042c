namespace Wakeline.Checking.Search;

/// <summary>A state that decides a property; none is nearer to the start.</summary>
/// <param name="State">Index of the state.</param>
/// <param name="Failure">What was thrown there, in words, if anything was.</param>
internal sealed record Finding(uint State, string? Failure = null) : IComparable<Finding>
{
    /// <summary>Which of two findings in one level is told: first by what was thrown, then by the state.</summary>
    public int CompareTo(Finding? other) => other is null ? -1
        : string.CompareOrdinal(Failure, other.Failure) is var order and not 0 ? order
        : State.CompareTo(other.State);
}
