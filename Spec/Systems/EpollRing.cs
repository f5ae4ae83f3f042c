using Wakeline.Spec.Epoll.Circles;

namespace Wakeline.Spec.Systems;

/// <summary>
/// An instance that watches an eventfd and a ring of io_uring, in which a request polls the instance: a circle of
/// wake-ups, which has to come to an end.
/// </summary>
[CheckedSystem("epoll-ring")]
public readonly partial struct EpollRing
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<RingState> system) => system
        .Parameter("events", 2, 1, 4, "writes to the eventfd")
        .Start(Begin)
        .Run(typeof(RingPoll), "request")
        .Run(typeof(RingWorld), "world")
        .Reacts(typeof(RingItem))
        .MayEnd(NothingIsDue)

        .Never(CompletionsRunAway, "there is at most one completion more than there are events")
        .LeadsTo(SomethingIsDue, NothingIsDue, "completions come to an end")
        .Sometimes(AnEventKeepsTheRequest, "a request that an event wakes stays")
        .Sometimes(TheRequestHasEnded, "the request ends itself")

        .Catches("M30", nameof(CompletionsRunAway), "events=1");

    private static bool CompletionsRunAway(in RingState state) => state.Completions > state.Events + 1;

    private static bool SomethingIsDue(in RingState state) => state.IsDue;

    private static bool NothingIsDue(in RingState state) => !state.IsDue;

    private static bool AnEventKeepsTheRequest(in RingState state) =>
        state is { Request: RingPollStep.Multishot, IsDue: true };

    private static bool TheRequestHasEnded(in RingState state) => state.Request == RingPollStep.Ended;

    private static RingState Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        EventsLeft = (byte)parameters["events"],
    };
}
