using static Wakeline.Spec.ThreadedNapi.BusyPollStep;
using static Wakeline.Spec.ThreadedNapi.NapiContext;

namespace Wakeline.Spec.ThreadedNapi;

/// <summary>
/// A task that polls the context of its socket's device instead of sleeping. If an interrupt comes while it stops, the
/// thread goes on.
/// </summary>
[Machine]
public static partial class BusyPoll
{
    /// <summary>The table.</summary>
    public static void Rules(Table<NapiContext, BusyPollStep> table) => table
        .At(Location)
        .MutatedBy(MutationIn)
        .Final(Away)
        .Fair(Fairness.Weak)

        .In(Away).Per("net/core/dev.c napi_busy_loop").Fair(Fairness.None)
            .When(MayPoll).Unless(IsOwned).Do(Claim).Goto(Polling).Named("a task claims the context")
        .In(Polling).Per("net/core/dev.c napi_busy_loop")
            .When(RingHasFrame).Do(TakeFrame).Stay()
            .Otherwise().Goto(Stopping)
        .In(Stopping).Per("net/core/dev.c busy_poll_stop")
            .Always().Do(ClearMissed).Goto(LastPoll)
        .In(LastPoll).Per("net/core/dev.c busy_poll_stop")
            .When(RingHasFrame).Do(TakeFrame).Stay()
            .Otherwise().Goto(Completing)
        .In(Completing).Per("net/core/dev.c napi_complete_done")
            .When(WasMissed).Do(ClearMissed).Do(HandToThread).Goto(Away)
            .Otherwise().Do(LetGo).Goto(Away);

    private static ref BusyPollStep Location(ref NapiContext context) => ref context.BusyPoll;

    private static bool MayPoll(in NapiContext context) => context.BusyPolls > 0;

    private static void Claim(ref NapiContext context)
    {
        context.BusyPolls--;
        context.IsScheduled = true;
    }
}
