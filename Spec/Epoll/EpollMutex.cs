using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// ep->mtx of the instance a call works on: held by whoever scans, polls or changes the interest list. Taking it comes
/// in the same step as what is done first under it, which no other task could come between.
/// </summary>
internal static class EpollMutex
{
    public static int EpollOf(in Kernel kernel, int task) => kernel.Files[kernel.Tasks[task].File].Object;

    public static bool MutexIsFree(in Kernel kernel, int task) => IsFree(in kernel, EpollOf(in kernel, task));

    public static bool IsFree(in Kernel kernel, int epoll) => kernel.Epolls[epoll].MutexOwnerAndOne == 0;

    public static void LockMutex(ref Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].MutexOwnerAndOne = (byte)(task + 1);

    public static void UnlockMutex(ref Kernel kernel, int task) =>
        kernel.Epolls[EpollOf(in kernel, task)].MutexOwnerAndOne = 0;

    /// <summary>Whether a task in epoll_wait sleeps until the mutex is free.</summary>
    public static bool IsAwaitedBy(in Kernel kernel, int task) =>
        kernel.Tasks[task].Steps.EpollWait == EpollWaitStep.StartScan
            && SystemCalls.FileIs(in kernel, task, FileKind.Epoll)
        && !MutexIsFree(in kernel, task);
}
