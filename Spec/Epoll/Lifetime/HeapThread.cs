using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>What a thread may call.</summary>
public enum LifetimeCallKind : byte
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>EPOLL_CTL_ADD.</summary>
    Add,
    /// <summary>EPOLL_CTL_MOD that takes EPOLLWAKEUP away.</summary>
    Modify,
    /// <summary>EPOLL_CTL_DEL.</summary>
    Delete,
    /// <summary>epoll_wait with something on the ready list, or nothing.</summary>
    Scan,
    /// <summary>write to the file, which wakes its queue.</summary>
    Write,
    /// <summary>close.</summary>
    Close,
    /// <summary>connect of a socket to somebody else.</summary>
    Disconnect,
    /// <summary>The thread that owns a wait queue exits.</summary>
    Exit,
}

/// <summary>A call.</summary>
/// <param name="Kind">What is called.</param>
/// <param name="Epoll">The instance it works on; the file for calls that work on none.</param>
/// <param name="Target">The file it works on.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct LifetimeCall(LifetimeCallKind Kind, byte Epoll, byte Target);

/// <summary>Where a thread is in each machine.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct LifetimeSteps
{
    /// <summary>In user mode.</summary>
    public CallerStep Caller;
    /// <summary>In epoll_ctl.</summary>
    public ItemControlStep ItemControl;
    /// <summary>In epoll_wait.</summary>
    public ReadyScanStep ReadyScan;
    /// <summary>In a wake-up.</summary>
    public QueueWalkStep QueueWalk;
    /// <summary>In the last put of a file.</summary>
    public FileTeardownStep FileTeardown;
    /// <summary>Unlinking an item from its wait queue.</summary>
    public HookRemovalStep HookRemoval;
    /// <summary>Removing an item.</summary>
    public ItemRemovalStep ItemRemoval;
}

/// <summary>A thread, and what it has in hand.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct HeapThread
{
    /// <summary>Calls it has still to make.</summary>
    public Ring<LifetimeCall, InlineArray2<LifetimeCall>> Calls;

    /// <summary>The call it is in; its kind is none between calls.</summary>
    public LifetimeCall Call;

    /// <summary>Where it is.</summary>
    public LifetimeSteps Steps;

    /// <summary>1 + the item in hand; 0 for none.</summary>
    public byte ItemAndOne;

    /// <summary>1 + the wait queue whose address it has read; 0 for none.</summary>
    public byte QueueAndOne;

    /// <summary>The entries of a wait queue that its walk has still to call.</summary>
    public BitSet<byte> Visits;

    /// <summary>Its callback has read the address of the item's wakeup source.</summary>
    public bool HasSource;

    /// <summary>It has pinned the file of the item in hand.</summary>
    public bool HasPin;

    /// <summary>It has dropped the last reference of an instance, and owes the free.</summary>
    public bool OwesFree;

    /// <summary>Files whose paths it is to count.</summary>
    public BitSet<byte> Collected;

    /// <summary>Those of them that it holds.</summary>
    public BitSet<byte> Pinned;

    /// <summary>Files of which it has put the last reference: it releases them before it returns.</summary>
    public BitSet<byte> Dying;

    /// <summary>The item in hand, or -1.</summary>
    public readonly int Item => ItemAndOne - 1;

    /// <summary>The wait queue whose address it has read, or -1.</summary>
    public readonly int Queue => QueueAndOne - 1;
}
