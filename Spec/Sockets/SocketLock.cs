using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The lock of a socket as a call takes it (lock_sock). While a task owns it, segments wait in a queue, which the task
/// works off before it lets go (net/core/sock.c release_sock).
/// </summary>
public static class SocketLock
{
    /// <summary>Whether no task owns the lock of the socket a task works on.</summary>
    public static bool LockIsFree(in Kernel kernel, int task) =>
        !kernel.Sockets[SocketTable.Of(in kernel, task)].IsOwned;

    /// <summary>Takes the lock.</summary>
    public static void TakeLock(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].OwnerAndOne = (byte)(task + 1);

    /// <summary>Whether segments came while the lock was owned.</summary>
    public static bool HasWaiting(in Kernel kernel, int task) =>
        kernel.Backlog.HasFor(SocketTable.Of(in kernel, task));

    /// <summary>Processes the oldest of them, with all that follows (__release_sock).</summary>
    public static void ProcessWaiting(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        var segment = kernel.Backlog.TakeFor(socket);
        SocketInput.Feed(ref kernel, socket, in segment);
    }

    /// <summary>
    /// Processes the oldest of them and tells nobody: a fault of readers that think of themselves alone.
    /// </summary>
    public static void ProcessSilently(ref Kernel kernel, int task)
    {
        var socket = SocketTable.Of(in kernel, task);
        var segment = kernel.Backlog.TakeFor(socket);
        Connection.Fire(ref kernel.Sockets[socket].Tcb, in segment, kernel.Mutation);
        kernel.Sockets[socket].Tcb.Notices.Clear();
        Transmission.Send(ref kernel, socket);
    }

    /// <summary>Lets go of the lock.</summary>
    public static void ReleaseLock(ref Kernel kernel, int task) =>
        kernel.Sockets[SocketTable.Of(in kernel, task)].OwnerAndOne = 0;
}
