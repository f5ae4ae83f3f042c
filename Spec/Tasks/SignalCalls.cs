using static Wakeline.Spec.Tasks.SignalCallStep;
using static Wakeline.Spec.Tasks.SystemCalls;

namespace Wakeline.Spec.Tasks;

/// <summary>The steps of calls on a task's own signals.</summary>
public enum SignalCallStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The task has entered the call.</summary>
    Entered,
}

/// <summary>The calls on a task's own signals, each over in one step.</summary>
[Machine]
public static partial class SignalCalls
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SignalCallStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Start(Entered)
        .Final(Idle)
        .Fair(Fairness.Weak)

        // What the new mask lets through is handled on the way back to user mode.
        .In(Entered).Holding("sighand->siglock").Per("kernel/signal.c sigprocmask")
            .When(CallIs, SystemCall.SetSignalMask).Do(SetMask).Do(ReturnZero).Goto(Idle)
        .In(Entered).Holding("sighand->siglock").Per("kernel/signal.c do_sigpending")
            .When(CallIs, SystemCall.GetPendingSignals).Do(ReturnPending).Goto(Idle);

    private static ref SignalCallStep Location(ref Kernel kernel, int task) =>
        ref kernel.Tasks[task].Steps.SignalCall;

    private static void SetMask(ref Kernel kernel, int task) =>
        kernel.Tasks[task].Signals.Blocked = kernel.Tasks[task].Arguments.Mask;

    private static void ReturnPending(ref Kernel kernel, int task) =>
        Return(ref kernel, task, kernel.Tasks[task].Signals.Pending.Word);
}
