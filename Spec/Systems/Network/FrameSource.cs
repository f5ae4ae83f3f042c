using Wakeline.Spec.Tcp;
using static Wakeline.Spec.Systems.Network.FrameSourceStep;

namespace Wakeline.Spec.Systems.Network;

/// <summary>The steps of the source of frames.</summary>
public enum FrameSourceStep : byte
{
    /// <summary>Frames are sent, as long as there are any left.</summary>
    Open,
}

/// <summary>
/// Somebody on the wire who sends numbered frames, a bounded number of them (<see cref="Bounds.Events"/>), whenever it
/// likes. They are for nobody and ask for no answer, so that only the way through the card counts.
/// </summary>
[Machine]
public static partial class FrameSource
{
    /// <summary>The table.</summary>
    public static void Rules(Table<Kernel, FrameSourceStep> table) => table
        .At(Location)
        .MutatedBy(Kernel.MutationIn)
        .Final(Open)

        .In(Open)
            .When(FramesAreLeft).When(WireHasRoom).Do(Send).Stay().Named("a frame is sent");

    /// <summary>Whom the frames are from.</summary>
    public static Endpoint End => new(9, 9);

    private static ref FrameSourceStep Location(ref Kernel kernel) => ref kernel.Ledger.Frames.Source;

    private static bool FramesAreLeft(in Kernel kernel) => kernel.Ledger.Frames.Sent < kernel.Bounds.Events;

    private static bool WireHasRoom(in Kernel kernel) => !kernel.Nic.Wire.IsFull;

    private static void Send(ref Kernel kernel)
    {
        kernel.Ledger.Frames.Sent++;
        var number = new SequenceNumber(kernel.Ledger.Frames.Sent);
        kernel.Nic.Wire.Enqueue(new Segment
        {
            Source = End,
            Destination = new Endpoint(1, 9),
            Sequence = number,
            Flags = SegmentFlags.Rst,
        });
    }
}
