using Wakeline.Spec.Epoll;
using static Wakeline.Spec.Systems.SuspensionStep;

namespace Wakeline.Spec.Systems;

/// <summary>Whether the system runs.</summary>
public enum SuspensionStep : byte
{
    /// <summary>It runs.</summary>
    Running,
    /// <summary>It is suspended, or on its way there with nothing to hold it up.</summary>
    Suspended,
}

/// <summary>
/// The power management, which suspends the system at any moment at which no wakeup source is active, as autosleep
/// does, and resumes when one is. Tasks are not frozen meanwhile: what they do then is what they do after resuming.
/// </summary>
[Machine]
public static partial class Suspension
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SuspensionStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Running, Suspended)

        .In(Running).Per("drivers/base/power/wakeup.c pm_get_wakeup_count")
            .Unless(SomethingIsAwake).Goto(Suspended).Named("the system suspends")
        .In(Suspended).Per("drivers/base/power/wakeup.c pm_wakeup_pending")
            .When(SomethingIsAwake).Goto(Running).Named("the system resumes");

    private static ref SuspensionStep Location(ref Kernel kernel) => ref kernel.Ledger.Suspension;

    private static bool SomethingIsAwake(in Kernel kernel) => WakeSources.AnyIsActive(in kernel);
}
