using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Nic;

/// <summary>Who may touch a descriptor of the receive ring and the memory it points to.</summary>
public enum DescriptorOwner : byte
{
    /// <summary>The card: it may write the next frame there.</summary>
    Device,
    /// <summary>The driver: a frame is there.</summary>
    Driver,
}

/// <summary>A descriptor of the receive ring, with the frame in the memory it points to.</summary>
/// <param name="Owner">Who may touch it.</param>
/// <param name="Frame">The frame; empty while the card owns the descriptor.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct RingDescriptor(DescriptorOwner Owner, Segment Frame);

/// <summary>
/// A receive queue of the card: its ring, its interrupt, and the NAPI context that drains it on one processor.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct ReceiveQueue
{
    /// <summary>
    /// The ring, beginning with the descriptor that the driver looks at next: first those with a frame, then those of
    /// the card.
    /// </summary>
    public Ring<RingDescriptor, InlineArray8<RingDescriptor>> Descriptors;

    /// <summary>Step of the interrupt's machine.</summary>
    public InterruptStep Interrupt;

    /// <summary>An interrupt is signalled and not yet taken. Two at once are one.</summary>
    public bool IsPending;

    /// <summary>The driver wants no interrupts.</summary>
    public bool IsMasked;

    /// <summary>A frame came while interrupts were masked.</summary>
    public bool HasCause;

    /// <summary>NAPI_STATE_SCHED: somebody owns the context and will poll.</summary>
    public bool IsScheduled;

    /// <summary>NAPI_STATE_MISSED: whoever owns the context must poll once more.</summary>
    public bool IsMissed;

    /// <summary>Step of the softirq.</summary>
    public SoftirqStep Softirq;

    /// <summary>Frames taken in this poll; counted where there is a bound.</summary>
    public byte Taken;

    /// <summary>The frame in hand.</summary>
    public Segment Frame;

    /// <summary>1 + the socket that was found for it; 0 for none.</summary>
    public byte FoundAndOne;

    /// <summary>1 + the child that the frame in hand has made; 0 for none.</summary>
    public byte ChildAndOne;

    /// <summary>Whether a frame waits in the ring.</summary>
    public readonly bool HasFrame =>
        !Descriptors.IsEmpty && Descriptors.Items[0].Owner == DescriptorOwner.Driver;

    /// <summary>How many frames wait in the ring.</summary>
    public readonly int Frames
    {
        get
        {
            var count = 0;
            foreach (var descriptor in Descriptors.Items)
            {
                count += descriptor.Owner == DescriptorOwner.Driver ? 1 : 0;
            }

            return count;
        }
    }

    /// <summary>Whether nothing waits, and nobody is at work or about to be.</summary>
    public readonly bool IsAtRest => !HasFrame && Softirq == SoftirqStep.Idle && !IsPending && !IsScheduled;

    /// <summary>Whether the card has a descriptor to write to.</summary>
    public readonly bool HasRoom => Frames < Descriptors.Count;
}

/// <summary>A network card. What a socket sends comes back to it: its wire is a loop.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct NetworkInterface
{
    /// <summary>Receive queues in use, at most 2. Which one a frame goes to is the card's choice.</summary>
    public byte QueueCount;

    /// <summary>Whether the driver masks interrupts while it polls; constant during a run.</summary>
    public bool MasksInterrupts;

    /// <summary>Frames on the wire, oldest first.</summary>
    public Ring<Segment, InlineArray16<Segment>> Wire;

    /// <summary>A sender found the wire full and waits until there is room (__QUEUE_STATE_DRV_XOFF).</summary>
    public bool IsStopped;

    /// <summary>Step of the card.</summary>
    public AdapterStep Adapter;

    /// <summary>The queue that the card has written to, until that is signalled.</summary>
    public byte Written;

    /// <summary>The receive queues.</summary>
    public InlineArray2<ReceiveQueue> Queues;

    /// <summary>A card whose descriptors are all its own.</summary>
    /// <param name="queues">Receive queues, 1 or 2.</param>
    /// <param name="descriptors">Descriptors of each, 1 to 8.</param>
    /// <param name="masksInterrupts">Whether its driver masks interrupts while it polls.</param>
    public static NetworkInterface Create(int queues, int descriptors, bool masksInterrupts = false)
    {
        var card = new NetworkInterface { QueueCount = (byte)queues, MasksInterrupts = masksInterrupts };
        for (var queue = 0; queue < queues; queue++)
        {
            for (var descriptor = 0; descriptor < descriptors; descriptor++)
            {
                card.Queues[queue].Descriptors.Enqueue(default);
            }
        }

        return card;
    }

    /// <summary>Whether nothing is on the wire, in a ring or in hand.</summary>
    public readonly bool IsQuiet
    {
        get
        {
            var isQuiet = Wire.IsEmpty && Adapter == AdapterStep.Listening;
            for (var queue = 0; queue < QueueCount; queue++)
            {
                isQuiet &= Queues[queue].IsAtRest;
            }

            return isQuiet;
        }
    }
}
