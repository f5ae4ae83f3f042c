using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Select;

/// <summary>
/// What poll and select share: the visit of a descriptor, the queues they wait on, their keys (fs/select.c).
/// </summary>
internal static partial class PollTable
{
    /// <summary>The bits that make a descriptor of the read set ready (POLLIN_SET).</summary>
    private const PollEvents ReadSet = PollEvents.In | PollEvents.RdNorm | PollEvents.RdBand | PollEvents.Hup
        | PollEvents.Err | PollEvents.Nval;

    /// <summary>The bits that make a descriptor of the write set ready (POLLOUT_SET).</summary>
    private const PollEvents WriteSet = PollEvents.Out | PollEvents.WrNorm | PollEvents.WrBand | PollEvents.Err
        | PollEvents.Nval;

    /// <summary>The bits that make a descriptor of the exception set ready (POLLEX_SET).</summary>
    private const PollEvents ExceptionSet = PollEvents.Pri | PollEvents.Nval;

    /// <summary>The events for which a task in poll or select lets a file wake it (poll_table_entry.key).</summary>
    public static PollEvents KeyOf(in Kernel kernel, int task, int file)
    {
        var key = PollEvents.None;
        var isSelect = IsSelect(in kernel, task);
        foreach (var request in kernel.Tasks[task].Arguments.Polled.Items)
        {
            if (request.QueuedOn == file)
            {
                key |= isSelect ? SelectKey(request.Asked) : request.Asked | PollEvents.Err | PollEvents.Hup;
            }
        }

        return key;
    }

    /// <summary>Whether a descriptor is still to be visited in this pass.</summary>
    public static bool HasNext(in Kernel kernel, int task) =>
        kernel.Tasks[task].Position < kernel.Tasks[task].Arguments.Polled.Count;

    /// <summary>Whether the next descriptor is negative, which poll ignores.</summary>
    public static bool NextIsNegative(in Kernel kernel, int task) =>
        HasNext(in kernel, task) && Next(in kernel, task).Descriptor == Capacity.None;

    /// <summary>Whether the next descriptor is not open.</summary>
    public static bool NextIsClosed(in Kernel kernel, int task) =>
        HasNext(in kernel, task) && FileOfNext(in kernel, task) == Capacity.None;

    /// <summary>Whether the next descriptor can be asked without waiting for a mutex.</summary>
    public static bool NextCanBePolled(in Kernel kernel, int task) =>
        HasNext(in kernel, task) && FileOfNext(in kernel, task) != Capacity.None
        && Readiness.CanPoll(in kernel, FileOfNext(in kernel, task));

    /// <summary>Whether the task waits on the files it visits: in the first pass, until one is found ready.</summary>
    public static bool IsQueueing(in Kernel kernel, int task) =>
        !kernel.Tasks[task].HasQueued && kernel.Tasks[task].Arguments.Timeout != Tasks.Timeout.Zero
        && !HasFound(in kernel, task);

    /// <summary>Whether every descriptor is visited, and one is ready.</summary>
    public static bool HasFound(in Kernel kernel, int task) => CountFound(in kernel, task) > 0;

    /// <summary>Goes on without looking.</summary>
    public static void SkipNext(ref Kernel kernel, int task) => kernel.Tasks[task].Position++;

    /// <summary>Finds that the next descriptor is not open.</summary>
    public static void FindClosed(ref Kernel kernel, int task) => Find(ref kernel, task, PollEvents.Nval);

    /// <summary>Links the task into the queue of the next file, and keeps the file open (__pollwait).</summary>
    public static void QueueOnNext(ref Kernel kernel, int task)
    {
        kernel.Files[FileOfNext(in kernel, task)].Waiters.Add(new Waiter(WaiterKind.Poller, task));
        HoldQueueOf(ref kernel, task, kernel.Tasks[task].Position);
    }

    /// <summary>Asks the next file what it is ready for.</summary>
    public static void AskNext(ref Kernel kernel, int task) =>
        Find(ref kernel, task, Readiness.Poll(ref kernel, FileOfNext(in kernel, task)));

    /// <summary>Begins the next pass, which queues on nothing.</summary>
    public static void VisitAgain(ref Kernel kernel, int task)
    {
        kernel.Tasks[task].Woken = false;
        kernel.Tasks[task].Position = 0;
        kernel.Tasks[task].HasQueued = true;
    }

    /// <summary>Unlinks the task from every queue (poll_freewait).</summary>
    public static void LeaveQueues(ref Kernel kernel, int task)
    {
        ref var polled = ref kernel.Tasks[task].Arguments.Polled;
        for (var index = 0; index < polled.Count; index++)
        {
            if (polled[index].QueuedOn >= 0)
            {
                kernel.Files[polled[index].QueuedOn].Waiters.Remove(WaiterKind.Poller, task);
                polled[index] = polled[index].Queueing(-1);
            }
        }
    }

    /// <summary>Ends the call with the number of ready descriptors (poll) or of bits set (select).</summary>
    public static void ReturnFound(ref Kernel kernel, int task) =>
        SystemCalls.Return(ref kernel, task, CountFound(in kernel, task));

    private static bool IsSelect(in Kernel kernel, int task) => SystemCalls.CallIs(in kernel, task, SystemCall.Select);

    private static void HoldQueueOf(ref Kernel kernel, int task, int position)
    {
        ref var request = ref kernel.Tasks[task].Arguments.Polled[position];
        var file = kernel.Descriptors.FileOf(request.Descriptor);
        SystemCalls.HoldFile(ref kernel, task, file);
        request = request.Queueing(file);
    }

    private static PollRequest Next(in Kernel kernel, int task) =>
        kernel.Tasks[task].Arguments.Polled.Items[kernel.Tasks[task].Position];

    private static byte FileOfNext(in Kernel kernel, int task) =>
        kernel.Descriptors.FileOf(Next(in kernel, task).Descriptor);

    private static void Find(ref Kernel kernel, int task, PollEvents ready)
    {
        ref var control = ref kernel.Tasks[task];
        ref var request = ref control.Arguments.Polled[control.Position];
        request = request.Finding(IsSelect(in kernel, task)
            ? SetsOf(ready) & request.Asked
            : ready & (request.Asked | PollEvents.Err | PollEvents.Hup | PollEvents.Nval));
        control.Position++;
        control.Visits++;
    }

    private static int CountFound(in Kernel kernel, int task)
    {
        var isSelect = IsSelect(in kernel, task);
        var found = 0;
        foreach (var request in kernel.Tasks[task].Arguments.Polled.Items)
        {
            found += isSelect
                ? System.Numerics.BitOperations.PopCount((uint)request.Returned)
                : Math.Sign((int)request.Returned);
        }

        return found;
    }

    private static PollEvents SelectKey(PollEvents asked) =>
        ExceptionSet
        | ((asked & PollEvents.In) != 0 ? ReadSet : PollEvents.None)
        | ((asked & PollEvents.Out) != 0 ? WriteSet : PollEvents.None);

    /// <summary>The sets of select in which a descriptor is ready.</summary>
    private static PollEvents SetsOf(PollEvents ready) =>
        ((ready & ReadSet) != 0 ? PollEvents.In : PollEvents.None)
        | ((ready & WriteSet) != 0 ? PollEvents.Out : PollEvents.None)
        | ((ready & ExceptionSet) != 0 ? PollEvents.Pri : PollEvents.None);
}
