using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Select;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems;

/// <summary>
/// A task that polls the descriptor of an instance, as loops in loops do: as soon as it is readable, the task takes an
/// event without waiting, and reads what was reported.
/// </summary>
[CheckedSystem("epoll-polled")]
public readonly partial struct EpollPolled
{
    private const byte ReadIsNext = 2;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("rounds", 2, 1, 3, "times the task does so")
        .Parameter("files", 2, 1, 3, "eventfds that are watched")
        .Parameter("events", 3, 1, 4, "writes to any of them")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EventRead), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .Never(AReadableInstanceHasNothing, "an instance that is readable has an event to take")
        .AtRest(NoPollerMissesAnItem, "no task sleeps in poll while an item of the instance is ready")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodyGetsAnEvent, "an event is delivered")
        .Sometimes(AStaleItemIsDropped, "a poll drops an item that is not ready any more, and sleeps")

        .Catches("M32", nameof(AReadableInstanceHasNothing), "files=1,events=1");

    /// <summary>Nobody else takes anything, so that what was ready still is.</summary>
    private static bool AReadableInstanceHasNothing(in Kernel kernel) =>
        kernel.Tasks[0].IsInUserMode && kernel.Programs[0].Next == ReadIsNext && kernel.Tasks[0].Result == 0;

    private static bool NoPollerMissesAnItem(in Kernel kernel) =>
        kernel.Tasks[0].Steps.Poll != PollStep.Asleep || kernel.Tasks[0].State == TaskState.Running
        || EpollReadiness.Of(in kernel, 0) == PollEvents.None;

    private static bool AStaleItemIsDropped(in Kernel kernel) =>
        kernel.Tasks[0].Steps.Poll == PollStep.Asleep && kernel.Programs[0].Rounds < kernel.Bounds.Rounds
        && kernel.Epolls[0].Ready.IsEmpty;

    private static Kernel Begin(Parameters parameters)
    {
        var files = parameters["files"];
        var kernel = Scene.Of(parameters, 1, parameters["rounds"]);
        kernel.Bounds.Sources = (byte)files;
        kernel.Bounds.Events = (byte)parameters["events"];
        for (var file = 0; file < files; file++)
        {
            OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        }

        var epoll = OpenFiles.OpenEpoll(ref kernel);
        for (var file = 0; file < files; file++)
        {
            Scene.Watch(ref kernel, epoll, file, PollEvents.In);
        }

        Scene.Program(
            ref kernel, 0, Calls.Poll(epoll, 1, PollEvents.In), Calls.EpollWait(epoll, 1, Timeout.Zero),
            Calls.Read(ScriptedCall.Reported));
        return kernel;
    }
}
