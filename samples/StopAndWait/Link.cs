using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline;

namespace StopAndWait;

/// <summary>A message or an acknowledgement on the wire.</summary>
/// <param name="Number">Which message it is, for the properties only: no machine looks at it.</param>
/// <param name="Bit">The alternating bit.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Frame(byte Number, bool Bit);

/// <summary>Both ends of a link and the two wires between them.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Link
{
    /// <summary>The mutant in force, if one is being checked; constant during a run.</summary>
    public Mutation Mutation;

    /// <summary>How many messages there are to send; constant during a run.</summary>
    public byte Messages;

    /// <summary>Where the sender is.</summary>
    public SenderPlace Sender;

    /// <summary>Where the receiver is.</summary>
    public ReceiverPlace Receiver;

    /// <summary>Where the wires are; they have one place only.</summary>
    public WirePlace Wire;

    /// <summary>Messages sent and acknowledged.</summary>
    public byte Acknowledged;

    /// <summary>The bit of the message being sent.</summary>
    public bool SendBit;

    /// <summary>The bit the receiver waits for.</summary>
    public bool ExpectedBit;

    /// <summary>Frames on their way to the receiver.</summary>
    public Ring<Frame, InlineArray2<Frame>> Forward;

    /// <summary>Acknowledgements on their way back.</summary>
    public Ring<Frame, InlineArray2<Frame>> Back;

    /// <summary>Messages handed to the user, counted.</summary>
    public byte Delivered;

    /// <summary>A message was handed over that was not the next one.</summary>
    public bool IsOutOfOrder;
}

/// <summary>Locations of the sender.</summary>
public enum SenderPlace : byte
{
    /// <summary>Has the next message to send.</summary>
    Ready,

    /// <summary>Has sent it and waits for its acknowledgement.</summary>
    Waiting,

    /// <summary>Everything is acknowledged.</summary>
    Done,
}

/// <summary>Locations of the receiver.</summary>
public enum ReceiverPlace : byte
{
    /// <summary>Waits for a frame.</summary>
    Listening,
}

/// <summary>Locations of the wires.</summary>
public enum WirePlace : byte
{
    /// <summary>Carrying, and sometimes losing, frames.</summary>
    Up,
}
