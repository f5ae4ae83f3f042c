using Wakeline.Spec.Epoll.Entries;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Sleepers in epoll_wait and the function that wakes them, store by store: an entry on a stack is not used after its
/// task has returned.
/// </summary>
[CheckedSystem("epoll-wake-function")]
public readonly partial struct EpollWakeFunction
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<WakeState> system) => system
        .Parameter("sleepers", 2, 1, 2, "tasks that sleep once")
        .Parameter("events", 2, 1, 3, "wake-ups, each of the first entry that is linked")
        .Parameter("deadline", 1, 0, 1, "whether deadlines may end the sleeps")
        .Start(Begin)
        .Run(typeof(EntryOwner), Sleepers, "task {0}")
        .Run(typeof(EntryWaker), "waker")
        .MayEnd(NobodyIsUnderWay)

        .Never(AGoneFrameIsUsed, "no entry is used whose task has returned")
        .Always(WhoIsUnlinkedIsAwake, "a task that is off the queue is awake")
        .LeadsTo(SomebodyIsUnderWay, NobodyIsUnderWay, "who is awake returns, and the waker lets the lock go")
        .Sometimes(ReturnsWithoutTheLock, "a task returns while the waker holds the lock")
        .Sometimes(WakerIsLate, "a task whose deadline is past waits for the lock of the waker")

        .Catches("M8", nameof(AGoneFrameIsUsed), "sleepers=1,events=1");

    private static bool AGoneFrameIsUsed(in WakeState state) => state.HasUsedGoneFrame;

    private static bool WhoIsUnlinkedIsAwake(in WakeState state)
    {
        for (var sleeper = 0; sleeper < state.SleeperCount; sleeper++)
        {
            if (state.Sleepers[sleeper] is { Step: SleeperStep.Asleep, IsLinked: false, IsAwake: false })
            {
                return false;
            }
        }

        return true;
    }

    private static bool ReturnsWithoutTheLock(in WakeState state) =>
        state.Waker == WakerStep.Done && state.Sleepers[state.Target].Step == SleeperStep.Returned;

    private static bool WakerIsLate(in WakeState state) =>
        state.Waker == WakerStep.Locked && state.Sleepers[state.Target].Step == SleeperStep.TakeOut;

    private static bool NobodyIsUnderWay(in WakeState state)
    {
        for (var sleeper = 0; sleeper < state.SleeperCount; sleeper++)
        {
            if (state.Sleepers[sleeper] is not ({ Step: SleeperStep.Returned }
                or { Step: SleeperStep.Asleep, IsAwake: false }))
            {
                return false;
            }
        }

        return state.Waker == WakerStep.Idle;
    }

    private static bool SomebodyIsUnderWay(in WakeState state) => !NobodyIsUnderWay(in state);

    private static int Sleepers(in WakeState state) => state.SleeperCount;

    private static WakeState Begin(Parameters parameters) => new()
    {
        Mutation = parameters.Mutation,
        SleeperCount = (byte)parameters["sleepers"],
        Events = (byte)parameters["events"],
        HasDeadline = parameters["deadline"] == 1,
    };
}
