namespace Wakeline.Checking.Memory;

/// <summary>How a state was found.</summary>
/// <param name="Parent">The state as whose successor.</param>
/// <param name="Ordinal">Which of the successors, from 0.</param>
/// <param name="Tag">The class of the step, which says what need not follow it; 0 for nothing.</param>
internal readonly record struct Origin(uint Parent, int Ordinal = 0, byte Tag = 0);
