using System.Runtime.CompilerServices;

namespace Wakeline.Spec.Pipes;

/// <summary>The mutex of a pipe, its two queues, and how they are woken (fs/pipe.c, kernel/sched/wait.c).</summary>
internal static class PipeQueues
{
    /// <summary>Whether no task holds the mutex.</summary>
    public static bool MutexIsFree(in PipeScene pipe) => !pipe.IsLocked;

    /// <summary>Takes the mutex.</summary>
    public static void Lock(ref PipeScene pipe) => pipe.IsLocked = true;

    /// <summary>Lets go of the mutex.</summary>
    public static void Unlock(ref PipeScene pipe) => pipe.IsLocked = false;

    /// <summary>Empties the oldest buffer.</summary>
    public static void Take(ref PipeScene pipe, int task)
    {
        pipe.Tail++;
        pipe.Tasks[task].Left--;
    }

    /// <summary>Links a task and makes it sleep (prepare_to_wait, prepare_to_wait_exclusive).</summary>
    public static void WaitForData(ref PipeScene pipe, int task)
    {
        Link(ref pipe.ReadQueue, task);
        pipe.Tasks[task].Sleeps = true;
    }

    /// <summary>The same on the other queue.</summary>
    public static void WaitForRoom(ref PipeScene pipe, int task)
    {
        Link(ref pipe.WriteQueue, task);
        pipe.Tasks[task].Sleeps = true;
    }

    /// <summary>Takes a task off both queues and makes it run (finish_wait).</summary>
    public static void StopWaiting(ref PipeScene pipe, int task)
    {
        pipe.ReadQueue.Remove((byte)task);
        pipe.WriteQueue.Remove((byte)task);
        pipe.Tasks[task].Sleeps = false;
    }

    /// <summary>Wakes who waits for data: the watcher, everybody who is not exclusive, and one who is.</summary>
    public static void WakeForData(ref PipeScene pipe)
    {
        pipe.Watch.HasNews = pipe.IsPolled;
        Wake(ref pipe, ref pipe.ReadQueue);
    }

    /// <summary>Wakes one who waits for room, and everybody who is not exclusive.</summary>
    public static void WakeForRoom(ref PipeScene pipe) => Wake(ref pipe, ref pipe.WriteQueue);

    private static bool IsExclusive(int task) => task != PipeScene.Splicer;

    private static void Link(ref OrderedSet<byte, InlineArray4<byte>> queue, int task)
    {
        if (IsExclusive(task))
        {
            queue.Append((byte)task);
        }
        else
        {
            queue.Prepend((byte)task);
        }
    }

    /// <summary>A task that is woken leaves the queue; one that runs already is passed by.</summary>
    private static void Wake(ref PipeScene pipe, ref OrderedSet<byte, InlineArray4<byte>> queue)
    {
        var waiting = queue;
        foreach (var task in waiting.Items)
        {
            if (!pipe.Tasks[task].Sleeps)
            {
                continue;
            }

            pipe.Tasks[task].Sleeps = false;
            queue.Remove(task);
            if (IsExclusive(task))
            {
                return;
            }
        }
    }
}
