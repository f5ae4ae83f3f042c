namespace Wakeline.Spec.History;

/// <summary>Faults of the ready list of epoll and of those who sleep on it: M1 to M14.</summary>
internal static class ReadyListFaults
{
    /// <summary>"fs/epoll: remove unnecessary wakeups of nested epoll", to which several faults go back.</summary>
    private static readonly KernelCommit s_quietScanEnd = new("339ddb53d373", "Dec 2019");

    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        new("M1", "epoll: fix possible lost wakeup on epoll_ctl() path")
        {
            Fixes = [new("1b53734bd0b2", "Mar 2020")],
            Origins = [new("a218cc491420", "2019")],
            Bug = """
                epoll_ctl put the item on the ready list and looked for sleepers under ep->lock, but epoll_wait queued
                itself under the queue's own lock and then looked at the list without any. With the store to the list
                still in flight, epoll_ctl saw no sleeper and the sleeper saw no item: each believed the other would
                act. Between steps that are seen at once this is the order look for sleepers, then queue the item.
                """,
            Repair = "epoll_wait enters and leaves the queue of sleepers under ep->lock as well.",
            Mutants = ["M1"],
        },
        new("M2", "eventpoll: fix missing wakeup for ovflist in ep_poll_callback")
        {
            Fixes = [new("0c54a6a44bf3", "May 2020")],
            Origins = [s_quietScanEnd],
            Bug = """
                What became ready during a scan went on the overflow list and woke nobody, because the end of the scan
                used to do so. A change for nested instances took that wake-up away. Two tasks sleep; the first event
                wakes one, whose scan is under way when the second event comes; the scan ends, the task returns with
                the first event, and the other sleeps on.
                """,
            Repair = "The callback wakes a sleeper whichever list it puts the item on, and if it is on one already.",
            Mutants = ["M2"],
        },
        new("M3", "epoll: atomically remove wait entry on wake up")
        {
            Fixes = [new("412895f03cbf", "May 2020")],
            Origins = [s_quietScanEnd],
            Bug = """
                A task stayed on the queue until its epoll_wait returned, also while it slept for another reason, such
                as ep->mtx. A wake-up of one that hit it there counted as successful, and the next in the queue was
                not told. (The order of steps is an own analysis of the mail's "several wakeups hit the same entry".)
                """,
            Repair = "The wake function unlinks the entry, so that every wake-up finds somebody else.",
            Mutants = ["M3"],
        },
        new("M4", "epoll: call final ep_events_available() check under the lock")
        {
            Fixes = [new("65759097d804", "May 2020")],
            Origins = [s_quietScanEnd, new("c5a282e9635e", "2019")],
            Bug = """
                A task queued itself under ep->lock and took its last look without it. The begin of a scan empties the
                ready list before it says that a scan runs, and the end says that none runs before it fills the list
                again: who looks at one and then at the other can see neither. As the end of a scan woke nobody in
                those months, the task slept beside an item on the list.
                """,
            Repair = "The last look and the queueing are one step under ep->lock.",
            Mutants = ["M4"],
        },
        new("M5", "epoll: check for events when removing a timed out thread from the wait queue")
        {
            Fixes = [new("289caf5d8f6c", "Dec 2020")],
            Origins = [new("abc610e01c66", "2019")],
            Bug = """
                A task whose deadline was past returned 0 without asking whether a waker had chosen it in the
                meantime. The one wake-up of an edge-triggered event was spent on it, and the task behind it in the
                queue slept for ever.
                """,
            Repair = "A task whose deadline is past and that is off the queue was chosen: it scans before it returns.",
            Mutants = ["M5"],
        },
        new("M6", "fs/epoll: restore waking from ep_done_scan()")
        {
            Fixes = [new("7fab29e35630", "Apr 2021")],
            Origins = [s_quietScanEnd],
            Bug = """
                Of many tasks that wait for a level-triggered item only one woke; users of Apache Qpid had relied on
                all of them waking, one after the other, as long as the item stays ready. The opposite fault, waking
                all sleepers at once, is the herd that epoll is there to avoid.
                """,
            Repair = "A scan that leaves items on the ready list wakes the next sleeper, and just one.",
            Mutants = ["M6a", "M6b"],
        },
        new("M7", "epoll: autoremove wakers even more aggressively")
        {
            Fixes = [new("a16ceb139610", "June 2022")],
            Origins = [new("412895f03cbf", "May 2020")],
            Bug = """
                Entries of tasks that are awake already stayed queued, and each wake-up of a dying process walked over
                all of them. The change that unlinks every entry it visits is sound only if queueing, state and last
                look are one step (M4), and if who finds itself unlinked scans (M5). The stable series 5.4 took it
                without those two; users saw stalls of seconds to a minute until both were taken as well, in December
                2022. The mutant is that combination; the order of steps is an own analysis: a task has queued itself
                and still runs, an event visits it, fails to wake it and unlinks it; the task marks itself asleep,
                finds the event gone, and sleeps on no queue.
                """,
            Repair = "The three changes together.",
            Mutants = ["M7"],
        },
        new("M8", "epoll: ep_autoremove_wake_function should use list_del_init_careful")
        {
            Fixes = [new("2192bba03d80", "June 2023")],
            Origins = [new("a16ceb139610", "June 2022")],
            Bug = """
                The waker unlinked the entry with ordinary stores. A sleeper whose deadline has passed tests without a
                lock whether its entry is linked, and if not, returns, and its stack frame with the entry is gone.
                Where stores are seen out of order, the entry can look unlinked while the waker still works on it.
                """,
            Repair = "The store that makes the entry look unlinked is a release, and the last.",
            Mutants = ["M8"],
        },
        new("M9", "eventpoll: Fix epoll_wait() report false negative")
        {
            Fixes = [new("0c4aefe3c2d0", "June 2026")],
            Origins = [new("c5a282e9635e", "2019"), new("e59d3c64cba6", "Dec 2020")],
            Bug = """
                epoll_wait with timeout 0 looked at the ready list and then at the mark of a running scan, without a
                lock. If another task's scan began or ended between the two looks, both said no, and the call returned
                0 although a level-triggered item was ready all the time.
                """,
            Repair = "A sequence count around both ends of a scan tells that one came between, which counts as a yes.",
            Mutants = ["M9"],
        },
        new("M10", "epoll: prevent missed events on EPOLL_CTL_MOD")
        {
            Fixes = [new("128dd1759d96", "Jan 2013")],
            Bug = """
                MOD stored the new mask and asked the file, with no barrier between. With the store in flight the
                callback of an event still saw the old mask and dropped the event, while MOD had asked before the
                event. Between steps that are seen at once this is the order ask the file, then store the mask.
                """,
            Repair = "A full barrier between the store and the question.",
            Mutants = ["M10"],
        },
        new("M11", "epoll_pwait2 soft lockup with an already expired timeout")
        {
            Fixes = [new("d9ec73301099", "Apr 2025")],
            Origins = [new("0a65bc27bd64", "2025")],
            Bug = """
                A deadline that was past when the task came to sleep made it skip the sleep, but was not noted as
                over: the call looked again, did not sleep again, and so on without end.
                """,
            Repair = "A deadline that is past is noted as over.",
            Mutants = ["M11"],
        },
        new("M12", "signal: remove the wrong signal_pending() check in restore_user_sigmask()")
        {
            Fixes = [new("97abc889ee29", "June 2019")],
            Origins = [new("854a6ed56839", "Linux 5.0")],
            Bug = """
                After epoll_pwait, ppoll or pselect had done its work, a pending signal turned the result into EINTR.
                The event was taken from the kernel already; an edge-triggered or one-shot one was lost.
                """,
            Repair = "EINTR is what the call itself says; a signal that comes late stays pending.",
            Mutants = ["M12"],
        },
        new("M13", "Nested epoll repeats an edge")
        {
            Fixes = [s_quietScanEnd],
            Bug = """
                The end of a scan that left an item behind woke those who poll the instance as well. An outer instance
                that watches it edge-triggered polled it during a scan of its own, which left the inner
                level-triggered item behind, which woke the outer instance: the next epoll_wait reported the same
                event again.
                """,
            Repair = "The end of a scan wakes sleepers in epoll_wait only. (For a while it woke nobody: M2 to M4, M6.)",
            Mutants = ["M13"],
        },
        new("M14", "epoll: add EPOLLEXCLUSIVE flag")
        {
            Fixes = [new("df0108c5da56", "Jan 2016"), new("b6a515c8a0f6", "Feb 2016")],
            Bug = """
                An event on a listener woke a task in every instance that watched it. The flag lets one wake-up reach
                one task, if each item says rightly whether it has taken the wake-up: not if nobody sleeps in its
                instance (a), not an event for both directions, of which another item may want the other one (b), not
                what it does not watch for (c); and an item cannot become exclusive later, because its entry in the
                queue is not (d).
                """,
            Repair = "The rules of the value that ep_poll_callback returns, and EINVAL for MOD.",
            Mutants = ["M14a", "M14b", "M14c", "M14d"],
        },
    ];
}
