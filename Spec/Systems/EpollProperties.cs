using Wakeline.Spec.Epoll;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Systems;

/// <summary>What is demanded of epoll, whatever the system.</summary>
public static class EpollProperties
{
    /// <summary>Whether no task sleeps in epoll_wait while a level-triggered item of that instance is ready.</summary>
    public static bool NoSleeperMissesALevel(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (IsMissed(in kernel, item) && !Has(in kernel, item, PollEvents.EdgeTriggered))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether no task sleeps in epoll_wait while an edge-triggered item of that instance is ready, on which something
    /// happened after its last report.
    /// </summary>
    public static bool NoSleeperMissesAnEdge(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (IsMissed(in kernel, item) && kernel.Ledger.Items[item].HasNews)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether a task sleeps in epoll_wait while a level-triggered item of that instance is ready.</summary>
    public static bool ASleeperIsOwedALevel(in Kernel kernel) => !NoSleeperMissesALevel(in kernel);

    /// <summary>Whether a task sleeps in epoll_wait while an edge-triggered item of that instance has news.</summary>
    public static bool ASleeperIsOwedAnEdge(in Kernel kernel) => !NoSleeperMissesAnEdge(in kernel);

    /// <summary>Whether what is on the lists of an instance is in its interest list.</summary>
    public static bool ListsHoldItemsOfTheirInstance(in Kernel kernel)
    {
        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            if (!AreItemsOf(in kernel, epoll, kernel.Epolls[epoll].Ready.Items)
                || !AreItemsOf(in kernel, epoll, kernel.Epolls[epoll].Batch.Items)
                || !AreItemsOf(in kernel, epoll, kernel.Epolls[epoll].Overflow.Items))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether no item is on the ready list and in a scanner's batch at once, and nothing is in a batch or on the
    /// overflow list while no scan runs. During a scan, the overflow list may name what is linked elsewhere.
    /// </summary>
    public static bool NoItemIsOnTwoLists(in Kernel kernel)
    {
        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            ref readonly var instance = ref kernel.Epolls[epoll];
            if (instance.Scan == ScanState.Settled && !(instance.Batch.IsEmpty && instance.Overflow.IsEmpty))
            {
                return false;
            }

            foreach (var item in instance.Batch.Items)
            {
                if (instance.Ready.Contains(item))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Whether a call has taken an event and returned an error.</summary>
    public static bool AnEventIsDiscarded(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            ref readonly var control = ref kernel.Tasks[task];
            if (control is { IsInUserMode: true, Result: < 0 } && !control.Reports.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether every one-shot item was reported at most once since it was armed.</summary>
    public static bool OneReportPerArming(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Ledger.Items[item].ReportsSinceArmed > 1)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// Whether edge-triggered items were reported at most as often as something happened, or they were armed.
    /// </summary>
    public static bool NoMoreReportsThanEvents(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            var history = kernel.Ledger.Items[item];
            if (history.Reports > kernel.Ledger.Events + history.Offers)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether an item is exclusive just if its entry in the wait queue is.</summary>
    public static bool ExclusiveItemsWaitExclusively(in Kernel kernel)
    {
        for (var item = 0; item < Capacity.Items; item++)
        {
            if (kernel.Items[item].Hook == HookState.Hooked
                && Has(in kernel, item, PollEvents.Exclusive) != IsQueuedExclusively(in kernel, item))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Whether the end of a scan has woken two sleepers at once.</summary>
    public static bool AScanWakesTwo(in Kernel kernel) => kernel.Ledger.MostWokenByScan > 1;

    /// <summary>Whether the end of a scan has woken a sleeper.</summary>
    public static bool AScanWakesOne(in Kernel kernel) => kernel.Ledger.MostWokenByScan == 1;

    /// <summary>Whether a task has got an event.</summary>
    public static bool SomebodyGetsAnEvent(in Kernel kernel) => CountServed(in kernel) > 0;

    /// <summary>Whether two tasks have got an event.</summary>
    public static bool TwoGetAnEvent(in Kernel kernel) => CountServed(in kernel) > 1;

    /// <summary>Whether something is on the overflow list.</summary>
    public static bool TheOverflowListIsUsed(in Kernel kernel)
    {
        for (var epoll = 0; epoll < Capacity.Epolls; epoll++)
        {
            if (!kernel.Epolls[epoll].Overflow.IsEmpty)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a task sleeps in epoll_wait.</summary>
    public static bool SomebodySleeps(in Kernel kernel)
    {
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            if (SleepsIn(in kernel, task))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>
    /// Whether every task may stay where it is for ever: in user mode, or asleep until something happens.
    /// </summary>
    public static bool EveryTaskRests(in Kernel kernel)
    {
        for (var task = 0; task < kernel.Bounds.Tasks; task++)
        {
            if (!kernel.Tasks[task].IsInUserMode && kernel.Tasks[task].State != TaskState.Interruptible)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>How many tasks hold events that epoll_wait has returned.</summary>
    internal static int CountServed(in Kernel kernel)
    {
        var served = 0;
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            served += kernel.Tasks[task].IsInUserMode && !kernel.Tasks[task].Reports.IsEmpty ? 1 : 0;
        }

        return served;
    }

    /// <summary>
    /// An item that is ready for what it watches for, while somebody sleeps in epoll_wait on its instance.
    /// </summary>
    private static bool IsMissed(in Kernel kernel, int item) =>
        kernel.Items[item].InUse
        && EpollItems.ReadinessOf(in kernel, item) != 0
        && HasSleeper(in kernel, kernel.Items[item].Epoll);

    private static bool HasSleeper(in Kernel kernel, int epoll)
    {
        for (var task = 0; task < Capacity.Tasks; task++)
        {
            if (SleepsIn(in kernel, task) && EpollMutex.EpollOf(in kernel, task) == epoll)
            {
                return true;
            }
        }

        return false;
    }

    private static bool SleepsIn(in Kernel kernel, int task) =>
        kernel.Tasks[task].Steps.EpollWait == EpollWaitStep.Asleep
        && kernel.Tasks[task].State == TaskState.Interruptible;

    private static bool Has(in Kernel kernel, int item, PollEvents flag) => (kernel.Items[item].Events & flag) != 0;

    private static bool AreItemsOf(in Kernel kernel, int epoll, ReadOnlySpan<byte> items)
    {
        foreach (var item in items)
        {
            if (!kernel.Items[item].InUse || kernel.Items[item].Epoll != epoll)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsQueuedExclusively(in Kernel kernel, int item) =>
        kernel.Files[kernel.Items[item].File].Waiters.Entries.Contains(new Waiter(WaiterKind.Item, item, true));
}
