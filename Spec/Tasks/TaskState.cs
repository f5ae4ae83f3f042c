namespace Wakeline.Spec.Tasks;

/// <summary>Whether a task can run (include/linux/sched.h).</summary>
public enum TaskState : byte
{
    /// <summary>There is no such task.</summary>
    Absent,
    /// <summary>On the run queue or running (TASK_RUNNING).</summary>
    Running,
    /// <summary>Asleep until a wake-up or a signal (TASK_INTERRUPTIBLE).</summary>
    Interruptible,
}
