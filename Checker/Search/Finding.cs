namespace Wakeline.Checking.Search;

/// <summary>The state that decides a property, the first such in breadth-first order.</summary>
/// <param name="State">Index of the state.</param>
/// <param name="Failure">What was thrown there, if anything was.</param>
internal sealed record Finding(uint State, Exception? Failure = null);
