using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Detachment;

/// <summary>The steps of a callback that tells the user of a packet.</summary>
public enum CallbackStep : byte
{
    /// <summary>The packet is still to come.</summary>
    Pending,
    /// <summary>It looks for the queue.</summary>
    Finding,
    /// <summary>It has the queue in hand and wakes it.</summary>
    Waking,
    /// <summary>It looks for the flags that say whether a signal is wanted.</summary>
    FindingFlags,
    /// <summary>It has the flags in hand and reads them.</summary>
    ReadingFlags,
    /// <summary>It is through.</summary>
    Done,
}

/// <summary>The steps of close.</summary>
public enum DetachStep : byte
{
    /// <summary>The socket is open.</summary>
    Open,
    /// <summary>The connection does not point to the socket any more (sock_orphan).</summary>
    Orphaned,
    /// <summary>The socket is freed; its queue is freed when nobody can hold it in hand.</summary>
    Grace,
    /// <summary>All is freed.</summary>
    Freed,
}

/// <summary>
/// A connection that outlives its socket: the socket with its flags, freed at once by close; the queue of sleepers with
/// flags of its own (sk_wq), freed after a grace period; and callbacks, which find either through the connection.
/// Kernels since 2019 free both after the grace period, in one object.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct DetachmentScene
{
    /// <summary>The mutation in force; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>Callbacks that run, from callback 0; constant during a run.</summary>
    public byte Packets;

    /// <summary>How far close is.</summary>
    public DetachStep Close;

    /// <summary>The callbacks, each on a processor of its own.</summary>
    public InlineArray3<CallbackStep> Callbacks;

    /// <summary>Callbacks inside a section that a grace period waits for (rcu_read_lock).</summary>
    public BitSet<byte> Readers;

    /// <summary>Those of them that the grace period under way still waits for.</summary>
    public BitSet<byte> AwaitedReaders;

    /// <summary>A callback used the socket after it was freed.</summary>
    public bool FreedSocketWasUsed;

    /// <summary>A callback used the queue after it was freed.</summary>
    public bool FreedQueueWasUsed;

    /// <summary>Whether the connection points to its socket and its queue (sk_socket, sk_wq).</summary>
    public readonly bool IsAttached => Close == DetachStep.Open;

    /// <summary>Whether the socket is freed.</summary>
    public readonly bool SocketIsFreed => Close is DetachStep.Grace or DetachStep.Freed;

    /// <summary>Whether the queue is freed.</summary>
    public readonly bool QueueIsFreed => Close == DetachStep.Freed;

    /// <summary>The mutation in force.</summary>
    public static Mutation MutationIn(in DetachmentScene scene) => scene.Mutation;
}
