namespace Wakeline.Conformance.Targets;

/// <summary>A target crashed, hung, flooded, or answered what is not of the contract.</summary>
/// <param name="message">Which of these, and what it said last.</param>
public sealed class TargetException(string message) : Exception(message);
