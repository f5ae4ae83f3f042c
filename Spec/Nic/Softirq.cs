using static Wakeline.Spec.Nic.SoftirqStep;

namespace Wakeline.Spec.Nic;

/// <summary>
/// The receive softirq: it polls a queue's ring with a budget and hands each frame to its socket. The last
/// acknowledgment of a handshake makes a child, which is in the table of connections before its request leaves it.
/// </summary>
[Machine]
public static partial class Softirq
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SoftirqStep> table)
    {
        table
            .At(Location)
            .MutatedBy(Kernel.MutationIn)
            .Final(Idle)
            .Fair(Fairness.Weak);
        Polling(table);
        Delivery(table);
        Handshakes(table);
        Mutants(table);
    }

    private static void Polling(Table<Kernel, SoftirqStep> table) => table
        .In(Idle).Per("net/core/dev.c net_rx_action")
            .When(IsScheduled).Do(BeginPoll).Goto(Poll)
        .In(Poll).Per("net/core/dev.c __napi_poll")
            .When(BudgetIsSpent).Goto(Idle)
            .When(RingHasFrame).Do(TakeFrame).Goto(Lookup)
            .Otherwise().Goto(Complete)
        .In(Complete).Per("net/core/dev.c napi_complete_done")
            .When(IsMissed).Do(ClearMissed).Goto(Idle).Named("a missed interrupt means another poll")
            .When(MasksInterrupts).Do(ClearScheduled).Goto(Enable)
            .Otherwise().Do(ClearScheduled).Goto(Idle).Named("a driver that masks nothing has nothing to enable")
        .In(Enable).Per("drivers/net receive interrupt")
            .When(HasCause).Do(Unmask).Do(Signal).Goto(Idle).Named("a frame that came meanwhile is signalled")
            .Otherwise().Do(Unmask).Goto(Idle);

    private static void Delivery(Table<Kernel, SoftirqStep> table) => table
        .In(Lookup).Per("net/ipv4/inet_hashtables.c __inet_lookup")
            .Always().Do(Look).Goto(Deliver)

        .In(Deliver).Per("net/ipv4/tcp_ipv4.c tcp_v4_rcv")
            .When(FoundNothing).Do(Refuse).Goto(Poll)
            .When(FoundTimeWait).When(ReopensTimeWait).Do(EndTimeWait).Goto(Lookup).Per("RFC 9293 MAY-2")
                .Per("RFC 9293 SHLD-4")
            .When(FoundTimeWait).Do(Feed).Goto(Poll)

        .In(Deliver).Per("net/ipv4/tcp_input.c tcp_conn_request")
            .When(FoundListener).When(IsOpening).When(RequestQueueIsFull).Do(DropFrame).Goto(Poll)
            .When(FoundListener).When(IsOpening).When(AcceptQueueIsFull).Do(DropFrame).Goto(Poll)
                .Named("a request beyond the accept queue is dropped")
            .When(FoundListener).When(IsOpening).When(WantsCookie).Do(SendCookie).Goto(Poll)
                .Per("RFC 4987 3.6").Per("net/ipv4/syncookies.c cookie_init_sequence")
            .When(FoundListener).When(IsOpening).When(OpensFast).Do(OpenFast).Goto(TellListener)
                .Per("net/ipv4/tcp_fastopen.c tcp_try_fastopen")
            .When(FoundListener).When(IsOpening).Do(OpenRequest).Goto(Poll)
            .When(FoundListener).When(BringsCookie).When(AcceptQueueIsFull).Do(DropFrame).Goto(Poll)
                .Per("net/ipv4/syncookies.c cookie_v4_check")
            .When(FoundListener).When(BringsCookie).Do(RebuildRequest).Do(InsertChild).Goto(ReplaceRequest)
                .Per("RFC 4987 3.6").Per("net/ipv4/syncookies.c cookie_v4_check")
            .When(FoundListener).Do(AnswerForListener).Goto(Poll)

        .In(Deliver).Holding("sk_lock.slock").Per("net/ipv4/tcp_ipv4.c tcp_v4_rcv")
            .When(FoundConnection).When(IsOwned).When(BacklogIsFull).Do(DropFrame).Goto(Poll)
            .When(FoundConnection).When(IsOwned).Do(AddToBacklog).Goto(Poll)
            .When(FoundConnection).Do(Feed).Goto(Poll);

    private static void Handshakes(Table<Kernel, SoftirqStep> table) => table
        .In(Deliver).Per("net/ipv4/tcp_minisocks.c tcp_check_req")
            .When(FoundRequest).When(IsReplaced).Goto(Lookup).Named("another processor has made the child")
            .When(FoundRequest).Unless(ListenerListens).Do(RemoveRequest).Goto(Lookup)
            .When(FoundRequest).When(CompletesHandshake).When(WaitsForText).Do(NotePeer).Do(DropFrame).Goto(Poll)
                .Named("a handshake without text is put off")
            .When(FoundRequest).When(CompletesHandshake).When(AcceptQueueIsFull).When(AbortsOnOverflow)
                .Do(RemoveRequest).Do(Refuse).Goto(Poll)
            .When(FoundRequest).When(CompletesHandshake).When(AcceptQueueIsFull).Do(DropFrame).Goto(Poll)
                .Named("a connection beyond the accept queue is put off")
            .When(FoundRequest).When(CompletesHandshake).Do(InsertChild).Goto(ReplaceRequest)
                .Named("the child enters the table").Guards("M46")
            .When(FoundRequest).Do(Feed).Goto(Poll)
        .In(Deliver).Per("net/ipv4/tcp_input.c tcp_rcv_state_process")
            .Otherwise().Do(DropFrame).Goto(Poll).Named("what was found is gone")

        .In(ReplaceRequest).Per("net/ipv4/inet_connection_sock.c inet_csk_complete_hashdance")
            .When(ListenerListens).Do(QueueChild).Do(RemoveRequest).Goto(FeedChild)
                .Named("the request leaves the table").Guards("M46")
            .Otherwise().Do(ForgetChild).Do(RemoveRequest).Do(DropFrame).Goto(Poll)
        .In(FeedChild).Per("net/ipv4/tcp_minisocks.c tcp_child_process")
            .When(ChildIsOwned).Do(AddToChildsBacklog).Goto(Poll)
            .Otherwise().Do(FeedToChild).Goto(TellListener)
        .In(TellListener).Per("net/ipv4/tcp_minisocks.c tcp_child_process")
            .When(ListenerListens).Do(CallListener).Goto(Poll)
            .Otherwise().Do(DropFrame).Goto(Poll);

    private static void Mutants(Table<Kernel, SoftirqStep> table) => table
        .Mutant("M46", "A request leaves the table of connections before its child enters it.")
            .Without("the child enters the table", "the request leaves the table")
            .In(Deliver)
                .When(FoundRequest).When(CompletesHandshake).Do(HideRequest).Goto(ReplaceRequest)
                    .Named("the request leaves the table first")
            .In(ReplaceRequest)
                .When(ListenerListens).Do(InsertChild).Do(QueueChild).Do(RemoveRequest)
                    .Goto(FeedChild).Named("the child enters the table late")
        .Mutant("lost cause", "Interrupts are wanted again without a look at what came meanwhile.")
            .Without("a frame that came meanwhile is signalled")
        .Mutant("backlog off by one", "A listener holds one connection less than it should.")
            .Without("a request beyond the accept queue is dropped")
            .In(Deliver)
                .When(FoundListener).When(IsOpening).When(AcceptQueueIsNearlyFull).Do(DropFrame).Goto(Poll)
                    .Named("a request is dropped one too early")
        .Mutant("boundless accept queue", "Connections are queued for accept, however many wait.")
            .Without("a request beyond the accept queue is dropped", "a connection beyond the accept queue is put off");

    private static ref SoftirqStep Location(ref Kernel kernel, int queue) => ref kernel.Nic.Queues[queue].Softirq;

    private static bool IsScheduled(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsScheduled;

    private static bool IsMissed(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsMissed;

    private static bool MasksInterrupts(in Kernel kernel, int queue) => kernel.Nic.MasksInterrupts;

    private static bool HasCause(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].HasCause;

    private static bool RingHasFrame(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].HasFrame;

    /// <summary>
    /// The weight of a poll. Without a bound it is that of every driver, 64 (NAPI_POLL_WEIGHT), which is more than ever
    /// wait here; so frames are counted only where there is a bound.
    /// </summary>
    private static bool BudgetIsSpent(in Kernel kernel, int queue) =>
        HasBudget(in kernel) && kernel.Nic.Queues[queue].Taken >= kernel.Bounds.NapiBudget;

    private static bool HasBudget(in Kernel kernel) => kernel.Bounds.NapiBudget > 0;

    private static void BeginPoll(ref Kernel kernel, int queue) => kernel.Nic.Queues[queue].Taken = 0;

    /// <summary>Takes the frame out of its memory and gives the card an empty descriptor in its place.</summary>
    private static void TakeFrame(ref Kernel kernel, int queue)
    {
        ref var source = ref kernel.Nic.Queues[queue];
        source.Frame = source.Descriptors.Dequeue().Frame;
        source.Descriptors.Enqueue(default);
        source.Taken += (byte)(HasBudget(in kernel) ? 1 : 0);
    }

    private static void ClearMissed(ref Kernel kernel, int queue)
    {
        kernel.Nic.Queues[queue].IsMissed = false;
        kernel.Nic.Queues[queue].Taken = 0;
    }

    private static void ClearScheduled(ref Kernel kernel, int queue)
    {
        kernel.Nic.Queues[queue].IsScheduled = false;
        kernel.Nic.Queues[queue].Taken = 0;
    }

    private static void Unmask(ref Kernel kernel, int queue)
    {
        kernel.Nic.Queues[queue].IsMasked = false;
        kernel.Nic.Queues[queue].HasCause = false;
    }

    private static void Signal(ref Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsPending = true;
}
