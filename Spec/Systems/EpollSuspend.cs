using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that wait for an item with EPOLLWAKEUP and read what is reported, on a system that suspends whenever nothing
/// keeps it awake; perhaps beside an item without the flag, and a task that clears the flag and sets it again.
/// </summary>
[CheckedSystem("epoll-suspend")]
public readonly partial struct EpollSuspend
{
    private const int KeptAwake = 0;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("waiters", 1, 1, 2, "tasks that wait and read")
        .Parameter("rounds", 2, 1, 3, "times each of them does so")
        .Parameter("plain", 1, 0, 1, "whether one more eventfd is watched without EPOLLWAKEUP")
        .Parameter("edge", 0, 0, 1, "whether the item with EPOLLWAKEUP is edge-triggered")
        .Parameter("events", 2, 1, 3, "writes to any of them")
        .Parameter("modifies", 1, 0, 1, "whether one more task clears EPOLLWAKEUP and sets it again")
        .Parameter("capable", 1, 0, 1, "whether the process may keep the system awake")
        .Parameter("faults", 0, 0, 1, "whether the buffer of the first task cannot be written")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(EventRead), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Run(typeof(Suspension), "power")
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .Never(TheSystemSleepsOverAnEvent, "the system stays awake while an event waits on a list")
        .Never(TheSystemSleepsOverItsHandling, "the system stays awake while the user handles a reported level")
        .Never(ASourceIsLeftActive, "nothing keeps the system awake when every event is handled")
        .Always(SourcesFollowTheFlag, "an item has a wakeup source just if it has the flag")
        .Always(TheFlagNeedsACapability, "without the capability the flag goes")
        .AtRest(NoSleeperMissesALevel, "no task sleeps for ever while an item is ready")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(TheSystemSleeps, "the system suspends")
        .Sometimes(AnEventKeepsTheSystemAwake, "an item keeps the system awake while nobody looks at it")
        .Sometimes(AScanKeepsTheSystemAwake, "a scanner keeps the system awake in the place of an item")

        .Catches("relaxed too early", nameof(TheSystemSleepsOverAnEvent), "plain=0,events=1,modifies=0")
        .Catches("overflow sleeps", nameof(TheSystemSleepsOverAnEvent), "modifies=0")
        .Catches("drop-effect:becomes ready:StayAwake", nameof(TheSystemSleepsOverAnEvent), "plain=0,modifies=0")
        .Catches("drop-effect:is offered:StayAwakeOffered", nameof(TheSystemSleepsOverAnEvent), "plain=0,edge=1")
        .Catches("drop-effect:Deliver.NextIsReady&!MemoryIsMapped:KeepNextAwake",
            nameof(TheSystemSleepsOverAnEvent), "plain=0,modifies=0,faults=1")
        .Catches("EPOLLWAKEUP for everybody", nameof(TheFlagNeedsACapability), "plain=0,events=1,capable=0");

    /// <summary>What is on a list is not handed to the user, or a level that may still be.</summary>
    private static bool TheSystemSleepsOverAnEvent(in Kernel kernel) =>
        IsAsleep(in kernel) && kernel.Ledger.Items[KeptAwake].IsToKeepAwake && IsQueued(in kernel, KeptAwake);

    /// <summary>
    /// From the return of epoll_wait on, while the task reads. Another task may come in between, and a flag that is set
    /// while the item is on a list comes too late.
    /// </summary>
    private static bool TheSystemSleepsOverItsHandling(in Kernel kernel)
    {
        ref readonly var task = ref kernel.Tasks[0];
        return kernel.Bounds.Tasks == 1 && IsAsleep(in kernel) && !IsEdge(in kernel) && HasFlag(in kernel)
            && (task.Arguments is { Call: SystemCall.Read, Descriptor: KeptAwake }
                || (task.IsInUserMode && !task.Reports.IsEmpty && task.Reports.Items[0].Data == KeptAwake));
    }

    private static bool ASourceIsLeftActive(in Kernel kernel) =>
        WakeSources.AnyIsActive(in kernel) && !IsQueued(in kernel, KeptAwake)
        && kernel.Epolls[0].Scan == ScanState.Settled;

    private static bool SourcesFollowTheFlag(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            var hasFlag = (kernel.Items[item].Events & PollEvents.WakeUp) != 0;
            if (hasFlag != (kernel.Items[item].WakeSource != WakeSource.None))
            {
                return false;
            }
        }

        return true;
    }

    private static bool TheFlagNeedsACapability(in Kernel kernel) => kernel.MayBlockSuspend || !HasFlag(in kernel);

    private static bool TheSystemSleeps(in Kernel kernel) => kernel.Ledger.Suspension == SuspensionStep.Suspended;

    private static bool AnEventKeepsTheSystemAwake(in Kernel kernel) =>
        kernel.Items[KeptAwake].WakeSource == WakeSource.Active && kernel.Epolls[0].Scan == ScanState.Settled;

    private static bool AScanKeepsTheSystemAwake(in Kernel kernel) =>
        kernel.Items[KeptAwake].WakeSource == WakeSource.Relaxed && kernel.Epolls[0].WakeSource == WakeSource.Active;

    private static bool IsAsleep(in Kernel kernel) =>
        TheSystemSleeps(in kernel) && !WakeSources.AnyIsActive(in kernel);

    private static bool IsQueued(in Kernel kernel, int item) =>
        kernel.Epolls[0].IsLinked(item) || kernel.Epolls[0].Overflow.Contains((byte)item);

    private static bool IsEdge(in Kernel kernel) => (kernel.Items[KeptAwake].Events & PollEvents.EdgeTriggered) != 0;

    private static bool HasFlag(in Kernel kernel) => (kernel.Items[KeptAwake].Events & PollEvents.WakeUp) != 0;

    private static Kernel Begin(Parameters parameters)
    {
        var (waiters, modifies) = (parameters["waiters"], parameters["modifies"]);
        var kernel = Scene.Of(parameters, waiters + modifies, parameters["rounds"]);
        kernel.Bounds.Sources = (byte)(1 + parameters["plain"]);
        kernel.Bounds.Events = (byte)parameters["events"];
        kernel.MayBlockSuspend = parameters["capable"] == 1;
        for (var file = 0; file < kernel.Bounds.Sources; file++)
        {
            OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        }

        var epoll = OpenFiles.OpenEpoll(ref kernel);
        var events = PollEvents.In | (parameters["edge"] == 1 ? PollEvents.EdgeTriggered : PollEvents.None);
        Scene.Watch(ref kernel, epoll, KeptAwake, events | PollEvents.WakeUp);
        if (parameters["plain"] == 1)
        {
            Scene.Watch(ref kernel, epoll, KeptAwake + 1, PollEvents.In);
        }

        for (var task = 0; task < waiters; task++)
        {
            var isFaulty = task < parameters["faults"];
            Scene.Program(
                ref kernel, task,
                Calls.EpollWait(epoll, 1) with { Memory = isFaulty ? UserMemory.Unmapped : UserMemory.Mapped },
                Calls.Read(ScriptedCall.Reported));
        }

        if (modifies == 1)
        {
            kernel.Programs[waiters].Rounds = 1;
            Scene.Program(
                ref kernel, waiters, Calls.Modify(epoll, KeptAwake, events),
                Calls.Modify(epoll, KeptAwake, events | PollEvents.WakeUp));
        }

        return kernel;
    }
}
