using static Wakeline.Spec.Epoll.Entries.SleeperStep;

namespace Wakeline.Spec.Epoll.Entries;

/// <summary>
/// A task that ends its sleep in epoll_wait: woken, or by its deadline. If its entry looks unlinked, it takes no lock
/// before it returns.
/// </summary>
[Machine]
public static partial class EntryOwner
{
    /// <summary>The table.</summary>
    public static void Rules(Table<WakeState, SleeperStep> table) => table
        .At(Location)
        .MutatedBy(WakeState.MutationIn)
        .Start(Arm)
        .Final(Returned, Asleep)
        .Fair(Fairness.Weak)

        .In(Arm).Holding("ep->lock").Per("fs/eventpoll.c ep_poll")
            .When(LockIsFree).Do(Link).Goto(Asleep).Named("links its entry, and sleeps")
        .In(Asleep).Per("fs/eventpoll.c ep_poll")
            .When(IsAwake).Goto(Look).Named("was woken")
            .When(HasDeadline).Do(Run).Goto(Look).Named("the deadline passes")
        .In(Look).Per("fs/eventpoll.c ep_poll")
            .When(LooksLinked).Goto(TakeOut).Named("sees its entry linked")
            .Otherwise().Goto(Returned).Named("sees its entry unlinked, returns")
        .In(TakeOut).Holding("ep->lock").Per("fs/eventpoll.c ep_poll")
            .When(LockIsFree).Do(Unlink).Goto(Returned).Named("takes its entry out, returns");

    private static ref SleeperStep Location(ref WakeState state, int self) => ref state.Sleepers[self].Step;

    private static bool LockIsFree(in WakeState state) => WakeState.LockIsFree(in state);

    private static bool IsAwake(in WakeState state, int self) => state.Sleepers[self].IsAwake;

    private static bool HasDeadline(in WakeState state) => state.HasDeadline;

    private static bool LooksLinked(in WakeState state, int self) => state.Sleepers[self].IsLinked;

    private static void Link(ref WakeState state, int self)
    {
        state.Sleepers[self].IsLinked = true;
        state.Sleepers[self].IsAwake = false;
    }

    private static void Run(ref WakeState state, int self) => state.Sleepers[self].IsAwake = true;

    private static void Unlink(ref WakeState state, int self) => state.Sleepers[self].IsLinked = false;
}
