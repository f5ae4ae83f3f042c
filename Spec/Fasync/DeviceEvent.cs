using static Wakeline.Spec.Fasync.DeviceEventStep;
using static Wakeline.Spec.Fasync.SignalOwner;

namespace Wakeline.Spec.Fasync;

/// <summary>
/// An event of a device: under the lock of the device, which keeps interrupts off, the owner is signalled. One comes as
/// an interrupt on processor 0, one is injected by a call on processor 1.
/// </summary>
[Machine]
public static partial class DeviceEvent
{
    /// <summary>The event that interrupts processor 0.</summary>
    public const int Interrupt = 0;

    /// <summary>The table.</summary>
    public static void Rules(Table<SignalOwner, DeviceEventStep> table) => table
        .At(Location)
        .MutatedBy(MutationIn)
        .Final(Pending, Done)
        .Fair(Fairness.Weak)

        .In(Pending).Fair(Fairness.None).Per("drivers/input/input.c input_inject_event")
            .When(MayCome).Goto(Locking).Named("an event comes")
        .In(Locking).Per("drivers/input/input.c input_inject_event")
            .Unless(DeviceIsLocked).Do(LockDevice).Goto(Signalling)
        .In(Signalling).Holding("dev->event_lock").Per("fs/fcntl.c kill_fasync_rcu")
            .When(MayReadHere).Do(Read).Goto(Sending)
        .In(Sending).Holding("dev->event_lock, fa_lock").Per("fs/fcntl.c send_sigio")
            .Always().Do(EndRead).Do(UnlockDevice).Goto(Done);

    private static ref DeviceEventStep Location(ref SignalOwner owner, int self) => ref owner.Events[self];

    private static bool MayCome(in SignalOwner owner, int self) => self != Interrupt || !owner.InterruptsAreOff;

    /// <summary>A handler passes by a writer that only waits, lest it waits for whom it interrupts.</summary>
    private static bool MayReadHere(in SignalOwner owner, int self) =>
        MayRead(in owner) || (self == Interrupt && owner.Change != OwnerChangeStep.Changing);

    private static bool DeviceIsLocked(in SignalOwner owner, int self) => owner.DeviceIsLocked;

    private static void LockDevice(ref SignalOwner owner, int self) => owner.DeviceIsLocked = true;

    private static void UnlockDevice(ref SignalOwner owner, int self) => owner.DeviceIsLocked = false;
}
