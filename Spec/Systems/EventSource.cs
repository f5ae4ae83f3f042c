using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;
using static Wakeline.Spec.Systems.EventSourceStep;

namespace Wakeline.Spec.Systems;

/// <summary>The steps of the source of events.</summary>
public enum EventSourceStep : byte
{
    /// <summary>Events happen, as long as there are any left.</summary>
    Open,
}

/// <summary>
/// The world outside the process: it makes files ready, any of the first few (<see cref="Bounds.Sources"/>), a bounded
/// number of times (<see cref="Bounds.Events"/>), whenever it likes.
/// </summary>
[Machine]
public static partial class EventSource
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, EventSourceStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Open)

        .In(Open).Holding("whead->lock").Per("kernel/sched/wait.c __wake_up_common")
            .Choose(Sources).When(EventsAreLeft).Do(Happen).Stay().Named("an event");

    private static ref EventSourceStep Location(ref Kernel kernel) => ref kernel.Ledger.EventSource;

    private static int Sources(in Kernel kernel, int self) => kernel.Bounds.Sources;

    private static bool EventsAreLeft(in Kernel kernel) => kernel.Ledger.Events < kernel.Bounds.Events;

    private static void Happen(ref Kernel kernel, int self, int file)
    {
        kernel.Ledger.Events++;
        var asleep = Sleeping.CountAsleep(in kernel);
        var target = kernel.Files[file].Object;
        if (kernel.Files[file].Kind == FileKind.Event)
        {
            kernel.EventCounters[target].Count++;
            Waking.Wake(ref kernel, file, PollEvents.In, 1);
        }
        else
        {
            kernel.Devices[target] = PollEvents.In | PollEvents.Out;
            Waking.Wake(ref kernel, file, PollEvents.In | PollEvents.Out, 1);
        }

        var woken = (byte)(asleep - Sleeping.CountAsleep(in kernel));
        kernel.Ledger.MostWokenByEvent = Math.Max(kernel.Ledger.MostWokenByEvent, woken);
    }
}
