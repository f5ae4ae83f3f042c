namespace Wakeline.Spec.Tasks;

/// <summary>Guards and effects of a task that waits on the queue of a file.</summary>
public static class Sleeping
{
    /// <summary>Whether a task may run: it did not sleep, or a wake-up or a signal ended its sleep.</summary>
    public static bool IsAwake(in Kernel kernel, int task) => kernel.Tasks[task].State == TaskState.Running;

    /// <summary>Whether a signal interrupts the call (signal_pending).</summary>
    public static bool SignalPending(in Kernel kernel, int task) =>
        kernel.Tasks[task].Signals.IsInterrupted;

    /// <summary>Whether the call may sleep for a limited time.</summary>
    public static bool HasDeadline(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Timeout == Timeout.Finite;

    /// <summary>Whether the call may not sleep, or not any more.</summary>
    public static bool IsLate(in Kernel kernel, int task) =>
        kernel.Tasks[task].TimedOut || kernel.Tasks[task].Arguments.Timeout == Timeout.Zero;

    /// <summary>Whether a waker chose the task since it last looked (WQ_FLAG_WOKEN; poll: triggered).</summary>
    public static bool WasWoken(in Kernel kernel, int task) => kernel.Tasks[task].Woken;

    /// <summary>Forgets that a waker chose the task.</summary>
    public static void ClearWoken(ref Kernel kernel, int task) => kernel.Tasks[task].Woken = false;

    /// <summary>Remembers that the deadline is past.</summary>
    public static void NoteTimeout(ref Kernel kernel, int task) => kernel.Tasks[task].TimedOut = true;

    /// <summary>Makes the task sleep until a wake-up or a signal.</summary>
    public static void FallAsleep(ref Kernel kernel, int task) => kernel.Tasks[task].State = TaskState.Interruptible;

    /// <summary>Makes the task run.</summary>
    public static void Run(ref Kernel kernel, int task) => kernel.Tasks[task].State = TaskState.Running;

    /// <summary>
    /// Links the task at the tail of the queue of the file it works on, and makes it sleep (prepare_to_wait_exclusive).
    /// </summary>
    public static void SleepExclusively(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        kernel.Files[control.File].Waiters.AddTail(new Waiter(WaiterKind.AutoRemovedTask, task, true));
        control.State = TaskState.Interruptible;
    }

    /// <summary>
    /// Links the task at the tail of the queue of the file it works on, for every wake-up (do_wait_intr_irq), and makes
    /// it sleep.
    /// </summary>
    public static void SleepAtTail(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        kernel.Files[control.File].Waiters.AddTail(new Waiter(WaiterKind.AutoRemovedTask, task));
        control.State = TaskState.Interruptible;
    }

    /// <summary>
    /// Links the task at the head of the queue of the file it works on (add_wait_queue, woken_wake_function).
    /// </summary>
    public static void JoinQueue(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        control.Woken = false;
        kernel.Files[control.File].Waiters.Add(new Waiter(WaiterKind.WokenTask, task));
    }

    /// <summary>
    /// Takes the task off the queue of the file it works on, and makes it run (finish_wait, remove_wait_queue).
    /// </summary>
    public static void LeaveQueue(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        kernel.Files[control.File].Waiters.Remove(WaiterKind.AutoRemovedTask, task);
        kernel.Files[control.File].Waiters.Remove(WaiterKind.WokenTask, task);
        control.State = TaskState.Running;
        control.Woken = false;
    }

    /// <summary>How many tasks sleep.</summary>
    public static int CountAsleep(in Kernel kernel)
    {
        var asleep = 0;
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            asleep += kernel.Tasks[task].State == TaskState.Interruptible ? 1 : 0;
        }

        return asleep;
    }
}
