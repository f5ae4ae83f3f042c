namespace Wakeline.Spec.Tasks;

/// <summary>Signals with a handler, and without SA_RESTART.</summary>
public static class Signals
{
    /// <summary>
    /// Sends a signal to a task: it interrupts a sleep (kernel/signal.c: signal_wake_up_state), but does not take the
    /// task off any queue. In user mode it is handled at once.
    /// </summary>
    public static void Send(ref Kernel kernel, int task)
    {
        if (!kernel.Tasks[task].IsInUserMode)
        {
            kernel.Tasks[task].SignalPending = true;
            Waking.WakeTask(ref kernel, task);
        }
    }
}
