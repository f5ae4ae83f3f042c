using System.Globalization;

namespace Wakeline.Checking.Memory;

/// <summary>
/// Counts the native memory that one check holds, and refuses more than its share. Any thread may ask.
/// </summary>
internal sealed class MemoryBudget(long mostBytes)
{
    private long _held;
    private long _peak;

    /// <summary>The most that may be held at a time, in bytes.</summary>
    public long MostBytes { get; } = mostBytes;

    /// <summary>The most that may be held, in words.</summary>
    public string MostMebibytes => string.Create(
        CultureInfo.InvariantCulture, $"{MostBytes / (1024.0 * 1024.0):0.#} MiB");

    /// <summary>Addresses worth reserving for an array that grows: it can never need more.</summary>
    public long ReservableBytes => Math.Min(MostBytes, 1L << 40);

    /// <summary>Bytes held now.</summary>
    public long HeldBytes => Volatile.Read(ref _held);

    /// <summary>The most bytes ever held.</summary>
    public long PeakBytes => Volatile.Read(ref _peak);

    /// <exception cref="MemoryBudgetException">More than the budget would be held; nothing was taken.</exception>
    public void Take(long bytes)
    {
        var held = Interlocked.Add(ref _held, bytes);
        if (held > MostBytes)
        {
            Interlocked.Add(ref _held, -bytes);
            throw new MemoryBudgetException(
                $"the memory budget of {MostMebibytes} is used up");
        }

        for (var peak = PeakBytes; held > peak; peak = PeakBytes)
        {
            Interlocked.CompareExchange(ref _peak, held, peak);
        }
    }

    public void Return(long bytes) => Interlocked.Add(ref _held, -bytes);
}

/// <summary>A check ran out of the room it was given; the check turns it into a verdict.</summary>
internal sealed class MemoryBudgetException(string message) : Exception(message);
