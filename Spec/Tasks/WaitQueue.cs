using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tasks;

/// <summary>Whose function a wait-queue entry calls when it is woken.</summary>
public enum WaiterKind : byte
{
    /// <summary>Unused slot.</summary>
    None,
    /// <summary>A task that a successful wake-up takes off the queue (autoremove_wake_function).</summary>
    AutoRemovedTask,
    /// <summary>A task that stays on the queue and is told by a flag (woken_wake_function).</summary>
    WokenTask,
    /// <summary>A task in poll or select (pollwake).</summary>
    Poller,
    /// <summary>An epoll item (ep_poll_callback).</summary>
    Item,
}

/// <summary>An entry of a wait queue (struct wait_queue_entry), packed into a byte.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Waiter
{
    private const byte ExclusiveBit = 0x80;

    private readonly byte _bits;

    /// <summary>Describes an entry.</summary>
    /// <param name="kind">Whose function it calls.</param>
    /// <param name="index">The task or item, below 16.</param>
    /// <param name="isExclusive">Whether a wake-up of one ends with it (WQ_FLAG_EXCLUSIVE).</param>
    public Waiter(WaiterKind kind, int index, bool isExclusive = false) =>
        _bits = (byte)((int)kind << 4 | index | (isExclusive ? ExclusiveBit : 0));

    /// <summary>Whose function it calls.</summary>
    public WaiterKind Kind => (WaiterKind)(_bits >> 4 & 7);

    /// <summary>The task or item.</summary>
    public int Index => _bits & 15;

    /// <summary>Whether a wake-up of one ends with it (WQ_FLAG_EXCLUSIVE).</summary>
    public bool IsExclusive => (_bits & ExclusiveBit) != 0;
}

/// <summary>A wait queue head (kernel/sched/wait.c), with room for an entry of every task and every item.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct WaitQueue
{
    /// <summary>The entries, in the order in which a wake-up visits them.</summary>
    public OrderedSet<Waiter, InlineArray16<Waiter>> Entries;

    /// <summary>Whether somebody waits (waitqueue_active).</summary>
    public readonly bool HasSleeper => !Entries.IsEmpty;

    /// <summary>Links an entry before all others (add_wait_queue).</summary>
    public void Add(Waiter waiter) => Entries.Prepend(waiter);

    /// <summary>Links an entry behind all others (add_wait_queue_exclusive, __add_wait_queue_entry_tail).</summary>
    public void AddTail(Waiter waiter) => Entries.Append(waiter);

    /// <summary>Whether an entry is linked, exclusive or not.</summary>
    public readonly bool Contains(WaiterKind kind, int index) =>
        Entries.Contains(new Waiter(kind, index)) || Entries.Contains(new Waiter(kind, index, true));

    /// <summary>Unlinks an entry, exclusive or not, if it is linked.</summary>
    public void Remove(WaiterKind kind, int index)
    {
        Entries.Remove(new Waiter(kind, index));
        Entries.Remove(new Waiter(kind, index, true));
    }
}
