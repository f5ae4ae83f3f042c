namespace Wakeline.Spec.History;

/// <summary>Faults of instances that watch instances: loops, depth, recursion, deadlock. M26 to M32.</summary>
internal static class NestingFaults
{
    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        new("M26", "epoll: prevent creating circular epoll structures")
        {
            Fixes = [new("22bacca48a17", "Feb 2011")],
            Bug = """
                Only an instance that was to watch itself directly was refused. Two that watch each other, or a longer
                circle, made polls and wake-ups recurse without end, and their mutexes were taken in both orders.
                """,
            Repair = "ADD walks down from the new instance under one global mutex, and refuses with ELOOP.",
            Mutants = ["M26"],
        },
        new("M27", "epoll: limit paths")
        {
            Fixes = [new("28d82dc1c4ed", "Jan 2012"), new("13d518074a95", "2012")],
            Bug = """
                Instances that watch each other without a loop can still have very many paths from one file upwards,
                each of which every event of the file has to go (a). The repair collects the files it has to count
                for; when the check for loops failed, the collection was not cleared, and the next check followed
                pointers to files that might be gone (b).
                """,
            Repair = """
                At most 500, 100, 50 and 10 paths through 2, 3, 4 and 5 instances; the list is cleared on each exit.
                """,
            Mutants = ["M27a", "M27b"],
        },
        new("M28", "epoll: do not take the nested ep->mtx on EPOLL_CTL_DEL")
        {
            Fixes = [new("4ff36ee94d93", "Jan 2014")],
            Origins = [new("67347fe4e632", "Nov 2013")],
            Bug = """
                DEL of an instance took the mutex of its own instance and then that of the target, with no global
                mutex around. Two tasks that delete two instances from each other wait for each other, even if one of
                them deletes in vain, because the lookup comes after the locks.
                """,
            Repair = "DEL takes one mutex.",
            Mutants = ["M28"],
        },
        new("M29", "eventpoll: Fix semi-unbounded recursion")
        {
            Fixes = [new("f2e467a48287", "July 2025"), new("fdcfce93073d", "2026")],
            Bug = """
                The check of depth did not look upwards from the instance that was to watch (a), and skipped what it
                had come by already, also if the way there was longer this time (b): chains of hundreds could be
                built. The repair marked a loop with the greatest number; where one was added for the link above, it
                became the least, so that a loop through more than one link passed for a depth of zero (c). By our own
                reading of that version the walk upwards then refused it after all, because the marks of the walk
                downwards stood in its way; the mutant is the downward walk without that luck.
                """,
            Repair = "The longest way down, one, and the longest way up make four at most; a loop counts as five.",
            Mutants = ["M29a", "M29b", "M29c"],
        },
        new("M30", "io_uring, aio: wake-ups that come back to where they began")
        {
            Fixes = [new("caf1aeaffc3b", "Nov 2022"), new("398e3fa789aa", "2026")],
            Bug = """
                A request of io_uring polls an instance that watches the ring itself. Each completion wakes the
                instance, which wakes the request, which completes, without end. The same circle exists with aio and
                an eventfd.
                """,
            Repair = "The wake-up carries a mark of where it came from (EPOLL_URING_WAKE), at which the circle ends.",
            Mutants = ["M30"],
        },
        new("M31", "eventpoll: Replace rwlock with spinlock")
        {
            Fixes = [new("0c43094f8cc9", "July 2025")],
            Origins = [new("a218cc491420", "2019")],
            Bug = """
                Callbacks took ep->lock as readers. On a real-time kernel a preempted reader keeps the writer waiting,
                and readers do not inherit its priority.
                """,
            Repair = "A spinlock, under which callbacks of one instance run one at a time.",
            Outside = """
                A matter of latency, not of safety: what is late is not lost. Priorities of tasks are not in the
                model, in which any enabled step may come next.
                """,
        },
        new("M32", "epoll: fix epoll's own poll (update)")
        {
            Fixes = [new("5071f97ec6d7", "2009")],
            Bug = """
                A poll of the instance's descriptor answered by whether the ready list is empty, and asked no item. A
                level-triggered item stays on the list after its last report, so that the descriptor was readable for
                ever, with nothing to take.
                """,
            Repair = """
                The poll asks the items, drops those that are not ready any more, and stops at the first that is.
                """,
            Mutants = ["M32"],
        },
    ];
}
