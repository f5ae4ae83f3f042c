using static Wakeline.Spec.Fasync.SenderStep;
using static Wakeline.Spec.Fasync.SignalOwner;

namespace Wakeline.Spec.Fasync;

/// <summary>
/// A task on processor 0 that sends the signal of O_ASYNC. It takes no interrupts while it holds the lock of the owner,
/// because a handler may need a lock whose holder waits for this one.
/// </summary>
[Machine]
public static partial class Sender
{
    /// <summary>The table.</summary>
    public static void Rules(Table<SignalOwner, SenderStep> table) => table
        .At(Location)
        .MutatedBy(MutationIn)
        .Final(Done)
        .Fair(Fairness.Weak)

        .In(Ready).Per("fs/fcntl.c kill_fasync_rcu")
            .When(IsNotInterrupted).Do(DisableInterrupts).Goto(Locking).Named("interrupts are off").Guards("M51a")
        .In(Locking).Per("fs/fcntl.c kill_fasync_rcu")
            .When(IsNotInterrupted).When(MayRead).Do(Read).Goto(Sending)
        .In(Sending).Holding("fa_lock").Per("fs/fcntl.c send_sigio")
            .When(IsNotInterrupted).Do(EndRead).Do(EnableInterrupts).Goto(Done)

        .Mutant("M51a", "A sender of signals takes the lock of the owner with interrupts on.")
            .Without("interrupts are off")
            .In(Ready).When(IsNotInterrupted).Goto(Locking).Named("interrupts stay on");

    private static ref SenderStep Location(ref SignalOwner owner) => ref owner.Sender;

    /// <summary>Whether no handler runs on the task's processor.</summary>
    private static bool IsNotInterrupted(in SignalOwner owner) =>
        owner.Events[DeviceEvent.Interrupt] is DeviceEventStep.Pending or DeviceEventStep.Done;

    private static void DisableInterrupts(ref SignalOwner owner) => owner.InterruptsAreOff = true;

    private static void EnableInterrupts(ref SignalOwner owner) => owner.InterruptsAreOff = false;
}
