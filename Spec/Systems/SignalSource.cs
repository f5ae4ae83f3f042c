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
/// Somebody who sends signals with a handler, a bounded number of them (<see cref="Bounds.Signals"/>), where they make
/// a difference: to tasks that are in a call, or that block them. In user mode any other is handled at once.
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
            .Choose(Ways).When(SignalsAreLeft).When(CanBeSent).Do(Send).Stay().Named("a signal");

    private static ref SignalSourceStep Location(ref Kernel kernel) => ref kernel.Ledger.SignalSource;

    /// <summary>Any task, and any of the first signals (<see cref="Bounds.SignalKinds"/>).</summary>
    private static int Ways(in Kernel kernel, int self) =>
        kernel.Bounds.Tasks * Math.Max(kernel.Bounds.SignalKinds, (byte)1);

    private static bool SignalsAreLeft(in Kernel kernel) => kernel.Ledger.Signals < kernel.Bounds.Signals;

    private static bool CanBeSent(in Kernel kernel, int self, int way)
    {
        ref readonly var task = ref kernel.Tasks[TaskOf(in kernel, way)];
        var signal = SignalOf(in kernel, way);
        return !task.Signals.Pending.Contains(signal)
            && (!task.IsInUserMode || task.Signals.Blocked.Contains(signal));
    }

    private static void Send(ref Kernel kernel, int self, int way)
    {
        kernel.Ledger.Signals++;
        Signals.Send(ref kernel, TaskOf(in kernel, way), SignalOf(in kernel, way));
    }

    private static int TaskOf(in Kernel kernel, int way) => way % kernel.Bounds.Tasks;

    private static Signal SignalOf(in Kernel kernel, int way) => (Signal)(way / kernel.Bounds.Tasks);
}
