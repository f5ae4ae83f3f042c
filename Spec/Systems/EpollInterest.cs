using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;

namespace Wakeline.Spec.Systems;

/// <summary>
/// A task in epoll_wait, while others add, modify and delete what it waits for, and close it: under the instance's
/// mutex, against callbacks that come at any time.
/// </summary>
[CheckedSystem("epoll-interest")]
public readonly partial struct EpollInterest
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("rounds", 2, 1, 3, "times the waiter calls epoll_wait")
        .Parameter("changers", 2, 1, 2, "tasks: one adds, modifies and deletes; the other adds and closes")
        .Parameter("events", 2, 1, 3, "events on either of two files")
        .Parameter("end", 2, 0, 2,
            "what the changers do in the end: nothing, delete and close items, close the instance")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EpollControl), Scene.Tasks, "task {0}")
        .Run(typeof(DescriptorCalls), Scene.Tasks, "task {0}")
        .Run(typeof(FileRelease), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .AtRest(NoSleeperMissesALevel, "no task sleeps for ever while an item it waits for is ready")
        .LeadsTo(ASleeperIsOwedALevel, NoSleeperMissesALevel, "a sleeper whose item is ready does not stay asleep")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .Always(NoItemIsOnTwoLists, "an item is never on two lists")
        .Always(ItemsWatchFilesThatExist, "an item is gone before the file that it watches")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodyGetsAnEvent, "an event is delivered")
        .Sometimes(ASleeperSurvivesClose, "a task sleeps in an instance whose descriptor is closed")
        .Sometimes(AnItemIsReadyBeforeItIsSampled, "an event happens between hooking an item and asking its file")

        .Catches("M1", nameof(NoSleeperMissesALevel), "changers=1,end=0")
        .Catches("M10", nameof(NoSleeperMissesALevel), "changers=1,end=0")
        .Catches("drop-effect:Queue.IsReady&!IsLinked:OfferItem", nameof(NoSleeperMissesALevel), "changers=1,end=0")
        .Catches("drop-effect:Hook.Always:HookItem", nameof(NoSleeperMissesALevel), "changers=1,end=0");

    private static bool ItemsWatchFilesThatExist(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].InUse && kernel.Files[kernel.Items[item].File].Kind == FileKind.None)
            {
                return false;
            }
        }

        return true;
    }

    private static bool ASleeperSurvivesClose(in Kernel kernel) =>
        SomebodySleeps(in kernel) && kernel.Descriptors.FileOf(2) == Capacity.None;

    private static bool AnItemIsReadyBeforeItIsSampled(in Kernel kernel) =>
        kernel.Tasks[1].Steps.EpollControl == EpollControlStep.Sample && !kernel.Epolls[0].Ready.IsEmpty;

    private static Kernel Begin(Parameters parameters)
    {
        var changers = parameters["changers"];
        var kernel = Scene.Of(parameters, 1 + changers, 1);
        kernel.Programs[0].Rounds = (byte)parameters["rounds"];
        kernel.Bounds.Sources = 2;
        kernel.Bounds.Events = (byte)parameters["events"];
        var first = OpenFiles.OpenDevice(ref kernel, 0);
        var second = OpenFiles.OpenDevice(ref kernel, 1);
        var epoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Program(ref kernel, 0, Calls.EpollWait(epoll, 1));
        Scene.Program(ref kernel, 1, Calls.Add(epoll, first, PollEvents.Pri),
            Calls.Modify(epoll, first, PollEvents.In));
        if (parameters["end"] >= 1)
        {
            Scene.Program(ref kernel, 1, Calls.Delete(epoll, first));
        }

        if (parameters["end"] == 2)
        {
            Scene.Program(ref kernel, 1, Calls.Close(epoll));
        }

        if (changers == 2)
        {
            Scene.Program(ref kernel, 2, Calls.Add(epoll, second, PollEvents.In));
        }

        if (changers == 2 && parameters["end"] >= 1)
        {
            Scene.Program(ref kernel, 2, Calls.Close(second));
        }

        return kernel;
    }
}
