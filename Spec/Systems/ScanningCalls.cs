using Wakeline.Spec.Files;
using Wakeline.Spec.Select;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.CallProperties;

namespace Wakeline.Spec.Systems;

/// <summary>Tasks in poll, select and read on the same files, while events happen and a descriptor is closed.</summary>
[CheckedSystem("poll-select-read")]
public readonly partial struct ScanningCalls
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("files", 2, 1, 3, "eventfds that are polled")
        .Parameter("events", 2, 1, 3, "writes to any of them")
        .Parameter("timed", 1, 0, 1, "whether poll has a deadline")
        .Parameter("signals", 0, 0, 1, "signals to any task")
        .Parameter("reader", 1, 0, 1, "tasks that read the first eventfd and block")
        .Start(Begin)
        .Run(typeof(UserProgram), Scene.Tasks, "task {0}")
        .Run(typeof(Poll), Scene.Tasks, "task {0}")
        .Run(typeof(Select.Select), Scene.Tasks, "task {0}")
        .Run(typeof(EventRead), Scene.Tasks, "task {0}")
        .Run(typeof(EventSource), "world")
        .Run(typeof(SignalSource), "world")
        .MayEnd(EpollProperties.EveryTaskRests)

        .Always(NoSleeperMissesReadiness, "no task sleeps while a file it waits for is ready")
        .LeadsTo(ACallIsOwedReadiness, NoCallIsOwedReadiness, "a call whose file stays ready returns")
        .Always(NoQueueKeepsATaskThatLeft, "a task that returned is on no wait queue")
        .Always(WhoHasReturnedHoldsNothing, "a task in user mode holds no lock and waits in no queue")
        .Sometimes(PollFinds, "poll returns a ready file")
        .Sometimes(SelectFinds, "select returns a ready file")
        .Sometimes(ReadTakes, "read takes a count")

        .Catches("M35", nameof(NoSleeperMissesReadiness), "files=1,events=1,timed=0,reader=0")
        .Catches(
            "drop-effect:Visit.NextCanBePolled&IsQueueing:QueueOnNext", nameof(NoSleeperMissesReadiness), "timed=0")
        .Catches("drop-rule:Visit.IsOver&WasWoken", nameof(NoSleeperMissesReadiness), "timed=0");

    private static bool NoSleeperMissesReadiness(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (kernel.Tasks[task].State == TaskState.Interruptible && IsReadyFor(in kernel, task))
            {
                return false;
            }
        }

        return true;
    }

    private static bool ACallIsOwedReadiness(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (!kernel.Tasks[task].IsInUserMode && IsReadyFor(in kernel, task))
            {
                return true;
            }
        }

        return false;
    }

    private static bool NoCallIsOwedReadiness(in Kernel kernel) => !ACallIsOwedReadiness(in kernel);

    private static bool NoQueueKeepsATaskThatLeft(in Kernel kernel)
    {
        for (var file = 0; file < Capacity.Files; file++)
        {
            foreach (var waiter in kernel.Files[file].Waiters.Entries.Items)
            {
                if (kernel.Tasks[waiter.Index].IsInUserMode)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool PollFinds(in Kernel kernel) => HasFound(in kernel, 0);

    private static bool SelectFinds(in Kernel kernel) => HasFound(in kernel, 1);

    private static bool ReadTakes(in Kernel kernel) => HasFound(in kernel, 2);

    private static bool HasFound(in Kernel kernel, int task) =>
        kernel.Tasks[task].IsInUserMode && kernel.Tasks[task].Result > 0;

    /// <summary>Whether a file is ready that the call of a task asks for.</summary>
    private static bool IsReadyFor(in Kernel kernel, int task)
    {
        if (kernel.Tasks[task].Arguments.Call == SystemCall.Read)
        {
            return IsReadable(in kernel, kernel.Tasks[task].File);
        }

        foreach (var request in kernel.Tasks[task].Arguments.Polled.Items)
        {
            if (IsReadable(in kernel, kernel.Descriptors.FileOf(request.Descriptor)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsReadable(in Kernel kernel, int file) =>
        (Readiness.Of(in kernel, file) & PollEvents.In) != 0;

    private static Kernel Begin(Parameters parameters)
    {
        var files = parameters["files"];
        var kernel = Scene.Of(parameters, 2 + parameters["reader"], 1);
        kernel.Bounds.Sources = (byte)files;
        kernel.Bounds.Events = (byte)parameters["events"];
        kernel.Bounds.Signals = (byte)parameters["signals"];
        for (var file = 0; file < files; file++)
        {
            OpenFiles.OpenEvent(ref kernel, 0, nonblocking: false);
        }

        var timeout = parameters["timed"] == 1 ? Tasks.Timeout.Finite : Tasks.Timeout.Never;
        Scene.Program(ref kernel, 0, Calls.Poll(0, files, PollEvents.In, timeout));
        Scene.Program(ref kernel, 1, Calls.Select(0, files, PollEvents.In));
        if (parameters["reader"] == 1)
        {
            Scene.Program(ref kernel, 2, Calls.Read(0));
        }

        return kernel;
    }
}
