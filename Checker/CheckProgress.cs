namespace Wakeline.Checking;

/// <summary>What a check is doing.</summary>
public enum CheckPhase
{
    /// <summary>Visiting states, level by level.</summary>
    Searching,

    /// <summary>Looking for fair cycles, one leads-to property after another.</summary>
    JudgingLiveness,

    /// <summary>Going on from a checkpoint; reported once, with what it holds.</summary>
    Resuming,

    /// <summary>The memory is used up; the states go to disk, and the search goes on there.</summary>
    GoingToDisk,
}

/// <summary>How far a check has come. Reported about four times a second, on the thread that checks.</summary>
/// <param name="Phase">What is being done.</param>
/// <param name="States">Distinct states found.</param>
/// <param name="Transitions">Steps taken.</param>
/// <param name="Depth">Steps from the start to the level being searched.</param>
/// <param name="Queue">States found whose successors are still to be visited.</param>
/// <param name="MemoryBytes">Memory held for states and graphs.</param>
/// <param name="Elapsed">Time since the start of the check.</param>
public readonly record struct CheckProgress(
    CheckPhase Phase, long States, long Transitions, int Depth, long Queue, long MemoryBytes, TimeSpan Elapsed)
{
    /// <summary>Distinct states found per second so far.</summary>
    public double StatesPerSecond => Elapsed > TimeSpan.Zero ? States / Elapsed.TotalSeconds : 0;
}
