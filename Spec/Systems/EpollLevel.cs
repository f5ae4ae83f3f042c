using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>Tasks that wait for level-triggered items of one instance, and perhaps read what was reported.</summary>
[CheckedSystem("epoll-level")]
public readonly partial struct EpollLevel
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("waiters", 3, 1, 4, "tasks that call epoll_wait")
        .Parameter("rounds", 1, 1, 3, "times each of them does so")
        .Parameter("files", 2, 1, 3, "eventfds that are watched")
        .Parameter("events", 2, 1, 4, "writes to any of them")
        .Parameter("maxevents", 1, 1, 3, "events a call takes at most")
        .Parameter("reads", 1, 0, 1, "whether each call is followed by a read of the first eventfd")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EventRead), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .AtRest(NoSleeperMissesALevel, "no task sleeps for ever while an item it waits for is ready")
        .LeadsTo(ASleeperIsOwedALevel, NoSleeperMissesALevel, "a sleeper whose item is ready does not stay asleep")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Never(AScanWakesTwo, "the end of a scan wakes one sleeper, not the herd")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodyGetsAnEvent, "an event is delivered")
        .Sometimes(SomebodySleeps, "a task sleeps in epoll_wait")
        .Sometimes(AScanWakesOne, "a scan that leaves an item wakes the next sleeper")
        .Sometimes(TheOverflowListIsUsed, "an event happens during a scan")

        .Catches("M6a", nameof(NoSleeperMissesALevel), "waiters=2,files=1,events=1,reads=0")
        .Catches("M6b", nameof(AScanWakesTwo), "waiters=3,files=1,events=1,reads=0");

    private static Kernel Begin(Parameters parameters)
    {
        var waiters = parameters["waiters"];
        var files = parameters["files"];
        var kernel = Scene.Of(parameters, waiters, parameters["rounds"]);
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

        for (var task = 0; task < waiters; task++)
        {
            Scene.Program(ref kernel, task, Calls.EpollWait(epoll, parameters["maxevents"]));
            if (parameters["reads"] == 1)
            {
                Scene.Program(ref kernel, task, Calls.Read(0));
            }
        }

        return kernel;
    }
}
