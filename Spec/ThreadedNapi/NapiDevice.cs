using static Wakeline.Spec.ThreadedNapi.NapiContext;
using static Wakeline.Spec.ThreadedNapi.NapiDeviceStep;

namespace Wakeline.Spec.ThreadedNapi;

/// <summary>
/// The device: each frame is an interrupt, whose handler schedules the context for the thread, or notes that it was
/// owned already.
/// </summary>
[Machine]
public static partial class NapiDevice
{
    /// <summary>The table.</summary>
    public static void Rules(Table<NapiContext, NapiDeviceStep> table) => table
        .At(Location)
        .MutatedBy(MutationIn)
        .Final(Quiet)
        .Fair(Fairness.Weak)

        .In(Quiet).Per("drivers/net receive DMA").Fair(Fairness.None)
            .When(FramesAreLeft).Do(WriteFrame).Goto(Signalled).Named("a frame arrives")
        .In(Signalled).Per("net/core/dev.c napi_schedule_prep")
            .When(IsOwned).Do(NoteMissed).Goto(Quiet)
            .Otherwise().Do(Schedule).Goto(Claimed)
        .In(Claimed).Per("net/core/dev.c ____napi_schedule")
            .Always().Do(HandToThread).Goto(Quiet);

    private static ref NapiDeviceStep Location(ref NapiContext context) => ref context.Device;

    private static bool FramesAreLeft(in NapiContext context) => context.FramesToCome > 0;

    private static void WriteFrame(ref NapiContext context)
    {
        context.FramesToCome--;
        context.Frames++;
    }

    private static void NoteMissed(ref NapiContext context) => context.IsMissed = true;

    private static void Schedule(ref NapiContext context) => context.IsScheduled = true;
}
