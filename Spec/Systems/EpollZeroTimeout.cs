using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that ask without waiting, again and again, for a level-triggered item that is ready all the time.
/// </summary>
[CheckedSystem("epoll-zero-timeout")]
public readonly partial struct EpollZeroTimeout
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("tasks", 3, 1, 4, "tasks that call epoll_wait with timeout 0")
        .Parameter("rounds", 2, 1, 4, "times each of them does so")
        .Parameter("files", 2, 1, 3, "eventfds, all of them ready")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .Never(SomebodyFindsNothing, "what is ready all the time is found every time")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(TwoGetAnEvent, "two tasks get an event")
        .Sometimes(ATestIsDisturbed, "a scan begins or ends during a lockless test")

        .Catches("M9", nameof(SomebodyFindsNothing), "tasks=2,rounds=1,files=1");

    private static bool SomebodyFindsNothing(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            var hasCalled = kernel.Programs[task].Rounds < kernel.Bounds.Rounds;
            if (hasCalled && kernel.Tasks[task].IsInUserMode && kernel.Tasks[task].Result == 0)
            {
                return true;
            }
        }

        return false;
    }

    private static bool ATestIsDisturbed(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].Steps.EpollWait == EpollWaitStep.TestScan
                && !kernel.Epolls[0].LocklessReaders.Contains(task))
            {
                return true;
            }
        }

        return false;
    }

    private static Kernel Begin(Parameters parameters)
    {
        var tasks = parameters["tasks"];
        var files = parameters["files"];
        var kernel = Scene.Of(parameters, tasks, parameters["rounds"]);
        for (var file = 0; file < files; file++)
        {
            OpenFiles.OpenEvent(ref kernel, 1, nonblocking: true);
        }

        var epoll = OpenFiles.OpenEpoll(ref kernel);
        for (var file = 0; file < files; file++)
        {
            Scene.Watch(ref kernel, epoll, file, PollEvents.In);
        }

        for (var task = 0; task < tasks; task++)
        {
            Scene.Program(ref kernel, task, Calls.EpollWait(epoll, 1, Timeout.Zero));
        }

        return kernel;
    }
}
