namespace Wakeline.Spec.Tasks;

/// <summary>Sends signals.</summary>
public static class Signals
{
    /// <summary>
    /// Sends a signal to a task: one that is not blocked interrupts a sleep (kernel/signal.c: signal_wake_up_state),
    /// but does not take the task off any queue. In user mode it is handled at once.
    /// </summary>
    public static void Send(ref Kernel kernel, int task, Signal signal = Signal.User1)
    {
        ref var control = ref kernel.Tasks[task];
        var isBlocked = control.Signals.Blocked.Contains(signal);
        if (isBlocked || !control.IsInUserMode)
        {
            control.Signals.Pending.Add(signal);
        }

        if (!isBlocked)
        {
            Waking.WakeTask(ref kernel, task);
        }
    }
}
