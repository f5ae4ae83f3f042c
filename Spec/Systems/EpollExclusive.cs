using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Several instances that watch one file exclusively; the last of them have a task each in epoll_wait, the others
/// nobody. An event wakes one task.
/// </summary>
[CheckedSystem("epoll-exclusive")]
public readonly partial struct EpollExclusive
{

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("instances", 3, 1, 3, "epoll instances, in the order in which they watch the file")
        .Parameter("waiters", 2, 1, 3, "tasks, one in each of the last instances")
        .Parameter("events", 2, 1, 2, "events on the file")
        .Parameter("device", 0, 0, 1, "whether the file is a device, whose events are for both directions")
        .Parameter("mixed", 0, 0, 1, "whether the first instance watches for OUT; the others watch for IN")
        .Parameter("modifies", 0, 0, 1, "whether one more task calls epoll_ctl MOD to make the last item exclusive")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .AtRest(EveryEventIsHeard, "an event reaches a task, if one sleeps")
        .Always(ExclusiveItemsWaitExclusively, "an item is exclusive just if its wait entry is")
        .Never(AnEventForOneDirectionWakesTwo, "an event for one direction wakes one task, not all")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(AnEventWakesOne, "an event wakes a task")
        .Sometimes(TwoGetAnEvent, "two tasks get an event")

        .Catches("M14a", nameof(EveryEventIsHeard), "instances=2,waiters=1,events=1")
        .Catches("M14b", nameof(EveryEventIsHeard), "instances=2,waiters=2,events=1,device=1,mixed=1")
        .Catches("M14c", nameof(EveryEventIsHeard), "instances=2,waiters=1,events=1,mixed=1")
        .Catches("M14d", nameof(ExclusiveItemsWaitExclusively), "instances=1,waiters=1,events=1,modifies=1");

    private static bool AnEventWakesOne(in Kernel kernel) => kernel.Ledger.MostWokenByEvent == 1;

    private static bool AnEventForOneDirectionWakesTwo(in Kernel kernel) =>
        kernel.Ledger.MostWokenByEvent > 1 && kernel.Files[0].Kind == FileKind.Event;

    /// <summary>
    /// As many tasks have got an event as there were events, or all; an event for both directions is for all who want
    /// one of them.
    /// </summary>
    private static bool EveryEventIsHeard(in Kernel kernel)
    {
        var due = kernel.Files[0].Kind == FileKind.Event ? kernel.Ledger.Events : Capacity.Tasks;
        return CountServed(in kernel) >= Math.Min(due, kernel.Bounds.Tasks);
    }

    private static Kernel Begin(Parameters parameters)
    {
        var instances = parameters["instances"];
        var waiters = Math.Min(parameters["waiters"], instances);
        var modifies = parameters["modifies"] == 1;
        var kernel = Scene.Of(parameters, waiters + parameters["modifies"], 1);
        kernel.Bounds.Sources = 1;
        kernel.Bounds.Events = (byte)parameters["events"];
        var file = parameters["device"] == 1
            ? OpenFiles.OpenDevice(ref kernel, 0)
            : OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        for (var instance = 0; instance < instances; instance++)
        {
            var direction = instance == 0 && parameters["mixed"] == 1 ? PollEvents.Out : PollEvents.In;
            var exclusive = modifies && instance == instances - 1 ? PollEvents.None : PollEvents.Exclusive;
            var epoll = OpenFiles.OpenEpoll(ref kernel);
            Scene.Watch(ref kernel, epoll, file, direction | PollEvents.EdgeTriggered | exclusive);
            var task = instance - (instances - waiters);
            if (task >= 0)
            {
                Scene.Program(ref kernel, task, Calls.EpollWait(epoll, 1));
            }
        }

        if (modifies)
        {
            Scene.Program(
                ref kernel, waiters,
                Calls.Modify(file + instances, file, PollEvents.In | PollEvents.EdgeTriggered | PollEvents.Exclusive));
        }

        return kernel;
    }
}
