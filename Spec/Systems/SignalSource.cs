using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.SignalSourceStep;

namespace Wakeline.Spec.Systems;

/// <summary>The steps of the source of signals.</summary>
public enum SignalSourceStep : byte
{
    /// <summary>Signals are sent, as long as there are any left.</summary>
    Open,
}

/// <summary>
/// Somebody who sends signals with a handler, a bounded number of them (<see cref="Bounds.Signals"/>), to tasks that
/// are in a call. In user mode a signal is handled at once and changes nothing.
/// </summary>
[Machine]
public static partial class SignalSource
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, SignalSourceStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Open)

        .In(Open).Per("kernel/signal.c signal_wake_up_state")
            .Choose(Tasks).When(SignalsAreLeft).When(CanBeSent).Do(Send).Stay().Named("a signal");

    private static ref SignalSourceStep Location(ref Kernel kernel) => ref kernel.Ledger.SignalSource;

    private static int Tasks(in Kernel kernel, int self) => kernel.Bounds.Tasks;

    private static bool SignalsAreLeft(in Kernel kernel) => kernel.Ledger.Signals < kernel.Bounds.Signals;

    private static bool CanBeSent(in Kernel kernel, int self, int task) =>
        !kernel.Tasks[task].IsInUserMode && !kernel.Tasks[task].SignalPending;

    private static void Send(ref Kernel kernel, int self, int task)
    {
        kernel.Ledger.Signals++;
        Signals.Send(ref kernel, task);
    }
}
