using static Wakeline.Spec.Tasks.SignalMaskStep;

namespace Wakeline.Spec.Tasks;

/// <summary>
/// The signal mask that epoll_pwait, ppoll and pselect6 put in the place of the task's own for the time of the call. A
/// call that a signal interrupts keeps it until the handler has begun, which a mask restored before would shut out; any
/// other result restores it first, so that the signal stays pending.
/// </summary>
[Machine]
public static partial class SignalMask
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SignalMaskStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Own)

        .In(Own).Holding("sighand->siglock").Per("kernel/signal.c set_user_sigmask")
            .On<CallBegins>().When(CallHasMask).Do(SaveMask).Do(UseMaskOfCall).Goto(OfCall).Named("a mask is lent")
            .On<CallBegins>().Ignore()
            .On<CallEnds>().Ignore()
        .In(Own).Per("kernel/signal.c get_signal")
            .On<UserModeReached>().Do(Handle).Stay()

        .In(OfCall).Holding("sighand->siglock").Per("include/linux/sched/signal.h restore_saved_sigmask_unless")
            .On<CallBegins>().Ignore()
            .On<CallEnds>().When(WasInterrupted).Stay().Named("an interrupted call keeps its mask for the handler")
            .On<CallEnds>().Do(RestoreMask).Goto(Own).Named("a result restores the mask")
        .In(OfCall).Per("kernel/signal.c get_signal")
            .On<UserModeReached>().Do(HandleForCall).Do(RestoreMask).Do(Handle).Goto(Own)
                .Named("the handler begins, then the mask is restored")

        .Mutant("mask restored too early", "The task's own mask is back before the handler may begin.")
            .Without("an interrupted call keeps its mask for the handler")

        .Mutant("mask set by hand", "The mask is set in user mode, just before the call: a handler runs between them.")
            .Without("a mask is lent")
            .In(Own).On<CallBegins>().When(CallHasMask).Do(SaveMask).Do(UseMaskOfCall).Do(HandleForCall).Goto(OfCall)
                .Named("a mask is set, and then there is a call");

    private static ref SignalMaskStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Signals.MaskStep;

    private static bool CallHasMask(in Kernel kernel, int task) => kernel.Tasks[task].Arguments.HasMask;

    private static bool WasInterrupted(in Kernel kernel, int task) => kernel.Tasks[task].Error == Errno.EINTR;

    private static void SaveMask(ref Kernel kernel, int task)
    {
        ref var signals = ref kernel.Tasks[task].Signals;
        signals.Saved = signals.Blocked;
        signals.Handled.Clear();
    }

    private static void UseMaskOfCall(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Signals.Blocked = kernel.Tasks[task].Arguments.Mask;

    private static void RestoreMask(ref Kernel kernel, int task)
    {
        ref var signals = ref kernel.Tasks[task].Signals;
        signals.Blocked = signals.Saved;
        signals.Saved.Clear();
    }

    private static void Handle(ref Kernel kernel, int task) => kernel.Tasks[task].Signals.Take();

    private static void HandleForCall(ref Kernel kernel, int task)
    {
        ref var signals = ref kernel.Tasks[task].Signals;
        signals.Handled = signals.Take();
    }
}
