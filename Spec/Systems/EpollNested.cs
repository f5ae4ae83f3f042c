using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// An instance that watches an instance that watches a file, directly or through others, with tasks in epoll_wait on
/// the first and the last.
/// </summary>
[CheckedSystem("epoll-nested")]
public readonly partial struct EpollNested
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("outer", 2, 1, 3, "tasks in epoll_wait on the outer instance")
        .Parameter("inner", 1, 0, 1, "tasks in epoll_wait on the inner instance")
        .Parameter("between", 0, 0, 3, "instances between the outer and the inner one, in a chain")
        .Parameter("rounds", 1, 1, 3, "times each of them calls")
        .Parameter("events", 2, 1, 3, "writes to the eventfd")
        .Parameter("outeredge", 1, 0, 1, "whether the outer item is edge-triggered")
        .Parameter("inneredge", 0, 0, 1, "whether the inner item is edge-triggered")
        .Parameter("deletes", 0, 0, 1, "whether two more tasks delete each instance from the other, one in vain")
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
        .AtRest(NoSleeperMissesALevel, "no task sleeps for ever while an item it waits for is ready")
        .Always(NoMoreReportsThanEvents, "an edge is reported at most once, also through an instance in between")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodyGetsAnEvent, "an event is delivered")
        .Sometimes(TwoGetAnEvent, "both instances deliver an event")

        .Catches("M13", nameof(NoMoreReportsThanEvents), "outer=1,inner=0,rounds=2,events=1")
        .Catches("M28", "NoDeadlock", "outer=1,inner=0,events=1,deletes=1");

    private static Kernel Begin(Parameters parameters)
    {
        var outer = parameters["outer"];
        var tasks = outer + parameters["inner"];
        var deletes = parameters["deletes"];
        var kernel = Scene.Of(parameters, tasks + (2 * deletes), parameters["rounds"]);
        kernel.Bounds.Sources = 1;
        kernel.Bounds.Events = (byte)parameters["events"];
        var file = OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        var innerEpoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Watch(ref kernel, innerEpoll, file, Mask(parameters["inneredge"]));
        var watched = innerEpoll;
        for (var link = 0; link < parameters["between"]; link++)
        {
            var middleEpoll = OpenFiles.OpenEpoll(ref kernel);
            Scene.Watch(ref kernel, middleEpoll, watched, PollEvents.In);
            watched = middleEpoll;
        }

        var outerEpoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Watch(ref kernel, outerEpoll, watched, Mask(parameters["outeredge"]));
        for (var task = 0; task < tasks; task++)
        {
            Scene.Program(ref kernel, task, Calls.EpollWait(task < outer ? outerEpoll : innerEpoll, 1));
        }

        if (deletes == 1)
        {
            Scene.Program(ref kernel, tasks, Calls.Delete(outerEpoll, watched));
            Scene.Program(ref kernel, tasks + 1, Calls.Delete(watched, outerEpoll));
        }

        return kernel;
    }

    private static PollEvents Mask(int isEdge) =>
        PollEvents.In | (isEdge == 1 ? PollEvents.EdgeTriggered : PollEvents.None);
}
