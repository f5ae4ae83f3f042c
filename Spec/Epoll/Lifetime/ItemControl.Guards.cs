namespace Wakeline.Spec.Epoll.Lifetime;

/// <content>What the rows ask.</content>
public static partial class ItemControl
{
    private static int InstanceOf(in Heap heap, int thread) => heap.Callers[thread].Call.Epoll;

    private static int Target(in Heap heap, int thread) => heap.Callers[thread].Call.Target;

    private static bool CallIs(in Heap heap, int thread, LifetimeCallKind kind) =>
        heap.Callers[thread].Call.Kind == kind;

    private static bool MutexIsFree(in Heap heap, int thread) =>
        HeapLocks.MutexIsFree(in heap, InstanceOf(in heap, thread));

    private static bool TargetMutexIsFree(in Heap heap, int thread) =>
        HeapLocks.MutexIsFree(in heap, Target(in heap, thread));

    private static bool IsWatched(in Heap heap, int thread) => heap.Files[InstanceOf(in heap, thread)].HasWatchers;

    private static bool IsVisited(in Heap heap, int thread) => heap.Instances[InstanceOf(in heap, thread)].IsVisited;

    private static bool TargetIsInstance(in Heap heap, int thread) =>
        HeapItems.IsInstance(Target(in heap, thread));

    private static bool NobodyChecks(in Heap heap, int thread) => heap.CheckOwnerAndOne == 0;

    private static bool IsChecked(in Heap heap, int thread) => heap.CheckOwnerAndOne == thread + 1;

    private static int NextWatcher(in Heap heap, int thread) =>
        HeapItems.NextWatcher(in heap, InstanceOf(in heap, thread), heap.Callers[thread].Item);

    private static bool HasNextWatcher(in Heap heap, int thread) => NextWatcher(in heap, thread) >= 0;

    private static int Found(in Heap heap, int thread) =>
        HeapItems.Find(in heap, InstanceOf(in heap, thread), Target(in heap, thread));

    private static bool HasItem(in Heap heap, int thread) => Found(in heap, thread) >= 0;

    private static bool TargetIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.FileIsUnlocked(in heap, Target(in heap, thread));

    private static bool ItemHasSource(in Heap heap, int thread) => heap.Items[Found(in heap, thread)].HasSource;

    private static bool GraceIsOver(in Heap heap, int thread) =>
        heap.Items[heap.Callers[thread].Item].Source.Readers.IsEmpty;

    private static bool PathsAreTooMany(in Heap heap, int thread)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            if (heap.Callers[thread].Collected.Contains(file) && HeapItems.PathsAreTooMany(in heap, file))
            {
                return true;
            }
        }

        return false;
    }

    private static bool QueueIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.QueueIsUnlocked(in heap, Target(in heap, thread));

    private static bool IsConnected(in Heap heap, int thread) => Peer(in heap, thread) >= 0;

    private static int Peer(in Heap heap, int thread) => heap.Files[Target(in heap, thread)].PeerAndOne - 1;

    private static bool PeerIsUnlocked(in Heap heap, int thread) =>
        HeapLocks.QueueIsUnlocked(in heap, Peer(in heap, thread));
}
