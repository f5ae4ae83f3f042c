using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Entries;

/// <summary>The end of a sleep in epoll_wait, store by store.</summary>
public enum SleeperStep : byte
{
    /// <summary>The task is about to link its entry, which is on its stack, into the queue.</summary>
    Arm,
    /// <summary>It sleeps, or is awake again and has not looked yet.</summary>
    Asleep,
    /// <summary>It looks at its entry without a lock.</summary>
    Look,
    /// <summary>It has seen the entry linked and takes it out under the lock.</summary>
    TakeOut,
    /// <summary>epoll_wait has returned, and the entry is gone with its frame.</summary>
    Returned,
}

/// <summary>What a waker does to one entry, store by store, under ep->lock.</summary>
public enum WakerStep : byte
{
    /// <summary>It has not got the lock.</summary>
    Idle,
    /// <summary>It has the lock, and an entry.</summary>
    Locked,
    /// <summary>It has done the first half of its work on the entry.</summary>
    HalfDone,
    /// <summary>It is through with the entry.</summary>
    Done,
}

/// <summary>A task that sleeps, and its entry.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Sleeper
{
    /// <summary>How far it is.</summary>
    public SleeperStep Step;

    /// <summary>The entry looks linked (list_empty_careful says no).</summary>
    public bool IsLinked;

    /// <summary>The task can run.</summary>
    public bool IsAwake;
}

/// <summary>Sleepers of one instance and a waker, at the grain of single stores to their entries.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct WakeState
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>How many sleepers there are; constant during a run.</summary>
    public byte SleeperCount;

    /// <summary>Whether the sleeps have deadlines; constant during a run.</summary>
    public bool HasDeadline;

    /// <summary>The sleepers, in the order of the queue.</summary>
    public InlineArray2<Sleeper> Sleepers;

    /// <summary>How far the waker is; it holds ep->lock unless idle.</summary>
    public WakerStep Waker;

    /// <summary>The sleeper whose entry it works on.</summary>
    public byte Target;

    /// <summary>Wake-ups still to come.</summary>
    public byte Events;

    /// <summary>The waker has used an entry whose frame is gone.</summary>
    public bool HasUsedGoneFrame;

    /// <summary>The mutation in force, as tables ask for it.</summary>
    public static Mutation MutationIn(in WakeState state) => state.Mutation;

    /// <summary>Whether nobody holds ep->lock.</summary>
    public static bool LockIsFree(in WakeState state) => state.Waker == WakerStep.Idle;
}
