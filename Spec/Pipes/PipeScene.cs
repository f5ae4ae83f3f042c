using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Pipes;

/// <summary>
/// A pipe (struct pipe_inode_info) and the tasks that use it. Its indices grow for ever and wrap; the mutex guards
/// them, each queue has a lock of its own, and sleepers look at the indices without the mutex.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct PipeScene
{
    /// <summary>The index of the task that reads.</summary>
    public const int Reader = 2;

    /// <summary>The index of the task that splices the pipe into something else.</summary>
    public const int Splicer = 3;

    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>How many buffers the pipe may hold (max_usage); constant during a run.</summary>
    public byte Slots;

    /// <summary>Whether anybody has ever polled the pipe (poll_usage); constant during a run.</summary>
    public bool IsPolled;

    /// <summary>Buffers ever filled.</summary>
    public byte Head;

    /// <summary>Buffers ever emptied.</summary>
    public byte Tail;

    /// <summary>Whether a task holds the mutex.</summary>
    public bool IsLocked;

    /// <summary>The tasks that wait for a buffer to be filled (rd_wait).</summary>
    public OrderedSet<byte, InlineArray4<byte>> ReadQueue;

    /// <summary>The tasks that wait for a buffer to be emptied (wr_wait).</summary>
    public OrderedSet<byte, InlineArray4<byte>> WriteQueue;

    /// <summary>Two tasks that write, and those of the constants.</summary>
    public InlineArray4<PipeTask> Tasks;

    /// <summary>The watching task.</summary>
    public PipeWatch Watch;

    /// <summary>Whether a buffer was filled of which the watching task was not told.</summary>
    public bool HasUnreportedWrite;

    /// <summary>Whether no buffer is filled.</summary>
    public readonly bool IsEmpty => Head == Tail;

    /// <summary>Whether no buffer is empty.</summary>
    public readonly bool IsFull => IsFullAt(Head, Tail);

    /// <summary>Whether two indices say that no buffer is empty (pipe_full, on unsigned numbers).</summary>
    public readonly bool IsFullAt(byte head, byte tail) => unchecked((byte)(head - tail)) >= Slots;

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in PipeScene scene) => scene.Mutation;
}

/// <summary>A task that writes, reads or splices, a buffer a call.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct PipeTask
{
    /// <summary>How far it is, if it writes.</summary>
    public PipeWriteStep Write;

    /// <summary>How far it is, if it reads.</summary>
    public PipeReadStep Read;

    /// <summary>How far it is, if it splices.</summary>
    public PipeSpliceStep Splice;

    /// <summary>Buffers still to be moved.</summary>
    public byte Left;

    /// <summary>Whether it sleeps, or is about to (TASK_INTERRUPTIBLE).</summary>
    public bool Sleeps;

    /// <summary>It found the pipe empty (a writer) or full (a reader): somebody may wait for what it does.</summary>
    public bool OwesOthers;

    /// <summary>It has waited, and passes a wake-up on that it does not use up (wake_next_writer, _reader).</summary>
    public bool OwesNext;

    /// <summary>The head as it has seen it without the mutex.</summary>
    public byte SeenHead;

    /// <summary>The tail as it has seen it without the mutex.</summary>
    public byte SeenTail;
}

/// <summary>An edge-triggered item on the read end, and the task that waits for it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct PipeWatch
{
    /// <summary>How far the task is.</summary>
    public PipeWatchStep Step;

    /// <summary>A wake-up came that was not reported.</summary>
    public bool HasNews;
}
