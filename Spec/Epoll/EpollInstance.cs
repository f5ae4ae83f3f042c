using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll;

/// <summary>Whether somebody scans the ready list of an epoll instance (ep->ovflist is active).</summary>
public enum ScanState : byte
{
    /// <summary>Nobody does: what becomes ready goes on the ready list.</summary>
    Settled,
    /// <summary>Somebody does: what becomes ready goes on the overflow list.</summary>
    Scanning,
}

/// <summary>
/// An epoll instance (fs/eventpoll.c: struct eventpoll). Its interest list are the items that name it.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EpollInstance
{
    /// <summary>Whether the instance exists.</summary>
    public bool InUse;

    /// <summary>The file it stands behind; its queue is ep->poll_wait.</summary>
    public byte File;

    /// <summary>The file is released; the instance lives until its last item is gone.</summary>
    public bool IsReleased;

    /// <summary>1 + the task that holds ep->mtx; 0 for none.</summary>
    public byte MutexOwnerAndOne;

    /// <summary>Whether the ready list is being scanned.</summary>
    public ScanState Scan;

    /// <summary>Items that may be ready (ep->rdllist).</summary>
    public OrderedSet<byte, InlineArray12<byte>> Ready;

    /// <summary>Items the scanner has taken off the ready list and has still to look at (its txlist).</summary>
    public OrderedSet<byte, InlineArray12<byte>> Batch;

    /// <summary>Items that became ready while a scan ran, newest first (ep->ovflist).</summary>
    public OrderedSet<byte, InlineArray12<byte>> Overflow;

    /// <summary>
    /// Tasks that sleep in epoll_wait, newest first, because __add_wait_queue_exclusive links at the head (ep->wq).
    /// </summary>
    public OrderedSet<byte, InlineArray4<byte>> Sleepers;

    /// <summary>
    /// Tasks in the middle of a lockless test of the lists, since whose begin no scan has begun or ended (ep->seq has
    /// not moved).
    /// </summary>
    public BitSet<byte> LocklessReaders;

    /// <summary>Whether it keeps the system awake: a scanner does so in the place of the items it looks at.</summary>
    public WakeSource WakeSource;

    /// <summary>What a poll of the instance finds; set only while it is polled.</summary>
    public bool IsReadable;

    /// <summary>A check for loops under way has come by here (ep->gen == loop_check_gen).</summary>
    public bool IsVisitedByCheck;

    /// <summary>
    /// Whether an item is on the ready list or in a scanner's batch: both use the same list node (epi->rdllink).
    /// </summary>
    public readonly bool IsLinked(int item) => Ready.Contains((byte)item) || Batch.Contains((byte)item);
}
