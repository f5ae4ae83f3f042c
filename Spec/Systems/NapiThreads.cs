using Wakeline.Spec.ThreadedNapi;

namespace Wakeline.Spec.Systems;

/// <summary>
/// A NAPI context that a thread polls (/sys/class/net/*/threaded) and at times a task that busy-polls (SO_BUSY_POLL).
/// Only one of them may touch the ring at a time.
/// </summary>
[CheckedSystem("napi-threads")]
public readonly partial struct NapiThreads
{
    private const int FramesMost = 8;
    private const int PollsMost = 4;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<NapiContext> system) => system
        .Parameter("frames", 4, 1, FramesMost, "frames that come")
        .Parameter("polls", 2, 0, PollsMost, "times a task busy-polls")
        .Start(Begin)
        .Run(typeof(NapiDevice), "device")
        .Run(typeof(NapiThread), "thread")
        .Run(typeof(BusyPoll), "task")
        .MayEnd(EverythingRests)

        .Never(TwoPoll, "the ring is polled by one at a time")
        .AtRest(NoFrameWaits, "no frame is left in the ring for ever")
        .LeadsTo(AFrameWaits, NoFrameWaits, "a frame in the ring is taken")
        .AtRest(NobodyOwnsTheContext, "in the end nobody owns the context")
        .Always(WhoPollsRuns, "a thread that polls may run")
        .Always(CountsKeepTheirBounds, "no more frames are taken than came, nor more polls made than there are")
        .LeadsTo(SomebodyIsAtIt, EverythingRests, "handler, thread and task come to an end")
        .Sometimes(ATaskPolls, "a task polls and the thread does not")
        .Sometimes(AnInterruptIsMissed, "an interrupt comes while the context is owned")

        .Catches("M50", nameof(TwoPoll), "frames=1,polls=1");

    private static bool TwoPoll(in NapiContext context) => ThreadPolls(in context) && TaskPolls(in context);

    private static bool ThreadPolls(in NapiContext context) =>
        context.Thread is NapiThreadStep.Polling or NapiThreadStep.Completing;

    private static bool TaskPolls(in NapiContext context) => context.BusyPoll != BusyPollStep.Away;

    private static bool AFrameWaits(in NapiContext context) => context.HasFrame;

    private static bool NoFrameWaits(in NapiContext context) => !context.HasFrame;

    private static bool ATaskPolls(in NapiContext context) => TaskPolls(in context) && !ThreadPolls(in context);

    private static bool AnInterruptIsMissed(in NapiContext context) => context.IsMissed;

    private static bool NobodyOwnsTheContext(in NapiContext context) =>
        context is { IsScheduled: false, IsThreads: false };

    private static bool WhoPollsRuns(in NapiContext context) => context.ThreadRuns || !ThreadPolls(in context);

    private static bool CountsKeepTheirBounds(in NapiContext context) =>
        context.Frames + context.FramesToCome <= FramesMost && context.BusyPolls <= PollsMost;

    private static bool EverythingRests(in NapiContext context) =>
        context is { Thread: NapiThreadStep.Asleep, Device: NapiDeviceStep.Quiet, BusyPoll: BusyPollStep.Away };

    private static bool SomebodyIsAtIt(in NapiContext context) => !EverythingRests(in context);

    private static NapiContext Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        FramesToCome = (byte)parameters["frames"],
        BusyPolls = (byte)parameters["polls"],
        ThreadRuns = true,
    };
}
