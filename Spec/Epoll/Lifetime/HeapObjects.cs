using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>An epoll instance (struct eventpoll). The file of the same number is its own.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Instance
{
    /// <summary>Its memory, in which its mutex and its queue of pollers lie.</summary>
    public Allocation Memory;

    /// <summary>One for its file, and one for each item (ep->refcount).</summary>
    public byte References;

    /// <summary>1 + the thread that holds ep->mtx; 0 for none.</summary>
    public byte MutexOwnerAndOne;

    /// <summary>The search for loops that is under way has come by (ep->gen).</summary>
    public bool IsVisited;
}

/// <summary>An item of an interest list (struct epitem), with its link into a wait queue.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Item
{
    /// <summary>Its memory.</summary>
    public Allocation Memory;

    /// <summary>The instance it belongs to.</summary>
    public byte Instance;

    /// <summary>The file it watches.</summary>
    public byte File;

    /// <summary>Whether it is in the interest list (ep->rbr).</summary>
    public bool IsInTree;

    /// <summary>Whether it is on the list of those who watch its file (file->f_ep).</summary>
    public bool IsListed;

    /// <summary>Whether it is on the ready list.</summary>
    public bool IsReady;

    /// <summary>Whether nothing can refuse its addition any more.</summary>
    public bool IsAccepted;

    /// <summary>The memory of its link (struct eppoll_entry), which is freed at once.</summary>
    public Allocation Hook;

    /// <summary>1 + the wait queue that the link names (pwq->whead); 0 for none.</summary>
    public byte QueueAndOne;

    /// <summary>Whether the item names its wakeup source (epi->ws).</summary>
    public bool HasSource;

    /// <summary>The memory of its wakeup source, if EPOLLWAKEUP asked for one.</summary>
    public Allocation Source;
}

/// <summary>An open file description (struct file).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct HeapFile
{
    /// <summary>Its memory, in which its lock lies.</summary>
    public Allocation Memory;

    /// <summary>Who holds it: its descriptor, calls, pins (file->f_ref).</summary>
    public byte References;

    /// <summary>Whether its descriptor is open.</summary>
    public bool IsOpen;

    /// <summary>Whether it names a list of items that watch it (file->f_ep).</summary>
    public bool HasWatchers;

    /// <summary>1 + the thread that holds file->f_lock; 0 for none.</summary>
    public byte LockOwnerAndOne;

    /// <summary>Whether its wait queue is part of it, and not of a thread (signalfd, binder).</summary>
    public bool OwnsQueue;

    /// <summary>1 + the file of the socket it is connected to; 0 for none.</summary>
    public byte PeerAndOne;
}

/// <summary>A wait queue head. That of an instance's file lies in the instance (ep->poll_wait).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Queue
{
    /// <summary>Its memory; unused if it lies in an instance.</summary>
    public Allocation Memory;

    /// <summary>Whose it is: a file's or a thread's, and those of sockets that are connected to its socket.</summary>
    public byte References;

    /// <summary>1 + the thread that holds its spinlock; 0 for none.</summary>
    public byte LockOwnerAndOne;

    /// <summary>The items that are linked.</summary>
    public BitSet<byte> Entries;

    /// <summary>
    /// Whether somebody else waits exclusively, before the items, and says of any wake-up that he has taken it.
    /// </summary>
    public bool HasExclusivePoller;
}
