using Wakeline.Spec.Epoll;
using Wakeline.Spec.Pipes;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Unix;
using static Wakeline.Spec.Files.FileReleaseStep;
using static Wakeline.Spec.Tasks.Sleeping;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Files;

/// <summary>
/// The end of a call that put a file for the last time: the items that watch the file go, then what stands behind it.
/// The task gets back to user mode only after that.
/// </summary>
[Machine]
public static partial class FileRelease
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, FileReleaseStep> table) => table
        .At(Location)
        .Timing(Timers)
        .MutatedBy(Kernel.MutationIn)
        .Start(Unwatch)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Unwatch).Holding("ep->mtx, whead->lock, ep->lock").Per("fs/eventpoll.c eventpoll_release_file")
            .When(IsWatched).When(WatcherIsUnlocked).Do(RemoveWatcher).Stay()
            .Unless(IsWatched).Goto(Release)

        .In(Release).Per("fs/file_table.c __fput").Per("net/ipv4/tcp.c __tcp_close")
            .When(IsSocket).Do(EndConnection).Goto(Ending)
        .In(Release).Per("fs/file_table.c __fput").Per("fs/eventpoll.c ep_clear_and_put")
            .When(CanBeReleased).When(IsLast).Do(ReleaseFile).Do(ToUserMode).Goto(Idle)
            .When(CanBeReleased).Do(ReleaseFile).Goto(Unwatch)

        .In(Ending).Holding("sk_lock").Per("net/core/stream.c sk_stream_wait_close")
            .When(MustLinger).Do(JoinDyingQueue).Do(FallAsleep).Arm(TaskTimer.Sleep).Goto(Lingering)
            .When(IsLast).Do(ReleaseFile).Do(ToUserMode).Goto(Idle)
            .Otherwise().Do(ReleaseFile).Goto(Unwatch)
        .In(Lingering).Per("kernel/sched/wait.c wait_woken")
            .When(IsAwake).Do(LeaveDyingQueue).Cancel(TaskTimer.Sleep).Goto(Ending)
            .Expires(TaskTimer.Sleep).Do(LeaveDyingQueue).Do(NoteTimeout).Goto(Ending);

    private static ref FileReleaseStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.FileRelease;

    private static ref BitSet<ushort> Timers(ref Kernel kernel, int task) => ref kernel.Tasks[task].Timers;

    private static int Dying(in Kernel kernel, int task) => kernel.Tasks[task].Held.First;

    private static int Watcher(in Kernel kernel, int task) =>
        EpollItems.FirstWatcher(in kernel, Dying(in kernel, task));

    private static bool IsWatched(in Kernel kernel, int task) => Watcher(in kernel, task) >= 0;

    private static bool WatcherIsUnlocked(in Kernel kernel, int task) =>
        EpollMutex.IsFree(in kernel, kernel.Items[Watcher(in kernel, task)].Epoll);

    private static void RemoveWatcher(ref Kernel kernel, int task) =>
        EpollItems.Remove(ref kernel, Watcher(in kernel, task));

    private static bool IsLast(in Kernel kernel, int task) => kernel.Tasks[task].Held.Count == 1;

    /// <summary>The release of an epoll instance waits for its mutex.</summary>
    private static bool CanBeReleased(in Kernel kernel, int task)
    {
        ref readonly var file = ref kernel.Files[Dying(in kernel, task)];
        return file.Kind != FileKind.Epoll || EpollMutex.IsFree(in kernel, file.Object);
    }

    private static bool IsSocket(in Kernel kernel, int task) =>
        kernel.Files[Dying(in kernel, task)].Kind == FileKind.Socket;

    private static void EndConnection(ref Kernel kernel, int task) =>
        SocketRelease.EndConnection(ref kernel, kernel.Files[Dying(in kernel, task)].Object);

    /// <summary>Whether close waits for the peer: neither the linger time nor a signal has ended that.</summary>
    private static bool MustLinger(in Kernel kernel, int task) =>
        SocketRelease.MustLinger(in kernel, kernel.Files[Dying(in kernel, task)].Object)
        && !kernel.Tasks[task].TimedOut && !SignalPending(in kernel, task);

    private static void JoinDyingQueue(ref Kernel kernel, int task) =>
        kernel.Files[Dying(in kernel, task)].Waiters.Add(new Waiter(WaiterKind.WokenTask, task));

    private static void LeaveDyingQueue(ref Kernel kernel, int task)
    {
        kernel.Files[Dying(in kernel, task)].Waiters.Remove(WaiterKind.WokenTask, task);
        kernel.Tasks[task].Woken = false;
        Run(ref kernel, task);
    }

    private static void ReleaseFile(ref Kernel kernel, int task)
    {
        var index = Dying(in kernel, task);
        var file = kernel.Files[index];
        switch (file.Kind)
        {
            case FileKind.Event:
                kernel.EventCounters[file.Object] = default;
                break;
            case FileKind.Epoll:
                EpollRelease.Released(ref kernel, file.Object);
                break;
            case FileKind.Socket:
                SocketRelease.Abandon(ref kernel, file.Object);
                break;
            case FileKind.UnixSocket:
                UnixPairs.Release(ref kernel, file.Object);
                break;
            case FileKind.PipeReadEnd or FileKind.PipeWriteEnd:
                PipeEnds.Release(ref kernel, index);
                break;
            default:
                break;
        }

        kernel.Files[index] = default;
        kernel.Tasks[task].Held.Remove(index);
        kernel.Tasks[task].TimedOut = false;
    }
}
