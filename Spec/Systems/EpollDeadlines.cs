using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that wait with a deadline beside tasks that wait for ever, on an edge-triggered item, while signals are sent.
/// A deadline or a signal may end a sleep at the moment a waker does.
/// </summary>
[CheckedSystem("epoll-deadlines")]
public readonly partial struct EpollDeadlines
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("timed", 1, 0, 2, "tasks that wait with a deadline")
        .Parameter("untimed", 2, 1, 2, "tasks that wait for ever")
        .Parameter("events", 2, 1, 3, "writes to the eventfd")
        .Parameter("signals", 1, 0, 2, "signals to any task")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Run(typeof(SignalSource), "world")
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .AtRest(NoSleeperMissesAnEdge, "no task sleeps for ever after an event that nobody was told of")
        .LeadsTo(ASleeperIsOwedAnEdge, NoSleeperMissesAnEdge, "a sleeper whose item has news does not stay asleep")
        .Always(NoMoreReportsThanEvents, "an edge is reported at most once")
        .Always(ListsHoldItemsOfTheirInstance, "the ready list is part of the interest list")
        .LeadsTo(ATimedCallRuns, NoTimedCallRunsAlone, "a call with a deadline ends, if nobody else runs")
        .Never(AnEventIsDiscarded, "a call that has taken an event returns it")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(SomebodyGetsAnEvent, "an event is delivered")
        .Sometimes(SomebodyIsLate, "a deadline ends a call")
        .Sometimes(SomebodyIsInterrupted, "a signal ends a call")
        .Sometimes(AnEventBeatsADeadline, "a task whose deadline is past returns an event")
        .Sometimes(AnEventBeatsASignal, "a task to which a signal was sent returns an event")

        .Catches("M5", nameof(NoSleeperMissesAnEdge), "untimed=1,events=1,signals=0")
        .Catches("M11", $"{nameof(ATimedCallRuns)}~>{nameof(NoTimedCallRunsAlone)}", "untimed=1,events=1,signals=0")
        .Catches("M12", nameof(AnEventIsDiscarded), "untimed=1,events=1")
        .Catches("drop-rule:Arm.SomethingAvailable", nameof(NoSleeperMissesAnEdge), "untimed=1,events=1,signals=0");

    private static bool ATimedCallRuns(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].Arguments is { Call: SystemCall.EpollWait, Timeout: Timeout.Finite })
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Two callers that take each other's scans for events may go on for ever, as in the kernel; a scheduler would have
    /// to conspire. So a call must end only where no other keeps running.
    /// </summary>
    private static bool NoTimedCallRunsAlone(in Kernel kernel)
    {
        var running = 0;
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            var isUntimed = kernel.Tasks[task].Arguments.Timeout != Timeout.Finite;
            running += isUntimed && !kernel.Tasks[task].IsInUserMode && Sleeping.IsAwake(in kernel, task) ? 1 : 0;
        }

        return running > 0 || !ATimedCallRuns(in kernel);
    }

    private static bool SomebodyIsLate(in Kernel kernel) => HasReturned(in kernel, 0, Errno.None);

    private static bool SomebodyIsInterrupted(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (HasReturned(in kernel, task, Errno.EINTR))
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnEventBeatsADeadline(in Kernel kernel) =>
        kernel.Tasks[0].TimedOut && !kernel.Tasks[0].Reports.IsEmpty;

    private static bool AnEventBeatsASignal(in Kernel kernel) =>
        kernel.Tasks[0].Signals.IsInterrupted && !kernel.Tasks[0].Reports.IsEmpty;

    /// <summary>Whether a task is back without an event.</summary>
    private static bool HasReturned(in Kernel kernel, int task, Errno error) =>
        kernel.Tasks[task].IsInUserMode && !kernel.Programs[task].HasCall && kernel.Tasks[task].Error == error
        && kernel.Tasks[task].Reports.IsEmpty;

    private static Kernel Begin(Parameters parameters)
    {
        var timed = parameters["timed"];
        var tasks = timed + parameters["untimed"];
        var kernel = Scene.Of(parameters, tasks, 1);
        kernel.Bounds.Sources = 1;
        kernel.Bounds.Events = (byte)parameters["events"];
        kernel.Bounds.Signals = (byte)parameters["signals"];
        var file = OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        var epoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Watch(ref kernel, epoll, file, PollEvents.In | PollEvents.EdgeTriggered);
        for (var task = 0; task < tasks; task++)
        {
            Scene.Program(
                ref kernel, task, Calls.EpollWait(epoll, 1, task < timed ? Timeout.Finite : Timeout.Never));
        }

        return kernel;
    }
}
