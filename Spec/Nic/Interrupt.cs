using static Wakeline.Spec.Nic.InterruptStep;

namespace Wakeline.Spec.Nic;

/// <summary>
/// The interrupt of a receive queue, an edge: it is signalled once for a frame and not again. The handler schedules the
/// NAPI context; if that is scheduled already, whoever owns it is told to poll once more.
/// </summary>
[Machine]
public static partial class Interrupt
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, InterruptStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Ready)
        .Fair(Fairness.Weak)

        .In(Ready).Per("net/core/dev.c napi_schedule_prep")
            .When(IsPending).When(IsScheduled).Do(Acknowledge).Do(NoteMissed).Stay()
                .Named("an interrupt during a poll is remembered").Guards("M49")
            .When(IsPending).Do(Acknowledge).Do(Schedule).Stay().Named("an interrupt schedules a poll")

        .Mutant("M49", "An interrupt during a poll is forgotten.")
            .Without("an interrupt during a poll is remembered")
            .In(Ready)
                .When(IsPending).When(IsScheduled).Do(Acknowledge).Stay()
                    .Named("an interrupt during a poll is lost");

    private static ref InterruptStep Location(ref Kernel kernel, int queue) => ref kernel.Nic.Queues[queue].Interrupt;

    private static bool IsPending(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsPending;

    private static bool IsScheduled(in Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsScheduled;

    private static void Acknowledge(ref Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsPending = false;

    private static void NoteMissed(ref Kernel kernel, int queue) => kernel.Nic.Queues[queue].IsMissed = true;

    private static void Schedule(ref Kernel kernel, int queue)
    {
        kernel.Nic.Queues[queue].IsScheduled = true;
        kernel.Nic.Queues[queue].IsMasked = kernel.Nic.MasksInterrupts;
    }
}
