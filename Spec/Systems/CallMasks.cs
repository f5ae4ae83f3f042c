using Wakeline.Spec.Epoll;
using Wakeline.Spec.Files;
using Wakeline.Spec.Select;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;
using static Wakeline.Spec.Systems.EpollProperties;
using Timeout = Wakeline.Spec.Tasks.Timeout;

namespace Wakeline.Spec.Systems;

/// <summary>
/// Tasks that block two signals, except that their waiting call lets the first one through (epoll_pwait, ppoll,
/// pselect6), while both are sent at any time. After the call each of them lets everything through.
/// </summary>
[CheckedSystem("call-masks")]
public readonly partial struct CallMasks
{
    private const int AfterWait = 1;

    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("waiters", 2, 1, 2, "tasks that wait")
        .Parameter("call", 0, 0, 2, "their call: epoll_pwait, ppoll, pselect6")
        .Parameter("timed", 0, 0, 1, "whether the first has a deadline")
        .Parameter("events", 1, 0, 3, "writes to the eventfd")
        .Parameter("signals", 3, 1, 4, "signals to any task")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(EpollWait), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(Select.Select), Scene.Tasks, "task {0}")
        .Run(typeof(SignalCalls), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Run(typeof(SignalSource), "world")
        .Interchangeable(Scene.Tasks, TaskExchange.Exchange)
        .Reacts(typeof(SignalMask))
        .Reacts(typeof(ReadyList))
        .Reacts(typeof(PollCallback))
        .MayEnd(EveryTaskRests)

        .Always(NoSleeperIsOwedASignal, "no task sleeps while a signal is pending that its call lets through")
        .Never(ACallOutlivesAHandler, "a signal that only the call lets through ends the call")
        .Always(HandlersRunJustIfInterrupted, "a handler runs at the return just if the call says EINTR")
        .Never(ABlockedSignalIsHandled, "what the call's mask blocks too stays pending")
        .Always(OwnMasksAreBack, "a task in user mode has its own mask")
        .Never(AFreeSignalWaits, "what nothing blocks is handled in user mode")
        .Never(AnEventIsDiscarded, "a call that has taken an event returns it")
        .LeadsTo(ASignalIsLetThrough, NoSignalIsLetThrough, "a signal that is let through does not stay pending")
        .AtRest(NoSleeperMissesAnEdge, "no task sleeps for ever after an event that nobody was told of")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(ASignalFromBeforeInterrupts, "a signal sent before the call interrupts it")
        .Sometimes(AnEventBeatsASignal, "a call returns an event, and its signal stays pending")
        .Sometimes(ABlockedSignalWaits, "a signal is pending that the call does not let through")

        .Catches("M12", nameof(AnEventIsDiscarded), "waiters=1")
        .Catches("mask restored too early", nameof(HandlersRunJustIfInterrupted), "waiters=1")
        .Catches("mask set by hand", nameof(ACallOutlivesAHandler), "waiters=1");

    private static bool NoSleeperIsOwedASignal(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task] is { State: TaskState.Interruptible, Signals.IsInterrupted: true })
            {
                return false;
            }
        }

        return true;
    }

    private static bool ACallOutlivesAHandler(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            if (control.Signals.MaskStep == SignalMaskStep.OfCall && !control.Signals.Handled.IsEmpty
                && control.State == TaskState.Interruptible)
            {
                return true;
            }
        }

        return false;
    }

    private static bool HandlersRunJustIfInterrupted(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            if (HasJustWaited(in kernel, task)
                && (control.Error == Errno.EINTR) != control.Signals.Handled.Contains(Signal.User1))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ABlockedSignalIsHandled(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].Signals.Handled.Contains(Signal.User2))
            {
                return true;
            }
        }

        return false;
    }

    private static bool OwnMasksAreBack(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            var mask = kernel.Programs[task].HasCall ? OwnMask : default;
            if (kernel.Tasks[task].IsInUserMode && kernel.Tasks[task].Signals.Blocked != mask)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AFreeSignalWaits(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task] is { IsInUserMode: true, Signals.IsInterrupted: true })
            {
                return true;
            }
        }

        return false;
    }

    private static bool ASignalIsLetThrough(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].Signals.IsInterrupted)
            {
                return true;
            }
        }

        return false;
    }

    private static bool NoSignalIsLetThrough(in Kernel kernel) => !ASignalIsLetThrough(in kernel);

    private static bool ASignalFromBeforeInterrupts(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (IsAboutToWait(in kernel.Tasks[task]) && kernel.Tasks[task].Signals.IsInterrupted)
            {
                return true;
            }
        }

        return false;
    }

    private static bool AnEventBeatsASignal(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (HasJustWaited(in kernel, task) && kernel.Tasks[task].Result > 0
                && kernel.Tasks[task].Signals.Pending.Contains(Signal.User1))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ABlockedSignalWaits(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].Signals is { MaskStep: SignalMaskStep.OfCall } signals
                && signals.Pending.Contains(Signal.User2))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAboutToWait(in TaskControl task) =>
        task is { HasQueued: false, Position: 0 }
        && (task.Steps.EpollWait == EpollWaitStep.Check || task.Steps.Poll == PollStep.Visit
            || task.Steps.Select == SelectStep.Check);

    /// <summary>Whether a task is back from its waiting call, and has not gone on.</summary>
    private static bool HasJustWaited(in Kernel kernel, int task) =>
        kernel.Tasks[task].IsInUserMode && kernel.Programs[task].Next == AfterWait;

    private static BitSet<byte> OwnMask => TaskSignals.SetOf(Signal.User1, Signal.User2);

    private static Kernel Begin(Parameters parameters)
    {
        var waiters = parameters["waiters"];
        var kernel = Scene.Of(parameters, waiters, 1);
        kernel.Bounds.Sources = 1;
        kernel.Bounds.Events = (byte)parameters["events"];
        kernel.Bounds.Signals = (byte)parameters["signals"];
        kernel.Bounds.SignalKinds = 2;
        var file = OpenFiles.OpenEvent(ref kernel, 0, nonblocking: true);
        var epoll = OpenFiles.OpenEpoll(ref kernel);
        Scene.Watch(ref kernel, epoll, file, PollEvents.In | PollEvents.EdgeTriggered);
        for (var task = 0; task < waiters; task++)
        {
            var timeout = task < parameters["timed"] ? Timeout.Finite : Timeout.Never;
            var wait = parameters["call"] switch
            {
                0 => Calls.EpollWait(epoll, 1, timeout),
                1 => Calls.Poll(file, 1, PollEvents.In, timeout),
                _ => Calls.Select(file, 1, PollEvents.In, timeout),
            };
            kernel.Tasks[task].Signals.Blocked = OwnMask;
            Scene.Program(ref kernel, task, Calls.WithMask(wait, Signal.User2), Calls.SetSignalMask());
        }

        return kernel;
    }
}
