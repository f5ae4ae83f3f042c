using System.Runtime.InteropServices;

namespace Wakeline.Spec.Epoll;

/// <summary>Whether an item is linked into the wait queue of the file it watches.</summary>
public enum HookState : byte
{
    /// <summary>It is not: nothing calls it.</summary>
    Unhooked,
    /// <summary>It is: every wake-up of the file calls ep_poll_callback.</summary>
    Hooked,
}

/// <summary>One entry of an interest list (fs/eventpoll.c: struct epitem, with its struct eppoll_entry).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct EpollItem
{
    /// <summary>Whether the item exists.</summary>
    public bool InUse;

    /// <summary>The epoll instance it belongs to.</summary>
    public byte Epoll;

    /// <summary>The file it watches: with the descriptor the key of the item.</summary>
    public byte File;

    /// <summary>The descriptor under which the file was added.</summary>
    public byte Descriptor;

    /// <summary>The events it watches for, and its flags.</summary>
    public PollEvents Events;

    /// <summary>What the user gets back with each event.</summary>
    public byte Data;

    /// <summary>Whether it keeps the system awake (EPOLLWAKEUP).</summary>
    public WakeSource WakeSource;

    /// <summary>Whether it is linked into the wait queue of the file.</summary>
    public HookState Hook;

    /// <summary>
    /// What its callback returns to the walk of the wait queue (ewake); set only while the walk looks at it.
    /// </summary>
    public bool Consumes;
}
