using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Systems.Network;

/// <summary>What became of the frames of <see cref="FrameSource"/>, which are numbered from 1.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct FrameHistory
{
    /// <summary>Where their source is.</summary>
    public FrameSourceStep Source;

    /// <summary>Frames put on the wire.</summary>
    public byte Sent;

    /// <summary>Frames that the softirq has handed on.</summary>
    public byte Delivered;

    /// <summary>The number of the frame that each queue has handed on last; 0 for none.</summary>
    public InlineArray2<byte> Last;
}
