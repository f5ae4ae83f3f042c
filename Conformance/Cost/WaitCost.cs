namespace Wakeline.Conformance.Cost;

/// <summary>
/// What one call costs that may block, watches some descriptors for input, and finds the last of them ready.
/// </summary>
/// <param name="Call">The call.</param>
/// <param name="Descriptors">How many descriptors it watches.</param>
/// <param name="Cost">Steps in the model, nanoseconds on the kernel.</param>
public sealed record WaitCost(WaitCall Call, int Descriptors, double Cost);
