namespace Wakeline.Checker.Tests.Memory;

/// <summary>What a thread did with one key, and when.</summary>
/// <param name="Key">The key.</param>
/// <param name="Adds">Whether the key was to be added, or only looked for.</param>
/// <param name="Result">What came of it, as the object says it.</param>
/// <param name="Begin">A moment before the call.</param>
/// <param name="End">A moment after its return; no two moments of a history are equal.</param>
internal readonly record struct Operation(ulong Key, bool Adds, long Result, long Begin, long End);

/// <summary>What an object is for one thread alone: how an operation on a key changes what is known of it.</summary>
internal interface ISequentialObject
{
    /// <summary>What is known of a key before anything was done.</summary>
    static abstract long Start { get; }

    /// <summary>What is known after an operation; <see langword="null"/> if its result cannot come.</summary>
    static abstract long? After(long known, Operation operation);
}

/// <summary>
/// Judges histories of concurrent operations: whether each took effect at one moment between its call and its return
/// (Herlihy and Wing 1990), found by the search of Wing and Gong (1993) with the memory of Lowe (2017). Keys are
/// objects of their own, and a history is linearizable if it is for each of them (locality).
/// </summary>
internal static class History
{
    public static bool IsLinearizable<TObject>(IEnumerable<Operation> history) where TObject : ISequentialObject =>
        history.GroupBy(operation => operation.Key).All(ofKey => HasOrder<TObject>([.. ofKey]));

    private static bool HasOrder<TObject>(Operation[] operations) where TObject : ISequentialObject
    {
        Assert.InRange(operations.Length, 0, 64);
        var all = operations.Length == 64 ? ulong.MaxValue : (1UL << operations.Length) - 1;
        var tried = new HashSet<(ulong, long)>();
        var open = new Stack<(ulong Done, long Known)>([(0, TObject.Start)]);
        while (open.TryPop(out var node))
        {
            if (node.Done == all)
            {
                return true;
            }

            if (!tried.Add(node))
            {
                continue;
            }

            var left = Enumerable.Range(0, operations.Length).Where(i => (node.Done >> i & 1) == 0).ToArray();
            var firstEnd = left.Min(i => operations[i].End);
            foreach (var i in left.Where(i => operations[i].Begin < firstEnd))
            {
                if (TObject.After(node.Known, operations[i]) is { } known)
                {
                    open.Push((node.Done | 1UL << i, known));
                }
            }
        }

        return false;
    }
}
