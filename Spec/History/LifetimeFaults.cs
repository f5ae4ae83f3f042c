namespace Wakeline.Spec.History;

/// <summary>Faults of the lifetime of what epoll points to: M15 to M25.</summary>
internal static class LifetimeFaults
{
    private static readonly KernelCommit s_referenceCount = new("58c9b016e128", "2023");

    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        new("M15", "wait: add wake_up_pollfree()")
        {
            Fixes = [new("42288cb44c4b", "Dec 2021"), new("a880b28a71e3"), new("9537bae0da1f")],
            Bug = """
                Who was about to free a wait queue told its entries so with a wake-up of one. It ended at the first
                exclusive entry that took it; the other exclusive ones kept pointing to freed memory.
                """,
            Repair = "The last wake-up of a queue is one of all, and finds it empty afterwards.",
            Mutants = ["M15"],
        },
        new("M16", "epoll: introduce POLLFREE to flush ->signalfd_wqh before kfree()")
        {
            Fixes = [new("d80e731ecab4", "Feb 2012"), new("138e4ad67afd", "Sep 2017")],
            Bug = """
                The queue of a signalfd goes with its task, while items of epoll were still linked into it; taking
                them out later wrote through a dangling pointer (a). A reader that has found the queue's address may
                come too late as well (b). The first repair cleared the item's pointer before its last use of the
                item: a DEL at the same time saw no queue, took no lock, and freed the item under the running callback
                (c).
                """,
            Repair = """
                Clearing the pointer is the very last store of the callback, a release; readers acquire, under RCU.
                """,
            Mutants = ["M16a", "M16b", "M16c"],
        },
        new("M17", "unix: avoid use-after-free in ep_remove_wait_queue")
        {
            Fixes = [new("7d267278a9ec", "Nov 2015"), new("c2dbe32d5db5", "Feb 2023"), new("50252e4b5e98", "Dec 2021")],
            Bug = """
                The poll method of a datagram socket queued its caller on the queue of the peer, which may be freed
                first. Pressure stall files and aio had faults of the same family.
                """,
            Repair = "A poll method names queues only that live as long as the file.",
            Mutants = ["M17"],
        },
        new("M18", "eventpoll: fix ep_remove struct eventpoll / struct file UAF")
        {
            Fixes = [new("a6dc643c6931", "Apr 2026")],
            Origins = [s_referenceCount],
            Bug = """
                DEL cleared the file's list of watchers and went on using the file. The final put of the watched file
                at the same time found the list empty, skipped the careful way, and freed the file, or the inner
                instance, under DEL's hands.
                """,
            Repair = "DEL pins the file first; if it cannot, it leaves the item to the one who releases the file.",
            Mutants = ["M18"],
        },
        new("M19", "eventpoll: don't decrement ep refcount while still holding the ep mutex")
        {
            Fixes = [new("8c2e52ebbe88", "July 2025")],
            Origins = [s_referenceCount],
            Bug = """
                A reference was put inside the section that ep->mtx protects. The other holder put the last one and
                freed the instance while the first was still unlocking its mutex.
                """,
            Repair = "The reference is put after the mutex is free.",
            Mutants = ["M19"],
        },
        new("M20", "eventpoll: defer struct eventpoll free to RCU grace period")
        {
            Fixes = [new("07712db80857", "Mar 2026")],
            Origins = [new("f2e467a48287", "July 2025")],
            Bug = """
                The walk upwards that measures depth follows pointers to outer instances under RCU; closing such an
                instance freed it at once.
                """,
            Repair = "An instance is freed after a grace period.",
            Mutants = ["M20"],
        },
        new("M21", "epoll: Keep a reference on files added to the check list")
        {
            Fixes = [new("a9ed4a6560b8", "Aug 2020"), new("77f4689de17c", "Sep 2020"), new("8b7e8245e229", "2026")],
            Bug = """
                ADD of an instance collects the files below it, and counts paths after the link is made. A close in
                between freed one of them (a). The first repair took references to files whose count was 0 already
                (b).
                """,
            Repair = "The files are pinned while they are on the list, and one that cannot be is left out.",
            Mutants = ["M21a", "M21b"],
        },
        new("M22", "epoll: do not insert into poll queues until all sanity checks are done")
        {
            Fixes = [new("f8d4f44df056", "Sep 2020")],
            Bug = """
                ADD linked the item into the file's wait queue, and only then counted paths. If those were too many,
                an item was torn down whose callback may have run already.
                """,
            Repair = "All checks come before the link into the wait queue.",
            Mutants = ["M22"],
        },
        new("M23", "epoll: EPOLL_CTL_ADD: close the race in decision to take fast path")
        {
            Fixes = [new("fe0a916c1eae", "Sep 2020"), new("18306c404abe", "Sep 2020")],
            Bug = """
                ADD looks for loops and paths only if somebody watches the instance. One task is about to let an outer
                instance watch it, has collected its files, but made no link yet; another adds a file, sees no
                watcher, and is not checked.
                """,
            Repair = "A check under way marks the instances it comes by; a mark forces the full check as well.",
            Mutants = ["M23"],
        },
        new("M24", "epoll: be better about file lifetimes")
        {
            Fixes = [new("4efaa5acf0a1", "May 2024")],
            Bug = "A scan asked a file for its readiness whose last reference was already put.",
            Repair = "The file is pinned first; if it cannot be, it is ready for nothing.",
            Mutants = ["M24"],
        },
        new("M25", "epoll: use RCU to protect wakeup_source in epitem")
        {
            Fixes = [new("eea1d585917c", "2013")],
            Bug = "MOD freed the wakeup source of an item while a callback used it.",
            Repair = "The wakeup source is freed after a grace period.",
            Mutants = ["M25"],
        },
    ];
}
