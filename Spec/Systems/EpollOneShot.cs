using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that wait for a one-shot item of one instance, and one more that arms it again with epoll_ctl MOD.
/// </summary>
[CheckedSystem("epoll-oneshot")]
public readonly partial struct EpollOneShot
{
    private const PollEvents OneShot = PollEvents.In | PollEvents.OneShot;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("waiters", 2, 1, 3, "tasks that call epoll_wait")
        .Parameter("rounds", 2, 1, 3, "times each of them does so, and the item is armed again")
        .Parameter("events", 2, 1, 3, "writes to the eventfd")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .Always(OneReportPerArming, "an item is reported at most once until it is armed again")
        .AtRest(NoSleeperMissesALevel, "no task sleeps for ever while an armed item is ready")
        .LeadsTo(ASleeperIsOwedALevel, NoSleeperMissesALevel,
            "a sleeper whose armed item is ready does not stay asleep")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(ADisarmedItemIsReady, "an item is disarmed while its file is ready")
        .Sometimes(TwoGetAnEvent, "two tasks get an event")

        .Catches(
            "drop-effect:Deliver.NextIsReady&NextHas(OneShot):DisableNext", nameof(OneReportPerArming), "events=2");

    private static bool ADisarmedItemIsReady(in Kernel kernel) =>
        (kernel.Items[0].Events & ~PollCallback.PrivateBits) == 0
        && Readiness.Of(in kernel, kernel.Items[0].File) != 0;

    private static Kernel Begin(Parameters parameters)
    {
        var waiters = parameters["waiters"];
        var kernel = Scene.Of(parameters, waiters + 1, parameters["rounds"]);
        kernel.Bounds.Sources = 1;
        kernel.Bounds.Events = (byte)parameters["events"];
        var file = OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        var epoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Watch(ref kernel, epoll, file, OneShot);
        for (var task = 0; task < waiters; task++)
        {
            Scene.Program(ref kernel, task, Calls.EpollWait(epoll, 1));
        }

        Scene.Program(ref kernel, waiters, Calls.Modify(epoll, file, OneShot));
        return kernel;
    }
}
