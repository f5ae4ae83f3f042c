using Wakeline.Spec.Nic;

namespace Wakeline.Spec.Systems.Network;

/// <summary>
/// The way of frames through the card: wire, ring, interrupt, poll with a budget, end of the poll, interrupts again.
/// An interrupt is an edge, so whoever ends a poll must not overlook the frame that came at that moment.
/// </summary>
[CheckedSystem("nic")]
public readonly partial struct NicReceive
{
    /// <summary>The system.</summary>
    public static void Compose(SystemTable<Kernel> system) => system
        .Parameter("frames", 5, 1, 8, "frames that come from the wire")
        .Parameter("queues", 2, 1, 2, "receive queues, each polled on a processor of its own")
        .Parameter("descriptors", 2, 1, 4, "descriptors of each ring")
        .Parameter("budget", 2, 1, 4, "frames a poll may take")
        .Parameter("masks", 0, 0, 1, "whether the driver masks interrupts while it polls")
        .Parameter("losses", 0, 0, 8, "frames the wire may lose")
        .Start(Begin)
        .Run(typeof(FrameSource), "wire")
        .Run(typeof(Adapter), "card")
        .Run(typeof(Interrupt), Queues, "interrupt {0}")
        .Run(typeof(Softirq), Queues, "softirq {0}")
        .MayEnd(EveryFrameIsThrough)

        .Never(AFrameIsForgotten, "no frame lies in a ring that nobody is going to look at")
        .LeadsTo(AFrameWaits, NoFrameWaits, "a frame in a ring is taken")
        .Always(FramesAreDeliveredOrCounted, "a frame is delivered once, or counted as lost")
        .Always(FramesKeepTheirOrder, "the frames of a queue are delivered in the order of the wire")
        .Always(TheBudgetIsKept, "a poll takes no more than its budget")
        .Always(TheRingKeepsItsSize, "a ring keeps its descriptors, those with a frame first")
        .Sometimes(AFrameFindsNoDescriptor, "a frame is lost, because no descriptor is the card's")
        .Sometimes(AFrameComesDuringAPoll, "a frame is signalled while somebody polls")
        .Sometimes(ABudgetIsSpent, "a poll ends with a frame left in the ring")

        .Catches("M49", nameof(AFrameIsForgotten), "frames=2,queues=1")
        .Catches("lost cause", nameof(AFrameIsForgotten), "frames=2,queues=1,masks=1")
        .Catches("drop-rule:Poll.BudgetIsSpent", nameof(TheBudgetIsKept), "queues=1")
        .Catches("drop-rule:a missed interrupt means another poll", nameof(AFrameIsForgotten), "frames=2,queues=1");

    private static int Queues(in Kernel kernel) => kernel.Nic.QueueCount;

    private static bool EveryFrameIsThrough(in Kernel kernel) =>
        kernel.Nic.IsQuiet && kernel.Ledger.Frames.Sent == kernel.Bounds.Events;

    private static bool AFrameIsForgotten(in Kernel kernel)
    {
        for (var queue = 0; queue < kernel.Nic.QueueCount; queue++)
        {
            ref readonly var source = ref kernel.Nic.Queues[queue];
            var isSignalled = source.IsPending || source.IsScheduled || source.Softirq != SoftirqStep.Idle;
            if (source.HasFrame && !isSignalled && !WillBeSignalled(in kernel, queue))
            {
                return true;
            }
        }

        return false;
    }

    private static bool WillBeSignalled(in Kernel kernel, int queue) =>
        kernel.Nic.Adapter == AdapterStep.Signalling && kernel.Nic.Written == queue;

    private static bool AFrameWaits(in Kernel kernel) =>
        kernel.Nic.Queues[0].HasFrame || kernel.Nic.Queues[1].HasFrame;

    private static bool NoFrameWaits(in Kernel kernel) => !AFrameWaits(in kernel);

    private static bool FramesAreDeliveredOrCounted(in Kernel kernel)
    {
        var frames = kernel.Ledger.Frames.Delivered + kernel.Ledger.Losses + kernel.Nic.Wire.Count;
        for (var queue = 0; queue < kernel.Nic.QueueCount; queue++)
        {
            ref readonly var source = ref kernel.Nic.Queues[queue];
            frames += source.Frames + (source.Softirq is SoftirqStep.Lookup or SoftirqStep.Deliver ? 1 : 0);
        }

        return frames == kernel.Ledger.Frames.Sent;
    }

    /// <summary>From the frame that was delivered last, by way of hand and ring, numbers rise.</summary>
    private static bool FramesKeepTheirOrder(in Kernel kernel)
    {
        for (var queue = 0; queue < kernel.Nic.QueueCount; queue++)
        {
            ref readonly var source = ref kernel.Nic.Queues[queue];
            uint last = kernel.Ledger.Frames.Last[queue];
            if (source.Softirq is SoftirqStep.Lookup or SoftirqStep.Deliver && !Rises(ref last, source.Frame.Sequence))
            {
                return false;
            }

            foreach (var descriptor in source.Descriptors.Items)
            {
                if (descriptor.Owner == DescriptorOwner.Driver && !Rises(ref last, descriptor.Frame.Sequence))
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool Rises(ref uint last, Spec.Tcp.SequenceNumber next)
    {
        var rises = next.Value > last;
        last = next.Value;
        return rises;
    }

    private static bool TheBudgetIsKept(in Kernel kernel) =>
        kernel.Nic.Queues[0].Taken <= kernel.Bounds.NapiBudget
        && kernel.Nic.Queues[1].Taken <= kernel.Bounds.NapiBudget;

    private static bool TheRingKeepsItsSize(in Kernel kernel)
    {
        for (var queue = 0; queue < kernel.Nic.QueueCount; queue++)
        {
            var descriptors = kernel.Nic.Queues[queue].Descriptors.Items;
            var isSeenCards = false;
            foreach (var descriptor in descriptors)
            {
                isSeenCards |= descriptor.Owner == DescriptorOwner.Device;
                if (isSeenCards && descriptor.Owner == DescriptorOwner.Driver)
                {
                    return false;
                }
            }

            if (descriptors.Length != kernel.Bounds.Descriptors)
            {
                return false;
            }
        }

        return true;
    }

    private static bool AFrameFindsNoDescriptor(in Kernel kernel) => kernel.Ledger.Losses > 0;

    private static bool AFrameComesDuringAPoll(in Kernel kernel) =>
        kernel.Nic.Queues[0].IsMissed || kernel.Nic.Queues[0].HasCause;

    private static bool ABudgetIsSpent(in Kernel kernel)
    {
        ref readonly var source = ref kernel.Nic.Queues[0];
        return source.HasFrame && source.Softirq == SoftirqStep.Idle && source.IsScheduled
            && source.Taken == kernel.Bounds.NapiBudget;
    }

    private static Kernel Begin(Parameters parameters)
    {
        var kernel = Scene.Of(parameters, 0, 0);
        kernel.Bounds.Events = (byte)parameters["frames"];
        kernel.Bounds.Losses = (byte)parameters["losses"];
        kernel.Bounds.NapiBudget = (byte)parameters["budget"];
        kernel.Bounds.Descriptors = (byte)parameters["descriptors"];
        kernel.Nic = NetworkInterface.Create(
            parameters["queues"], parameters["descriptors"], masksInterrupts: parameters["masks"] == 1);
        return kernel;
    }
}
