using Wakeline.Spec.Sockets;
using static Wakeline.Spec.Nic.AdapterStep;

namespace Wakeline.Spec.Nic;

/// <summary>
/// The card: it writes each frame from the wire into memory that a descriptor of its own points to, gives the
/// descriptor to the driver, and then signals.
/// </summary>
[Machine]
public static partial class Adapter
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, AdapterStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Listening)
        .Fair(Fairness.Weak)

        .In(Listening).Per("drivers/net receive DMA")
            .When(MayLose).Do(LoseFrame).Stay().Alternative().Named("the wire loses a frame").Fair(Fairness.None)
            .Choose(Queues).When(FrameArrives).When(HasDescriptor).Unless(IsLikeOneBefore)
                .Do(WriteFrame).Goto(Signalling).Named("a frame is written to memory")
            .When(WireHasFrame).Do(LoseFrame).Stay().Named("no descriptor is the card's: the frame is lost")

        .In(Signalling).Per("drivers/net receive interrupt")
            .When(IsMasked).Do(KeepCause).Goto(Listening)
            .Otherwise().Do(Signal).Goto(Listening);

    private static ref AdapterStep Location(ref Kernel kernel) => ref kernel.Nic.Adapter;

    private static int Queues(in Kernel kernel, int self) => kernel.Nic.QueueCount;

    private static bool WireHasFrame(in Kernel kernel) => !kernel.Nic.Wire.IsEmpty;

    private static bool FrameArrives(in Kernel kernel, int self, int queue) => WireHasFrame(in kernel);

    private static bool HasDescriptor(in Kernel kernel, int self, int queue) => kernel.Nic.Queues[queue].HasRoom;

    /// <summary>
    /// Whether the choice of a queue would make a state that differs only in the number of the queue from one that
    /// another choice makes: queues at rest are alike in everything, unless an observer tells them apart.
    /// </summary>
    private static bool IsLikeOneBefore(in Kernel kernel, int self, int queue)
    {
        if (!kernel.Bounds.QueuesAreAlike || !kernel.Nic.Queues[queue].IsAtRest)
        {
            return false;
        }

        for (var before = 0; before < queue; before++)
        {
            if (kernel.Nic.Queues[before].IsAtRest)
            {
                return true;
            }
        }

        return false;
    }

    private static bool MayLose(in Kernel kernel) =>
        WireHasFrame(in kernel) && kernel.Ledger.Losses < kernel.Bounds.Losses;

    private static void LoseFrame(ref Kernel kernel)
    {
        kernel.Ledger.Losses++;
        kernel.Nic.Wire.Dequeue();
        Transmission.Resume(ref kernel);
    }

    private static void WriteFrame(ref Kernel kernel, int self, int queue)
    {
        ref var target = ref kernel.Nic.Queues[queue];
        target.Descriptors[target.Frames] = new RingDescriptor(DescriptorOwner.Driver, kernel.Nic.Wire.Dequeue());
        kernel.Nic.Written = (byte)queue;
        Transmission.Resume(ref kernel);
    }

    private static bool IsMasked(in Kernel kernel) => kernel.Nic.Queues[kernel.Nic.Written].IsMasked;

    private static void KeepCause(ref Kernel kernel)
    {
        kernel.Nic.Queues[kernel.Nic.Written].HasCause = true;
        kernel.Nic.Written = 0;
    }

    private static void Signal(ref Kernel kernel)
    {
        kernel.Nic.Queues[kernel.Nic.Written].IsPending = true;
        kernel.Nic.Written = 0;
    }
}
