using Wakeline.Spec.Epoll;
using Wakeline.Spec.Select;

namespace Wakeline.Spec.Tasks;

/// <summary>
/// Waking what waits on a file (kernel/sched/wait.c: __wake_up_common). The walk over one queue is one step: the kernel
/// runs it under the queue's lock.
/// </summary>
public static class Waking
{
    /// <summary>Wakes the waiters of a file in the order of its queue.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="file">The file whose queue is walked.</param>
    /// <param name="key">The events that happened; <see cref="PollEvents.None"/> if unknown.</param>
    /// <param name="exclusive">After how many exclusive waiters that took the wake-up the walk ends; 0 for
    /// never.</param>
    public static void Wake(ref Kernel kernel, int file, PollEvents key, int exclusive)
    {
        Nesting.RequireEnd();
        var queue = kernel.Files[file].Waiters;
        foreach (var waiter in queue.Entries.Items)
        {
            if (Takes(ref kernel, file, waiter, key) && waiter.IsExclusive && --exclusive == 0)
            {
                return;
            }
        }
    }

    /// <summary>Makes a sleeping task run (default_wake_function).</summary>
    /// <returns>Whether it slept.</returns>
    public static bool WakeTask(ref Kernel kernel, int task)
    {
        ref var control = ref kernel.Tasks[task];
        if (control.State != TaskState.Interruptible)
        {
            return false;
        }

        control.State = TaskState.Running;
        return true;
    }

    private static bool Takes(ref Kernel kernel, int file, Waiter waiter, PollEvents key) => waiter.Kind switch
    {
        WaiterKind.AutoRemovedTask => WakeAndRemove(ref kernel, file, waiter.Index),
        WaiterKind.WokenTask => WakeAndMark(ref kernel, waiter.Index),
        WaiterKind.Poller => WakePoller(ref kernel, file, waiter.Index, key),
        _ => PollCallback.Call(ref kernel, waiter.Index, key),
    };

    /// <summary>kernel/sched/wait.c: autoremove_wake_function.</summary>
    private static bool WakeAndRemove(ref Kernel kernel, int file, int task)
    {
        if (!WakeTask(ref kernel, task))
        {
            return false;
        }

        kernel.Files[file].Waiters.Remove(WaiterKind.AutoRemovedTask, task);
        return true;
    }

    /// <summary>kernel/sched/wait.c: woken_wake_function.</summary>
    private static bool WakeAndMark(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].Woken = true;
        return WakeTask(ref kernel, task);
    }

    /// <summary>fs/select.c: pollwake.</summary>
    private static bool WakePoller(ref Kernel kernel, int file, int task, PollEvents key)
    {
        var isAskedFor = key == PollEvents.None || (key & PollTable.KeyOf(in kernel, task, file)) != 0;
        return isAskedFor && WakeAndMark(ref kernel, task);
    }
}
