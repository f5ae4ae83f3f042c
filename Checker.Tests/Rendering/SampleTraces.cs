using Wakeline.Checking.Traces;

namespace Wakeline.Checker.Tests.Rendering;

/// <summary>Traces to draw.</summary>
internal static class SampleTraces
{
    public static Trace LostWakeup(TraceEnding ending = TraceEnding.State, int loopStart = -1) => new()
    {
        System = "epoll-level",
        Parameters = [new("waiters", 1), new("events", 2)],
        Mutant = "M5",
        Property = "NoLostWakeup",
        Why = "'NoSleeperWhileReady' does not hold in the last state.",
        Ending = ending,
        LoopStart = loopStart,
        RulesHash = "0123456789abcdef",
        Lanes = ["softirq 0", "task 0"],
        Steps =
        [
            Step(3, "task 0", "Arm.Otherwise", "fs/eventpoll.c: ep_poll"),
            Step(0, "softirq 0", "Idle.FrameArrived", "net/core/dev.c: netif_receive_skb",
                "fs/eventpoll.c: ep_poll_callback"),
            Step(4, "task 0", "Asleep.TimedOut", "fs/eventpoll.c: ep_poll"),
        ],
    };

    /// <summary>A trace in which each of many lanes takes one step.</summary>
    public static Trace Crowd(int lanes)
    {
        string[] names = [.. Enumerable.Range(0, lanes).Select(each => $"task {each}")];
        return LostWakeup() with
        {
            Lanes = names,
            Steps = [.. names.Select(name => Step(0, name, "Run.Always", "kernel"))],
        };
    }

    private static TraceStep Step(ushort rule, string lane, string name, params string[] citations) =>
        new(new Step(rule, 0, 0), "EpollWait", name, lane, citations);
}
