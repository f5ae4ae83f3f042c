using System.Runtime.InteropServices;

namespace Wakeline.Spec.ThreadedNapi;

/// <summary>The steps of the device and its interrupt.</summary>
public enum NapiDeviceStep : byte
{
    /// <summary>No interrupt is under way.</summary>
    Quiet,
    /// <summary>A frame is in the ring; the handler is about to claim the context.</summary>
    Signalled,
    /// <summary>The handler has claimed the context for the thread.</summary>
    Claimed,
}

/// <summary>The steps of the thread that polls in the place of the softirq.</summary>
public enum NapiThreadStep : byte
{
    /// <summary>It makes ready to sleep.</summary>
    Preparing,
    /// <summary>It looks whether the context is its own.</summary>
    Looking,
    /// <summary>It sleeps.</summary>
    Asleep,
    /// <summary>It takes frames from the ring.</summary>
    Polling,
    /// <summary>The ring was empty: the poll is over.</summary>
    Completing,
}

/// <summary>The steps of a task that polls for its own socket.</summary>
public enum BusyPollStep : byte
{
    /// <summary>It does not poll.</summary>
    Away,
    /// <summary>It takes frames from the ring.</summary>
    Polling,
    /// <summary>It has polled enough.</summary>
    Stopping,
    /// <summary>It takes what came before it stopped.</summary>
    LastPoll,
    /// <summary>The ring was empty: the poll is over.</summary>
    Completing,
}

/// <summary>A NAPI context that a thread polls, and at times a task that busy-polls (struct napi_struct).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct NapiContext
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>Frames still to come.</summary>
    public byte FramesToCome;

    /// <summary>How often the task still busy-polls.</summary>
    public byte BusyPolls;

    /// <summary>Frames in the ring.</summary>
    public byte Frames;

    /// <summary>Where the device is.</summary>
    public NapiDeviceStep Device;

    /// <summary>Where the thread is.</summary>
    public NapiThreadStep Thread;

    /// <summary>Where the task is that busy-polls.</summary>
    public BusyPollStep BusyPoll;

    /// <summary>Somebody owns the context and will poll (NAPI_STATE_SCHED).</summary>
    public bool IsScheduled;

    /// <summary>Whoever owns the context must poll once more (NAPI_STATE_MISSED).</summary>
    public bool IsMissed;

    /// <summary>The owner is the thread (NAPI_STATE_SCHED_THREADED).</summary>
    public bool IsThreads;

    /// <summary>Whether the thread may run.</summary>
    public bool ThreadRuns;

    /// <summary>Whether a frame is in the ring.</summary>
    public readonly bool HasFrame => Frames > 0;

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in NapiContext context) => context.Mutation;

    /// <summary>Makes the thread the owner and wakes it (____napi_schedule).</summary>
    public static void HandToThread(ref NapiContext context)
    {
        context.IsThreads = true;
        context.ThreadRuns = true;
    }

    /// <summary>Takes a frame out of the ring.</summary>
    public static void TakeFrame(ref NapiContext context) => context.Frames--;

    /// <summary>Forgets the interrupt that was missed.</summary>
    public static void ClearMissed(ref NapiContext context) => context.IsMissed = false;

    /// <summary>Lets go of the context.</summary>
    public static void LetGo(ref NapiContext context)
    {
        context.IsScheduled = false;
        context.IsThreads = false;
    }

    /// <summary>Whether the ring has a frame.</summary>
    public static bool RingHasFrame(in NapiContext context) => context.HasFrame;

    /// <summary>Whether an interrupt came while somebody owned the context.</summary>
    public static bool WasMissed(in NapiContext context) => context.IsMissed;

    /// <summary>Whether anybody owns the context.</summary>
    public static bool IsOwned(in NapiContext context) => context.IsScheduled;
}
