using System.Runtime.InteropServices;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Files;

/// <summary>What stands behind an open file description.</summary>
public enum FileKind : byte
{
    /// <summary>The slot is free.</summary>
    None,
    /// <summary>A regular file: it has no poll method.</summary>
    Regular,
    /// <summary>A device that the environment makes ready: the abstract pollable file.</summary>
    Device,
    /// <summary>An eventfd: a counter.</summary>
    Event,
    /// <summary>An epoll instance.</summary>
    Epoll,
    /// <summary>A TCP socket.</summary>
    Socket,
    /// <summary>An end of a pair of UNIX stream sockets.</summary>
    UnixSocket,
    /// <summary>The end of a pipe that is read from.</summary>
    PipeReadEnd,
    /// <summary>The end of a pipe that is written to.</summary>
    PipeWriteEnd,
}

/// <summary>An open file description (struct file): what descriptors, dup and running calls share.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct OpenFile
{
    /// <summary>What stands behind it.</summary>
    public FileKind Kind;

    /// <summary>Index of the device, counter, epoll instance, socket or pipe.</summary>
    public byte Object;

    /// <summary>Descriptors and running calls that keep it open (f_count); 0 while its final fput runs.</summary>
    public byte References;

    /// <summary>O_NONBLOCK.</summary>
    public bool Nonblocking;

    /// <summary>O_ASYNC: the owner gets SIGIO (fasync).</summary>
    public bool Async;

    /// <summary>Whether it has an owner, who gets its signals (f_owner).</summary>
    public bool HasOwner;

    /// <summary>
    /// 1 + the task that is the owner; 0 for somebody who just collects them (<see cref="Sockets.Socket.Signals"/>).
    /// </summary>
    public byte OwnerTaskAndOne;

    /// <summary>
    /// The queue that poll names: of sleepers in calls, pollers and epoll items (sk_wq, the eventfd's wqh,
    /// ep->poll_wait, of a pipe's ends rd_wait and wr_wait).
    /// </summary>
    public WaitQueue Waiters;
}
