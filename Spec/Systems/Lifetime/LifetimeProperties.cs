using Wakeline.Spec.Epoll.Lifetime;

namespace Wakeline.Spec.Systems.Lifetime;

/// <summary>What the systems of objects assert.</summary>
internal static class LifetimeProperties
{
    public static bool EveryThreadIsBack(in Heap heap)
    {
        for (var thread = 0; thread < heap.Threads; thread++)
        {
            ref readonly var caller = ref heap.Callers[thread];
            if (!caller.Calls.IsEmpty || caller.Call.Kind != LifetimeCallKind.None || !caller.Dying.IsEmpty)
            {
                return false;
            }
        }

        return true;
    }

    public static bool AFreedObjectIsTouched(in Heap heap) => heap.Misuses.Contains(Misuse.FreedIsTouched);

    public static bool AnObjectIsFreedTwice(in Heap heap) => heap.Misuses.Contains(Misuse.FreedTwice);

    public static bool ADeadFileIsUsed(in Heap heap) => heap.Misuses.Contains(Misuse.DeadIsUsed);

    public static bool AHalfBuiltItemIsCalled(in Heap heap) => heap.Misuses.Contains(Misuse.HalfBuiltIsCalled);

    public static bool ATakenLockIsTaken(in Heap heap) => heap.Misuses.Contains(Misuse.LockIsTaken);

    public static bool AThreadIsAtWork(in Heap heap) => !EveryThreadIsBack(in heap);

    /// <summary>DEL lets go of the mutex, and what it was to delete is still there.</summary>
    public static bool ADeletedItemStays(in Heap heap)
    {
        for (var thread = 0; thread < heap.Threads; thread++)
        {
            ref readonly var caller = ref heap.Callers[thread];
            if (caller.Call.Kind == LifetimeCallKind.Delete && caller.Steps.ItemControl == ItemControlStep.Leave
                && HeapItems.Find(in heap, caller.Call.Epoll, caller.Call.Target) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>When all threads are back, each item is in all lists it belongs to, and in no other.</summary>
    public static bool ListsAreWhole(in Heap heap)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            var isWatched = HeapItems.NextWatcher(in heap, file, -1) >= 0;
            if (heap.Files[file].Memory.Life == Life.Live && heap.Files[file].HasWatchers != isWatched)
            {
                return false;
            }
        }

        for (var item = 0; item < HeapCapacity.Items; item++)
        {
            ref readonly var each = ref heap.Items[item];
            var queue = each.QueueAndOne - 1;
            var isUnique = HeapItems.Find(in heap, each.Instance, each.File) == item;
            var isWhole = each.IsListed && each.IsAccepted && each.Hook.Life == Life.Live && isUnique;
            if ((each.IsInTree && !isWhole) || (queue >= 0 && !heap.Queues[queue].Entries.Contains(item)))
            {
                return false;
            }
        }

        return EntriesNameTheirQueue(in heap);
    }

    /// <summary>When all threads are back, what lives is reached from an open descriptor.</summary>
    public static bool WhatIsClosedIsFreed(in Heap heap)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            var isKept = heap.Files[file].IsOpen;
            if ((IsThere(in heap.Files[file].Memory) && !isKept)
                || (IsThere(in heap.Queues[file].Memory) && !isKept && !IsPeerOfOpen(in heap, file)))
            {
                return false;
            }
        }

        for (var instance = 0; instance < HeapCapacity.Instances; instance++)
        {
            if (IsThere(in heap.Instances[instance].Memory) && !heap.Files[instance].IsOpen)
            {
                return false;
            }
        }

        for (var item = 0; item < HeapCapacity.Items; item++)
        {
            ref readonly var each = ref heap.Items[item];
            var isKept = heap.Files[each.Instance].IsOpen && heap.Files[each.File].IsOpen;
            if (!isKept && (IsThere(in each.Memory) || IsThere(in each.Hook) || IsThere(in each.Source)))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>When all threads are back, each reference is somebody's.</summary>
    public static bool ReferencesAreExact(in Heap heap)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            if (heap.Files[file].References != (heap.Files[file].IsOpen ? 1 : 0))
            {
                return false;
            }
        }

        for (var instance = 0; instance < HeapCapacity.Instances; instance++)
        {
            var items = 0;
            for (var item = HeapItems.NextOf(in heap, instance, -1); item >= 0;
                item = HeapItems.NextOf(in heap, instance, item))
            {
                items++;
            }

            if (heap.Instances[instance].References != items + (heap.Files[instance].IsOpen ? 1 : 0))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether a file that somebody holds has too many paths, when no addition is under way that may still be refused.
    /// </summary>
    public static bool PathsExceedTheLimit(in Heap heap)
    {
        for (var item = 0; item < HeapCapacity.Items; item++)
        {
            if (heap.Items[item].IsListed && !heap.Items[item].IsAccepted)
            {
                return false;
            }
        }

        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            if (heap.Files[file].References > 0 && HeapItems.PathsAreTooMany(in heap, file))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An item was left to the release of its file, and keeps the instance.</summary>
    public static bool AnInstanceOutlivesItsFile(in Heap heap) =>
        heap.Instances[0].Memory.Life == Life.Live && heap.Files[0].Memory.Life == Life.Freed;

    public static bool AReaderHoldsASourceUp(in Heap heap) => !heap.Items[0].Source.Readers.IsEmpty;

    public static bool AReaderHoldsAQueueUp(in Heap heap)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            if (heap.Queues[file].Memory.Life == Life.Retired)
            {
                return true;
            }
        }

        return false;
    }

    public static bool ACallbackRuns(in Heap heap)
    {
        for (var thread = 0; thread < heap.Threads; thread++)
        {
            if (heap.Callers[thread].Steps.QueueWalk == QueueWalkStep.Finish)
            {
                return true;
            }
        }

        return false;
    }

    public static bool AFileIsPolled(in Heap heap)
    {
        for (var thread = 0; thread < heap.Threads; thread++)
        {
            if (heap.Callers[thread].Steps.ReadyScan == ReadyScanStep.Poll)
            {
                return true;
            }
        }

        return false;
    }

    public static bool ACheckedAdditionIsAccepted(in Heap heap)
    {
        for (var thread = 0; thread < heap.Threads; thread++)
        {
            if (heap.CheckOwnerAndOne == thread + 1
                && heap.Callers[thread].Steps.ItemControl == ItemControlStep.Hook)
            {
                return true;
            }
        }

        return false;
    }

    public static bool AnAdditionIsRefused(in Heap heap)
    {
        for (var thread = 0; thread < heap.Threads; thread++)
        {
            ref readonly var caller = ref heap.Callers[thread];
            if (caller.Call.Kind == LifetimeCallKind.Add && caller.Steps.ItemControl == ItemControlStep.Unhook)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>The descriptor is closed, and the check holds the file as the last one.</summary>
    public static bool ACheckHoldsTheLastReference(in Heap heap)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            for (var thread = 0; thread < heap.Threads; thread++)
            {
                if (heap.Files[file].References == 1 && heap.Callers[thread].Pinned.Contains(file)
                    && !heap.Files[file].IsOpen)
                {
                    return true;
                }
            }
        }

        return false;
    }

    private static bool EntriesNameTheirQueue(in Heap heap)
    {
        for (var queue = 0; queue < HeapCapacity.Files; queue++)
        {
            for (var item = 0; item < HeapCapacity.Items; item++)
            {
                if (heap.Queues[queue].Entries.Contains(item) && heap.Items[item].QueueAndOne != queue + 1)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool IsThere(in Allocation memory) => memory.Life is Life.Live or Life.Retired;

    private static bool IsPeerOfOpen(in Heap heap, int peer)
    {
        for (var file = 0; file < HeapCapacity.Files; file++)
        {
            if (heap.Files[file].IsOpen && heap.Files[file].PeerAndOne == peer + 1)
            {
                return true;
            }
        }

        return false;
    }
}
