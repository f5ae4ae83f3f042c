using System.Runtime.CompilerServices;
using Wakeline.Spec.Files;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// The graph of instances that watch instances: it has no loop, no chain of more than five instances, and few paths
/// from any file upwards (fs/eventpoll.c: ep_loop_check, reverse_path_check).
/// </summary>
internal static class EpollTopology
{
    /// <summary>Links between instances in the longest chain (EP_MAX_NESTS).</summary>
    public const int MaxNests = 4;

    /// <summary>
    /// Paths of each length that may lead up from a file; any number of those of length 1 (path_limits).
    /// </summary>
    private static ReadOnlySpan<int> PathLimits => [int.MaxValue, 500, 100, 50, 10];

    /// <summary>
    /// Whether an instance that watched another would close a loop or make a chain too long, as far as the measure
    /// shows.
    /// </summary>
    public static bool WouldLoop(in Kernel kernel, int outer, int inner, DepthMeasure measure)
    {
        var visited = default(BitSet<byte>);
        var below = DepthBelow(in kernel, inner, outer, 0, measure, ref visited);
        var above = measure == DepthMeasure.LongestBelow ? 0 : HeightAbove(in kernel, outer);
        return below > MaxNests || below + 1 + above > MaxNests;
    }

    /// <summary>
    /// Links of the longest chain from any instance down; a loop has as many as there can be instances, which no chain
    /// has.
    /// </summary>
    public static int LongestChain(in Kernel kernel)
    {
        var longest = 0;
        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            longest = Math.Max(longest, LinksBelow(in kernel, epoll, Capacity.Epolls));
        }

        return longest;
    }

    /// <summary>Whether no mutex is held on the way down from an instance.</summary>
    public static bool CanVisit(in Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (IsLinkDown(in kernel, item, epoll) && !CanVisit(in kernel, Below(in kernel, item)))
            {
                return false;
            }
        }

        return EpollMutex.IsFree(in kernel, epoll);
    }

    /// <summary>
    /// Marks the instances that a check visits: those below the inner one, and those above the outer one.
    /// </summary>
    public static void MarkVisited(ref Kernel kernel, int outer, int inner)
    {
        MarkBelow(ref kernel, inner);
        MarkAbove(ref kernel, outer);
    }

    /// <summary>
    /// Whether too many paths lead up from a file, or from a file that an instance watches somewhere below.
    /// </summary>
    public static bool PathsAreTooMany(in Kernel kernel, int file)
    {
        Nesting.RequireEnd();
        if (kernel.Files[file].Kind != FileKind.Epoll)
        {
            var counts = default(InlineArray5<int>);
            return ExceedsLimits(in kernel, file, 0, ref counts);
        }

        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].InUse && kernel.Items[item].Epoll == kernel.Files[file].Object
                && PathsAreTooMany(in kernel, kernel.Items[item].File))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Links below an instance, of the longest way down, or a depth that is too great if a way leads to the forbidden
    /// one (ep_loop_check_proc).
    /// </summary>
    private static int DepthBelow(
        in Kernel kernel, int epoll, int forbidden, int depth, DepthMeasure measure, ref BitSet<byte> visited)
    {
        if (measure == DepthMeasure.FirstVisit && visited.Contains(epoll))
        {
            return 0;
        }

        visited.Add(epoll);
        var deepest = 0;
        for (var item = 0; item < Capacity.Items && deepest <= MaxNests; item++)
        {
            if (!IsLinkDown(in kernel, item, epoll))
            {
                continue;
            }

            var next = Below(in kernel, item);
            deepest = next == forbidden || depth > MaxNests
                ? TooDeep(measure)
                : Math.Max(deepest, unchecked(
                    DepthBelow(in kernel, next, forbidden, depth + 1, measure, ref visited) + 1));
        }

        return deepest;
    }

    private static int TooDeep(DepthMeasure measure) =>
        measure == DepthMeasure.Overflowing ? int.MaxValue : MaxNests + 1;

    private static int LinksBelow(in Kernel kernel, int epoll, int most)
    {
        var deepest = 0;
        for (var item = 0; item < Capacity.Items && most > 0; item++)
        {
            if (IsLinkDown(in kernel, item, epoll))
            {
                deepest = Math.Max(deepest, LinksBelow(in kernel, Below(in kernel, item), most - 1) + 1);
            }
        }

        return deepest;
    }

    private static int HeightAbove(in Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        var highest = 0;
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (IsLinkUp(in kernel, item, epoll))
            {
                highest = Math.Max(highest, HeightAbove(in kernel, kernel.Items[item].Epoll) + 1);
            }
        }

        return highest;
    }

    private static void MarkBelow(ref Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        kernel.Epolls[epoll].IsVisitedByCheck = true;
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (IsLinkDown(in kernel, item, epoll))
            {
                MarkBelow(ref kernel, Below(in kernel, item));
            }
        }
    }

    private static void MarkAbove(ref Kernel kernel, int epoll)
    {
        Nesting.RequireEnd();
        kernel.Epolls[epoll].IsVisitedByCheck = true;
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (IsLinkUp(in kernel, item, epoll))
            {
                MarkAbove(ref kernel, kernel.Items[item].Epoll);
            }
        }
    }

    /// <summary>Counts the paths by their length; a path ends at an instance that nobody watches.</summary>
    private static bool ExceedsLimits(in Kernel kernel, int file, int length, ref InlineArray5<int> counts)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (!kernel.Items[item].InUse || kernel.Items[item].File != file)
            {
                continue;
            }

            var above = kernel.Epolls[kernel.Items[item].Epoll].File;
            var exceeds = EpollItems.FirstWatcher(in kernel, above) < 0
                ? ++counts[length] > PathLimits[length]
                : length == MaxNests || ExceedsLimits(in kernel, above, length + 1, ref counts);
            if (exceeds)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsLinkDown(in Kernel kernel, int item, int epoll) =>
        kernel.Items[item].InUse && kernel.Items[item].Epoll == epoll
        && kernel.Files[kernel.Items[item].File].Kind == FileKind.Epoll;

    private static int Below(in Kernel kernel, int item) => kernel.Files[kernel.Items[item].File].Object;

    private static bool IsLinkUp(in Kernel kernel, int item, int epoll) =>
        kernel.Items[item].InUse && kernel.Items[item].File == kernel.Epolls[epoll].File;
}
