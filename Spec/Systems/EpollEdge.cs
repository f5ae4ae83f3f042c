using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that wait for edge-triggered items of one instance, and perhaps one more that modifies the first item, which
/// reports it again if it is ready.
/// </summary>
[CheckedSystem("epoll-edge")]
public readonly partial struct EpollEdge
{
    private const PollEvents Edge = PollEvents.In | PollEvents.EdgeTriggered;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("waiters", 2, 1, 3, "tasks that call epoll_wait")
        .Parameter("rounds", 1, 1, 3, "times each of them does so")
        .Parameter("files", 2, 1, 3, "eventfds that are watched")
        .Parameter("events", 2, 1, 4, "writes to any of them")
        .Parameter("maxevents", 1, 1, 3, "events a call takes at most")
        .Parameter("modifies", 1, 0, 1, "whether one more task calls epoll_ctl MOD")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .AtRest(NoSleeperMissesAnEdge, "no task sleeps for ever after an event that nobody was told of")
        .LeadsTo(ASleeperIsOwedAnEdge, NoSleeperMissesAnEdge, "a sleeper whose item has news does not stay asleep")
        .Always(NoMoreReportsThanEvents, "an edge is reported at most once")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodyGetsAnEvent, "an event is delivered")
        .Sometimes(TwoGetAnEvent, "two tasks are told of different events")
        .Sometimes(TheOverflowListIsUsed, "an event happens during a scan")

        .Catches("M2", nameof(NoSleeperMissesAnEdge), "modifies=0")
        .Catches("M3", nameof(NoSleeperMissesAnEdge), "waiters=2,events=2,modifies=1")
        .Catches("M4", nameof(NoSleeperMissesAnEdge), "modifies=0")
        .Catches("M7", nameof(NoSleeperMissesAnEdge), "modifies=0");

    private static Kernel Begin(Parameters parameters)
    {
        var waiters = parameters["waiters"];
        var files = parameters["files"];
        var kernel = Scene.Of(parameters, waiters + parameters["modifies"], parameters["rounds"]);
        kernel.Bounds.Sources = (byte)files;
        kernel.Bounds.Events = (byte)parameters["events"];
        for (var file = 0; file < files; file++)
        {
            OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        }

        var epoll = OpenFiles.OpenEpoll(ref kernel);
        for (var file = 0; file < files; file++)
        {
            Scene.Watch(ref kernel, epoll, file, Edge);
        }

        for (var task = 0; task < waiters; task++)
        {
            Scene.Program(ref kernel, task, Calls.EpollWait(epoll, parameters["maxevents"]));
        }

        if (parameters["modifies"] == 1)
        {
            Scene.Program(ref kernel, waiters, Calls.Modify(epoll, 0, Edge));
        }

        return kernel;
    }
}
