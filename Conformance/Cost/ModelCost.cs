using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Cost;

/// <summary>
/// Counts the steps of the model that a call takes, for as many descriptors as the model has room for.
/// </summary>
public static class ModelCost
{
    /// <summary>The numbers of descriptors that are tried.</summary>
    public static IReadOnlyList<int> Sizes { get; } =
        [.. new[] { 1, 2, 3, 4, 6, 8, 12 }.Where(size => size <= Math.Min(Capacity.Polled, Capacity.Items))];

    /// <summary>Counts for every call and size. The same in every run.</summary>
    public static IReadOnlyList<WaitCost> Count() =>
        [.. from call in Enum.GetValues<WaitCall>() from size in Sizes select Count(call, size)];

    private static WaitCost Count(WaitCall call, int size)
    {
        var host = new KernelHost();
        var thread = host.Threads[0];
        var watched = Watched(thread, size);
        var epoll = thread.EpollCreate().Value;
        foreach (var descriptor in call == WaitCall.Epoll ? watched : [])
        {
            thread.EpollControl(epoll, ControlOperation.Add, descriptor, PollEvents.In, descriptor);
        }

        var steps = 0;
        host.Stepped = (Step _, in Kernel _) => steps++;
        var outcome = call switch
        {
            WaitCall.Select => thread.Select([.. watched.Select(each => (each, PollEvents.In))]),
            WaitCall.Poll => thread.Poll([.. watched.Select(each => (each, PollEvents.In))]),
            _ => thread.EpollWait(epoll, 1),
        };
        return outcome is { IsAsleep: false, Value: 1 }
            ? new WaitCost(call, size, steps)
            : throw new InvalidOperationException($"{call} of {size} descriptors gave {outcome} instead of one event.");
    }

    /// <summary>
    /// Descriptors of which only the last is ready. The model has room for few event counters, but for duplicates.
    /// </summary>
    private static int[] Watched(KernelThread thread, int size)
    {
        var idle = thread.EventFd(0).Value;
        int[] others = [.. Enumerable.Range(2, Math.Max(size - 2, 0)).Select(_ => thread.Duplicate(idle).Value)];
        var ready = thread.EventFd(1).Value;
        return size == 1 ? [ready] : [idle, .. others, ready];
    }
}
