using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Disk;

/// <summary>How much is read and written at a time; the memory for it counts as part of the budget.</summary>
internal sealed class DiskBuffers : IDisposable
{
    /// <summary>The most runs that are merged at a time.</summary>
    public const int RunsMost = 24;

    private const int BytesLeast = 1 << 12;
    private const int BytesMost = 1 << 18;

    // Besides the runs of a merge, there is what it writes, and what is read for the sake of threads.
    private const int Buffers = RunsMost + 8;

    private readonly MemoryBudget _budget;
    private readonly long _taken;

    /// <exception cref="MemoryBudgetException">There is no more memory.</exception>
    public DiskBuffers(MemoryBudget budget)
    {
        _budget = budget;
        Bytes = (int)long.Clamp(budget.MostBytes / 512, BytesLeast, BytesMost);
        var taken = (long)Bytes * Buffers;
        budget.Take(taken);
        _taken = taken;
    }

    /// <summary>Bytes of one buffer.</summary>
    public int Bytes { get; }

    public void Dispose() => _budget.Return(_taken);
}
