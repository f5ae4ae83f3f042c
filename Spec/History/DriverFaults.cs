namespace Wakeline.Spec.History;

/// <summary>Faults of NAPI, of asynchronous notification, of pipes, and of callbacks at large: M49 to M54.</summary>
internal static class DriverFaults
{
    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        new("M49", "net: solve a NAPI race")
        {
            Fixes = [new("39e6c8208d7b", "Feb 2017")],
            Bug = """
                An interrupt while a poll is scheduled was ignored. The poll has emptied the ring and is about to
                complete; a packet comes, its interrupt finds the poll still scheduled; the poll completes, and the
                packet waits for the next one.
                """,
            Repair = "An interrupt that comes too early leaves a mark, at which the completion schedules another poll.",
            Mutants = ["M49"],
        },
        new("M50", "net: fix race between napi kthread mode and busy poll")
        {
            Fixes = [new("cb038357937e", "Mar 2021")],
            Bug = "Two pollers could own one NAPI, because the mark that it is scheduled does not say for whom.",
            Repair = "A further mark says that the thread owns it.",
            Mutants = ["M50"],
        },
        new("M51", "fcntl: fix potential deadlock for &fasync_struct.fa_lock")
        {
            Fixes = [new("2f488f698fda", "2021"), new("8d1ddb5e7937", "2020"), new("ceb5d58b2170", "Nov 2015")],
            Bug = """
                The lock of a notified file was taken with interrupts on in one place, and from an interrupt in
                another (a). Also, the way to SIGIO touched the flags of a socket that was released already (b).
                """,
            Repair = "The lock is taken with interrupts off; the flags live in what is freed after a grace period.",
            Mutants = ["M51a", "M51b"],
        },
        new("M52", "pipe: make pipe writes always wake up readers")
        {
            Fixes = [new("3a34b13a88ca", "July 2021"), new("3b844826b6c6", "Aug 2021")],
            Origins = [new("1b6b26ae7053", "Dec 2019")],
            Bug = """
                A write woke readers only if the pipe had been empty. An edge-triggered watcher that had not read all
                yet was not told of more.
                """,
            Repair = "Each write wakes, if anybody ever polled the pipe.",
            Mutants = ["M52"],
        },
        new("M53", "fs/pipe: Read pipe->{head,tail} atomically outside pipe->mutex")
        {
            Fixes = [new("3d252160b818", "Mar 2025")],
            Bug = """
                Whether a pipe is full was judged by two words that were read one after the other, without the lock. A
                reader between them made it look full, and the writer slept for ever.
                """,
            Repair = "Both words are read at once.",
            Mutants = ["M53"],
        },
        new("M54", "net: sock_def_readable() and friends RCU conversion")
        {
            Fixes = [new("43815482370c", "2010")],
            Bug = """
                A callback read the pointer to the socket's queue and woke that queue, while close or accept on
                another processor detached and freed what the queue is part of.
                """,
            Repair = "The queue is part of what is freed after a grace period, and callbacks run under RCU.",
            Mutants = ["M54"],
        },
    ];
}
