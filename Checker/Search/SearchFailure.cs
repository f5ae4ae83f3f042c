using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Search;

/// <summary>What a search may fail of through no fault of the model.</summary>
internal static class SearchFailure
{
    public static bool Is(Exception failure) => IsOutOfMemory(failure)
        || failure is DiskException or WiderTreeException
        || failure is RendezvousException && Is(failure.InnerException!);

    /// <summary>The first cause.</summary>
    public static Exception CauseOf(Exception failure) =>
        failure is RendezvousException ? failure.InnerException! : failure;

    public static bool IsOutOfMemory(Exception failure) => failure is MemoryBudgetException or OutOfMemoryException;
}
