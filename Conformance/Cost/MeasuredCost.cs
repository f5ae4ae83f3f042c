using System.Diagnostics;
using Wakeline.Conformance.Linux;

namespace Wakeline.Conformance.Cost;

/// <summary>Measures the time a call takes on the kernel of this machine.</summary>
public static class MeasuredCost
{
    /// <summary>The numbers of descriptors that are tried, if so many may be open.</summary>
    public static IReadOnlyList<int> Sizes { get; } = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

    private const int Rounds = 24;

    private static readonly TimeSpan s_batch = TimeSpan.FromMilliseconds(1);

    /// <summary>
    /// Measures every call and size. What is told of each is the least of some dozen batches, spread over the run, so
    /// that other work on the machine matters little.
    /// </summary>
    /// <exception cref="KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    /// <exception cref="OperationCanceledException">The measurement was cancelled.</exception>
    public static IReadOnlyList<WaitCost> Measure(CancellationToken cancellation = default) => Sandbox.Run(_ =>
    {
        WatchedSet[] sets = [.. OpenSets()];
        if (sets.Length == 0)
        {
            throw HostKernel.Refused("eventfd");
        }

        var least = new Dictionary<(WaitCall Call, int Size), double>();
        for (var round = 0; round < Rounds; round++)
        {
            foreach (var (set, call) in from set in sets from call in Enum.GetValues<WaitCall>() select (set, call))
            {
                cancellation.ThrowIfCancellationRequested();
                if (call != WaitCall.Select || set.FitsSelect)
                {
                    var time = NanosecondsOf(set, call);
                    least[(call, set.Size)] = Math.Min(time, least.GetValueOrDefault((call, set.Size), time));
                }
            }
        }

        return (IReadOnlyList<WaitCost>)
        [
            .. from call in Enum.GetValues<WaitCall>() from size in Sizes
               where least.ContainsKey((call, size))
               select new WaitCost(call, size, least[(call, size)]),
        ];
    });

    /// <summary>Sets that share their idle descriptors; the sandbox closes them when it ends.</summary>
    private static IEnumerable<WatchedSet> OpenSets()
    {
        var open = new List<int>();
        foreach (var size in Sizes)
        {
            while (open.Count < size - 1)
            {
                var idle = LibC.EventFd(0, 0);
                if (idle < 0)
                {
                    yield break;
                }

                open.Add(idle);
            }

            if (WatchedSet.Open([.. open]) is not { } set)
            {
                yield break;
            }

            yield return set;
        }
    }

    private static double NanosecondsOf(WatchedSet set, WaitCall call)
    {
        var calls = 0;
        var start = Stopwatch.GetTimestamp();
        TimeSpan elapsed;
        do
        {
            for (var repeat = 0; repeat < 8; repeat++)
            {
                set.Wait(call);
            }

            calls += 8;
            elapsed = Stopwatch.GetElapsedTime(start);
        }
        while (elapsed < s_batch);
        return elapsed.TotalNanoseconds / calls;
    }
}
