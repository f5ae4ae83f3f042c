namespace Wakeline.Spec.History;

/// <summary>Faults of TCP and its sockets: M38 to M48.</summary>
internal static class SocketFaults
{
    public static IReadOnlyList<HistoricFault> All { get; } =
    [
        new("M38", "tcp: make sure EPOLLOUT wont be missed")
        {
            Fixes = [new("790ba4566c1a", "May 2015"), new("ef8d8ccdc216", "Aug 2019")],
            Bug = """
                The callback for room to send comes only if somebody has noted that he found none. A send with a
                deadline noted it, slept, and was woken by room that another task took; when its time was up it
                returned EAGAIN with the note cleared, and an edge-triggered watcher was never told.
                """,
            Repair = "Whoever returns EAGAIN notes it (SOCK_NOSPACE).",
            Mutants = ["M38"],
        },
        new("M39", "tcp: ensure epoll edge trigger wakeup when write queue is empty")
        {
            Fixes = [new("ce5ec440994b", "2015"), new("216808c6ba6d", "Dec 2019")],
            Bug = """
                A send fails for lack of memory with nothing queued. No acknowledgment will come that could tell of
                room.
                """,
            Repair = "With empty queues one allocation is forced, or the socket counts as writable.",
            Mutants = ["M39"],
        },
        new("M40", "tcp: correct memory barrier usage in tcp_check_space()")
        {
            Fixes = [new("56d806222ace", "Jan 2017") { IsUnverified = true }],
            Bug = """
                The waiter notes that he wants room and then looks for it; the acknowledgment makes room and then
                looks for the note. Without barriers each can miss the other. Between steps that are seen at once: the
                waiter looks, then notes, and does not look again.
                """,
            Repair = "Barriers on both sides, and a second look after the note.",
            Mutants = ["M40"],
        },
        new("M41", "tcp: reduce POLLOUT events caused by TCP_NOTSENT_LOWAT")
        {
            Fixes = [new("a74f0fa082b7", "Dec 2018")],
            Bug = """
                With a limit on unsent octets each acknowledgment told of room for very little, and the writer woke
                for every one of them (a). The opposite fault, a send that stops where the wake-up begins, keeps
                writers from what they may send (b).
                """,
            Repair = "The wake-up comes when half the limit is free, while a send may fill it: a hysteresis.",
            Mutants = ["M41a", "M41b"],
        },
        new("M42", "tcp: fix SO_RCVLOWAT hangs with fat skbs")
        {
            Fixes = [new("24adbc1676af", "May 2020"), new("f969dc5a8857", "Feb 2021")],
            Bug = """
                A reader waits for more octets than the receive buffer can take. The window closes, the sender stops,
                and the reader is never told.
                """,
            Repair = "The socket is readable as well when its window has closed or memory is short.",
            Mutants = ["M42"],
        },
        new("M43", "The thundering herd of accept")
        {
            Fixes = [new("df0108c5da56", "Jan 2016")],
            Bug = """
                A connection woke every task that waited for one, and all but one went to sleep again. Tasks in accept
                have long waited exclusively; tasks in epoll_wait on instances of their own got a way to with
                EPOLLEXCLUSIVE.
                """,
            Repair = "Waiters of accept are exclusive: a wake-up of one ends with the first that takes it.",
            Mutants = ["M43"],
        },
        new("M44", "tcp: fix race in tcp_write_err()")
        {
            Fixes = [new("853c3bd7b791", "May 2024"), new("5e514f1cba09", "May 2024"), new("5ce4645c23cf", "May 2024")],
            Bug = """
                The error was stored and announced before the state became CLOSED. Who looked in between saw an error
                without a hangup, and who looks once never saw the hangup.
                """,
            Repair = "The error, then the state, and the wake-up last.",
            Mutants = ["M44"],
        },
        new("M45", "tcp: allow again tcp_disconnect() when threads are waiting")
        {
            Fixes = [new("419ce133ab92", "Oct 2023")],
            Origins = [new("4faeee0cf8a5")],
            Bug = """
                A task sleeps in recv or send while another dissolves the connection and makes a new one: the sleeper
                went on with the new connection. For a while the dissolution was refused instead, which broke
                programs.
                """,
            Repair = "A counter of dissolutions, at whose change a sleeper returns an error.",
            Mutants = ["M45"],
        },
        new("M46", "tcp: avoid the lookup process failing to get sk in ehash table")
        {
            Fixes = [new("3f4ca5fafc08", "Jan 2023")],
            Origins = [new("5e0724d027f0")],
            Bug = """
                The last segment of a handshake took the request out of the table and put the new socket in after
                that. The first data of the connection, on another processor, found neither, fell through to the
                listener, and was answered with a reset.
                """,
            Repair = "The socket is put in before the request is taken out.",
            Mutants = ["M46"],
        },
        new("M47", "mptcp: fix missing wakeups in edge scenarios")
        {
            Fixes = [new("9d8d28738f24", "June 2026")],
            Bug = """
                A reader moved packets to the socket's queue itself, and woke nobody, because it was going to read. It
                read its share, and other readers slept beside the rest. The mutant is the same for the backlog of a
                socket.
                """,
            Repair = "Whoever queues data calls the callback, whoever is going to read.",
            Mutants = ["M47"],
        },
        new("M48", "aio: keep poll requests on waitqueue until completed")
        {
            Fixes = [new("363bee27e258", "Dec 2021")],
            Bug = """
                A wake-up unlinked the request; a worker asked the file again, found it not ready, and linked the
                request again: an event between the question and the link was missed.
                """,
            Repair = "The request stays linked until it is complete.",
            Mutants = ["M48"],
        },
    ];
}
