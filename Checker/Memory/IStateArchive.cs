namespace Wakeline.Checking.Memory;

/// <summary>States by their numbers, where these are not in a table; for one thread.</summary>
internal interface IStateArchive
{
    /// <summary>The number of states. Not while they are being added to.</summary>
    uint Count { get; }

    /// <summary>The key of a state.</summary>
    ulong KeyOf(uint number);

    /// <summary>The state as whose successor a state was first found.</summary>
    uint ParentOf(uint number);

    /// <summary>The same states for another thread.</summary>
    IStateArchive ForAnotherThread();
}
