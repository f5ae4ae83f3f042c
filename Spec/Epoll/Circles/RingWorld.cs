using static Wakeline.Spec.Epoll.Circles.RingWorldStep;

namespace Wakeline.Spec.Epoll.Circles;

/// <summary>The world outside, which makes the eventfd ready that the instance watches beside the ring.</summary>
[Machine]
public static partial class RingWorld
{
    /// <summary>The table.</summary>
    public static void Rules(Table<RingState, RingWorldStep> table) => table
        .At(Location)
        .MutatedBy(RingState.MutationIn)
        .Final(Open)

        .In(Open).Holding("whead->lock").Per("kernel/sched/wait.c __wake_up_common")
            .When(AnEventIsLeft).Do(Happen).Stay().Named("an event");

    private static ref RingWorldStep Location(ref RingState state) => ref state.World;

    private static bool AnEventIsLeft(in RingState state) => state.EventsLeft > 0;

    private static void Happen(ref RingState state)
    {
        state.EventsLeft--;
        state.Events++;
        RingItem.Fire(ref state, new FileWoken(false));
    }
}
