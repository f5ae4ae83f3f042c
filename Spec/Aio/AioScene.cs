using System.Runtime.InteropServices;

namespace Wakeline.Spec.Aio;

/// <summary>The steps of a poll request (IOCB_CMD_POLL).</summary>
public enum PollRequestStep : byte
{
    /// <summary>It waits on the queue of its file.</summary>
    Waiting,
    /// <summary>A worker is to ask the file what it is ready for.</summary>
    Scheduled,
    /// <summary>The file was asked in vain; the worker decides what becomes of the request.</summary>
    Judging,
    /// <summary>It is completed.</summary>
    Completed,
}

/// <summary>The steps of the file.</summary>
public enum AioFileStep : byte
{
    /// <summary>Nothing happens.</summary>
    Quiet,
    /// <summary>It became ready; its queue is not woken yet.</summary>
    Waking,
}

/// <summary>The steps of somebody else who takes what the file has.</summary>
public enum AioTakerStep : byte
{
    /// <summary>Takes as often as it may.</summary>
    Open,
}

/// <summary>One poll request on one file that becomes ready, and perhaps is emptied by another.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct AioScene
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>How often the file still becomes ready.</summary>
    public byte Events;

    /// <summary>How often somebody else may still empty the file.</summary>
    public byte Takes;

    /// <summary>Where the file is.</summary>
    public AioFileStep File;

    /// <summary>Where the one is that empties it.</summary>
    public AioTakerStep Taker;

    /// <summary>Whether the file is ready.</summary>
    public bool IsReady;

    /// <summary>How far the request is.</summary>
    public PollRequestStep Request;

    /// <summary>Whether the request is on the queue of its file.</summary>
    public bool IsLinked;

    /// <summary>A further wake-up came while the work was queued (work_need_resched).</summary>
    public bool AnotherCame;

    /// <summary>The request was completed with events, not without.</summary>
    public bool HasReported;

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in AioScene scene) => scene.Mutation;
}
