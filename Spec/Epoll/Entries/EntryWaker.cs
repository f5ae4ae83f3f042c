using static Wakeline.Spec.Epoll.Entries.WakerStep;

namespace Wakeline.Spec.Epoll.Entries;

/// <summary>
/// A waker, which visits the first entry under ep->lock: it makes the task run, then unlinks the entry. After that
/// store the entry may be gone at any moment.
/// </summary>
[Machine]
public static partial class EntryWaker
{
    /// <summary>The table.</summary>
    public static void Rules(Table<WakeState, WakerStep> table) => table
        .At(Location)
        .MutatedBy(WakeState.MutationIn)
        .Final(Idle)
        .Fair(Fairness.Weak)

        .In(Idle).Per("fs/eventpoll.c ep_poll_callback")
            .When(AnEventIsDue).When(SomebodyIsLinked).Do(ChooseFirst).Goto(Locked).Named("finds an entry")
        .In(Locked).Holding("ep->lock").Per("fs/eventpoll.c ep_autoremove_wake_function")
            .Always().Do(WakeTask).Goto(HalfDone).Named("makes the task run").Guards("M8")
        .In(HalfDone).Holding("ep->lock").Per("fs/eventpoll.c ep_autoremove_wake_function")
            .Always().Do(UnlinkEntry).Goto(Done).Named("unlinks the entry, last of all")
        .In(Done).Per("fs/eventpoll.c ep_poll_callback")
            .Always().Goto(Idle).Named("lets the lock go")

        .Mutant("M8", "The store that unlinks the entry is seen before the waker is through with the entry.")
            .Without("makes the task run", "unlinks the entry, last of all")
            .In(Locked).Always().Do(UnlinkEntry).Goto(HalfDone).Named("unlinks the entry too early")
            .In(HalfDone).Always().Do(WakeTask).Goto(Done).Named("makes the task run after that");

    private static ref WakerStep Location(ref WakeState state) => ref state.Waker;

    private static bool AnEventIsDue(in WakeState state) => state.Events > 0;

    private static bool SomebodyIsLinked(in WakeState state) => FirstLinked(in state) < state.SleeperCount;

    private static int FirstLinked(in WakeState state)
    {
        var sleeper = 0;
        while (sleeper < state.SleeperCount && !state.Sleepers[sleeper].IsLinked)
        {
            sleeper++;
        }

        return sleeper;
    }

    private static void ChooseFirst(ref WakeState state)
    {
        state.Events--;
        state.Target = (byte)FirstLinked(in state);
    }

    private static void WakeTask(ref WakeState state)
    {
        UseEntry(ref state);
        state.Sleepers[state.Target].IsAwake = true;
    }

    private static void UnlinkEntry(ref WakeState state)
    {
        UseEntry(ref state);
        state.Sleepers[state.Target].IsLinked = false;
    }

    private static void UseEntry(ref WakeState state) =>
        state.HasUsedGoneFrame |= state.Sleepers[state.Target].Step == SleeperStep.Returned;
}
