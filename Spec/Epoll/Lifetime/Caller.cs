using static Wakeline.Spec.Epoll.Lifetime.CallerStep;
using static Wakeline.Spec.Epoll.Lifetime.HeapReferences;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>The steps of a thread in user mode.</summary>
public enum CallerStep : byte
{
    /// <summary>It makes its next call when it is back from the last.</summary>
    User,
}

/// <summary>
/// A thread that makes its calls one after the other. A call holds the files it works on until it returns; one whose
/// descriptors are closed already fails.
/// </summary>
[Machine]
public static partial class Caller
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Heap, CallerStep> table) => table
        .At(Location)
        .MutatedBy(Heap.MutationIn)
        .Final(User)
        .Fair(Fairness.Weak)

        .In(User).Per("fs/file.c fdget")
            .When(NextIs, LifetimeCallKind.Exit).Do(TakeCall).Do(StartWalk).Stay().Named("exit")
            .When(HasNext).Unless(DescriptorsAreOpen).Do(TakeCall).Do(ForgetCall).Stay().Named("EBADF")
            .When(NextIs, LifetimeCallKind.Write).Do(TakeCall).Do(HoldFiles).Do(StartWalk).Stay().Named("write")
            .When(NextIs, LifetimeCallKind.Scan).Do(TakeCall).Do(HoldFiles).Do(StartScan).Stay().Named("epoll_wait")
        .In(User).Per("fs/open.c close")
            .When(NextIs, LifetimeCallKind.Close).Do(TakeCall).Do(CloseFile).Do(ForgetCall).Stay().Named("close")
        .In(User).Per("net/unix/af_unix.c unix_dgram_disconnected")
            .When(NextIs, LifetimeCallKind.Disconnect).Do(TakeCall).Do(DropPeer).Do(ForgetCall).Stay()
                .Named("connect elsewhere")
        .In(User).Per("fs/file.c fdget")
            .When(HasNext).Do(TakeCall).Do(HoldFiles).Do(StartControl).Stay().Named("epoll_ctl");

    private static ref CallerStep Location(ref Heap heap, int thread) => ref heap.Callers[thread].Steps.Caller;

    private static bool HasNext(in Heap heap, int thread) =>
        heap.Callers[thread].Call.Kind == LifetimeCallKind.None && !heap.Callers[thread].Calls.IsEmpty
        && heap.Callers[thread].Dying.IsEmpty;

    private static bool NextIs(in Heap heap, int thread, LifetimeCallKind kind) =>
        HasNext(in heap, thread) && heap.Callers[thread].Calls.Items[0].Kind == kind;

    private static bool DescriptorsAreOpen(in Heap heap, int thread)
    {
        var next = heap.Callers[thread].Calls.Items[0];
        return heap.Files[next.Epoll].IsOpen && heap.Files[next.Target].IsOpen;
    }

    private static void TakeCall(ref Heap heap, int thread) =>
        heap.Callers[thread].Call = heap.Callers[thread].Calls.Dequeue();

    private static void HoldFiles(ref Heap heap, int thread)
    {
        Hold(ref heap, heap.Callers[thread].Call.Epoll);
        Hold(ref heap, heap.Callers[thread].Call.Target);
    }

    private static void StartControl(ref Heap heap, int thread) =>
        heap.Callers[thread].Steps.ItemControl = ItemControlStep.TakeMutex;

    private static void StartScan(ref Heap heap, int thread) =>
        heap.Callers[thread].Steps.ReadyScan = ReadyScanStep.TakeMutex;

    private static void StartWalk(ref Heap heap, int thread)
    {
        heap.Callers[thread].QueueAndOne = (byte)(heap.Callers[thread].Call.Target + 1);
        heap.Callers[thread].Steps.QueueWalk = QueueWalkStep.TakeLock;
    }

    private static void CloseFile(ref Heap heap, int thread)
    {
        var file = heap.Callers[thread].Call.Target;
        heap.Files[file].IsOpen = false;
        Put(ref heap, thread, file);
    }

    private static void DropPeer(ref Heap heap, int thread) =>
        Peers.Disconnect(ref heap, heap.Callers[thread].Call.Target);
}
