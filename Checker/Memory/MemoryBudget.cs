namespace Wakeline.Checking.Memory;

/// <summary>Counts the native memory that one check holds, and refuses more than its share.</summary>
internal sealed class MemoryBudget(long mostBytes)
{
    /// <summary>The most that may be held at a time, in bytes.</summary>
    public long MostBytes { get; } = mostBytes;

    /// <summary>Bytes held now.</summary>
    public long HeldBytes { get; private set; }

    /// <summary>The most bytes ever held.</summary>
    public long PeakBytes { get; private set; }

    /// <exception cref="MemoryBudgetException">More than the budget would be held; nothing was taken.</exception>
    public void Take(long bytes)
    {
        if (HeldBytes + bytes > MostBytes)
        {
            throw new MemoryBudgetException(
                $"the memory budget of {MostBytes / (1024.0 * 1024.0):0.#} MiB is used up");
        }

        HeldBytes += bytes;
        PeakBytes = Math.Max(PeakBytes, HeldBytes);
    }

    public void Return(long bytes) => HeldBytes -= bytes;
}

/// <summary>A check ran out of the room it was given; the check turns it into a verdict.</summary>
internal sealed class MemoryBudgetException(string message) : Exception(message);
