namespace Wakeline.Spec.History;

/// <summary>Faults of wait queues: M33 to M37.</summary>
internal static class WaitQueueFaults
{
    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        new("M33", "wait: prevent exclusive waiter starvation")
        {
            Fixes = [new("777c6c5f1f6e", "Feb 2009")],
            Bug = """
                An exclusive waiter that was woken and sent a signal at the same time left because of the signal. The
                one wake-up was spent on it, and nobody told the next.
                """,
            Repair = """
                A waiter that was chosen consumes or passes on; accept looks at its queue before it looks for signals.
                """,
            Mutants = ["M33"],
        },
        new("M34", "sched/wait: Fix add_wait_queue() behavioral change")
        {
            Fixes = [new("c6b9d9a33029", "Aug 2017") { IsUnverified = true }],
            Bug = """
                A tidying put entries that are not exclusive at the tail of the queue. Behind enough exclusive ones a
                wake-up of one never comes to them.
                """,
            Repair = "Entries that are not exclusive are put at the head.",
            Mutants = ["M34"],
        },
        new("M35", "poll_wait: add mb() to fix theoretical race between waitqueue_active() and .poll()")
        {
            Fixes = [new("cacd9ae4bf80", "Jan 2025"), new("a57de0b4336e", "July 2009") { IsUnverified = true }],
            Bug = """
                A poller links itself into the queue and then asks the file; a waker makes the file ready and then
                looks whether anybody is queued. Without a barrier on both sides each can see the state before the
                other's store. Between steps that are seen at once: one of the two looks before it stores.
                """,
            Repair = "A full barrier in poll_wait, and one before the waker's look.",
            Mutants = ["M35"],
        },
        new("M36", "net: fix sleeping for sk_wait_event()")
        {
            Fixes = [new("d9dc8b0f8b4e", "Nov 2016")],
            Bug = """
                A task marked itself asleep, and released the socket after that, whose backlog may sleep itself and
                mark the task running: the sleep ended at once, again and again; and where the mark was set after the
                look, a wake-up between the two was missed.
                """,
            Repair = "A wake-up leaves a flag behind, which the task looks at before it sleeps.",
            Mutants = ["M36"],
        },
        new("M37", "pipe: remove pipe_wait() and fix wakeup race with splice")
        {
            Fixes = [new("472e5b056f00", "Oct 2020")],
            Origins = [new("0ddad21d3e99")],
            Bug = """
                A task queued itself on two queues and marked itself asleep after each. A wake-up through the first
                queue that came between was overwritten by the second mark.
                """,
            Repair = "Readers and writers each wait on one queue, and look again after they have queued themselves.",
            Mutants = ["M37"],
        },
    ];
}
