using static Wakeline.Spec.Epoll.Lifetime.ReadCopyUpdate;

namespace Wakeline.Spec.Epoll.Lifetime;

/// <content>What the rows do.</content>
public static partial class ItemControl
{
    private static void LockMutex(ref Heap heap, int thread) =>
        HeapLocks.LockMutex(ref heap, thread, InstanceOf(in heap, thread));

    private static void UnlockMutex(ref Heap heap, int thread) =>
        HeapLocks.UnlockMutex(ref heap, thread, InstanceOf(in heap, thread));

    private static void TakeCheck(ref Heap heap, int thread) =>
        HeapLocks.Take(ref heap, thread, ref heap.CheckOwnerAndOne);

    private static void CollectTarget(ref Heap heap, int thread) => Collect(ref heap, thread, Target(in heap, thread));

    private static void Collect(ref Heap heap, int thread, int file)
    {
        if (!heap.Callers[thread].Collected.Contains(file))
        {
            HeapReferences.Hold(ref heap, file);
            heap.Callers[thread].Collected.Add(file);
            heap.Callers[thread].Pinned.Add(file);
        }
    }

    private static void VisitTarget(ref Heap heap, int thread) => MarkVisited(ref heap, Target(in heap, thread));

    private static void MarkVisited(ref Heap heap, int instance)
    {
        Touch(ref heap, heap.Instances[instance].Memory.Life);
        heap.Instances[instance].IsVisited = true;
    }

    private static void CollectHeld(ref Heap heap, int thread) => CollectBelow(ref heap, thread, alsoDead: false);

    private static void CollectAll(ref Heap heap, int thread) => CollectBelow(ref heap, thread, alsoDead: true);

    private static void CollectBelow(ref Heap heap, int thread, bool alsoDead)
    {
        var target = Target(in heap, thread);
        for (var item = HeapItems.NextOf(in heap, target, -1); item >= 0;
            item = HeapItems.NextOf(in heap, target, item))
        {
            var file = heap.Items[item].File;
            Touch(ref heap, heap.Files[file].Memory.Life);
            if (!HeapItems.IsInstance(file) && (alsoDead || heap.Files[file].References > 0))
            {
                Collect(ref heap, thread, file);
            }
        }
    }

    private static void ForgetPins(ref Heap heap, int thread)
    {
        while (!heap.Callers[thread].Pinned.IsEmpty)
        {
            var file = heap.Callers[thread].Pinned.First;
            heap.Callers[thread].Pinned.Remove(file);
            heap.Files[file].References--;
        }
    }

    private static void ReadWatcher(ref Heap heap, int thread) =>
        heap.Callers[thread].ItemAndOne = (byte)(NextWatcher(in heap, thread) + 1);

    private static void VisitAbove(ref Heap heap, int thread)
    {
        var item = heap.Callers[thread].Item;
        Touch(ref heap, heap.Items[item].Memory.Life);
        MarkVisited(ref heap, heap.Items[item].Instance);
    }

    private static void Register(ref Heap heap, int thread)
    {
        HeapLocks.LockFile(ref heap, thread, Target(in heap, thread));
        var item = HeapItems.Register(ref heap, InstanceOf(in heap, thread), Target(in heap, thread));
        HeapLocks.UnlockFile(ref heap, thread, Target(in heap, thread));
        heap.Callers[thread].ItemAndOne = (byte)(item + 1);
    }

    private static void Accept(ref Heap heap, int thread) =>
        heap.Items[heap.Callers[thread].Item].IsAccepted = true;

    private static void TakeItem(ref Heap heap, int thread) =>
        heap.Callers[thread].ItemAndOne = (byte)(Found(in heap, thread) + 1);

    /// <summary>A callback that comes now finds no source; one that runs already may use it.</summary>
    private static void ForgetSource(ref Heap heap, int thread)
    {
        ref var item = ref heap.Items[heap.Callers[thread].Item];
        item.HasSource = false;
        BeginGrace(ref heap, ref item.Source);
    }

    private static void FreeSource(ref Heap heap, int thread) =>
        Free(ref heap, ref heap.Items[heap.Callers[thread].Item].Source);

    private static void TouchCollected(ref Heap heap, int thread)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            if (heap.Callers[thread].Collected.Contains(file))
            {
                Touch(ref heap, heap.Files[file].Memory.Life);
            }
        }
    }

    private static void HookItem(ref Heap heap, int thread) => HookTo(ref heap, thread, Target(in heap, thread));

    private static void HookToPeer(ref Heap heap, int thread) => HookTo(ref heap, thread, Peer(in heap, thread));

    private static void HookTo(ref Heap heap, int thread, int queue)
    {
        HeapLocks.LockQueue(ref heap, thread, queue);
        HeapItems.Hook(ref heap, heap.Callers[thread].Item, queue);
        HeapLocks.UnlockQueue(ref heap, thread, queue);
    }

    /// <summary>
    /// Lets go of epnested_mutex, if the thread holds it, and of what it collected (clear_tfile_check_list).
    /// </summary>
    private static void EndCheck(ref Heap heap, int thread)
    {
        if (!IsChecked(in heap, thread))
        {
            return;
        }

        while (!heap.Callers[thread].Pinned.IsEmpty)
        {
            var file = heap.Callers[thread].Pinned.First;
            heap.Callers[thread].Pinned.Remove(file);
            HeapReferences.Put(ref heap, thread, file);
        }

        heap.Callers[thread].Collected.Clear();
        heap.CheckOwnerAndOne = 0;
        for (var instance = 0; instance < HeapCapacity.Instances; instance++)
        {
            heap.Instances[instance].IsVisited = false;
        }
    }
}
