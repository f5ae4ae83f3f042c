using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Select;

/// <content>What the mutants of poll do in the place of its first pass.</content>
internal static partial class PollTable
{
    /// <summary>Links the task at the tail of the next file's queue.</summary>
    public static void QueueBehindOnNext(ref Kernel kernel, int task)
    {
        kernel.Files[FileOfNext(in kernel, task)].Waiters.AddTail(new Waiter(WaiterKind.Poller, task));
        HoldQueueOf(ref kernel, task, kernel.Tasks[task].Position);
    }

    /// <summary>Whether the first pass has asked a file, found nothing, and not queued on it.</summary>
    public static bool LastIsWithoutQueue(in Kernel kernel, int task) =>
        IsQueueing(in kernel, task) && HasLast(in kernel, task) && Last(in kernel, task).QueuedOn < 0;

    /// <summary>Links the task into the queue of the file that it has asked last.</summary>
    public static void QueueOnLast(ref Kernel kernel, int task)
    {
        kernel.Files[FileOfLast(in kernel, task)].Waiters.Add(new Waiter(WaiterKind.Poller, task));
        HoldQueueOf(ref kernel, task, kernel.Tasks[task].Position - 1);
    }

    /// <summary>Whether the first pass has asked a socket for room, found none, and not said that it wants
    /// some.</summary>
    public static bool LastHadNoRoom(in Kernel kernel, int task) =>
        IsQueueing(in kernel, task) && HasLast(in kernel, task)
        && kernel.Files[FileOfLast(in kernel, task)] is { Kind: FileKind.Socket, Object: var socket }
        && !kernel.Sockets[socket].NoSpace;

    /// <summary>Says so.</summary>
    public static void WantRoomOnLast(ref Kernel kernel, int task) =>
        kernel.Sockets[kernel.Files[FileOfLast(in kernel, task)].Object].NoSpace = true;

    /// <summary>Asks the next file what it is ready for, and leaves no trace there.</summary>
    public static void LookAtNext(ref Kernel kernel, int task) =>
        Find(ref kernel, task, Readiness.Of(in kernel, FileOfNext(in kernel, task)));

    private static bool HasLast(in Kernel kernel, int task) =>
        kernel.Tasks[task].Position > 0 && FileOfLast(in kernel, task) != Capacity.None;

    private static PollRequest Last(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Polled.Items[kernel.Tasks[task].Position - 1];

    private static byte FileOfLast(in Kernel kernel, int task) =>
        kernel.Descriptors.FileOf(Last(in kernel, task).Descriptor);
}
