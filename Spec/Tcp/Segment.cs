using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>The control bits of a segment (RFC 9293 3.1).</summary>
[Flags]
public enum SegmentFlags : byte
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>The sender has no more data.</summary>
    Fin = 0x01,
    /// <summary>Synchronise sequence numbers.</summary>
    Syn = 0x02,
    /// <summary>Reset the connection.</summary>
    Rst = 0x04,
    /// <summary>Push.</summary>
    Psh = 0x08,
    /// <summary>The acknowledgment field counts.</summary>
    Ack = 0x10,
    /// <summary>The urgent pointer counts.</summary>
    Urg = 0x20,
}

/// <summary>
/// A segment without its payload: what the octets are follows from their place in the stream, so only their number
/// travels.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct Segment
{
    /// <summary>Who sends it.</summary>
    public Endpoint Source;

    /// <summary>Whom it is for.</summary>
    public Endpoint Destination;

    /// <summary>SEG.SEQ.</summary>
    public SequenceNumber Sequence;

    /// <summary>SEG.ACK.</summary>
    public SequenceNumber Acknowledgment;

    /// <summary>The control bits.</summary>
    public SegmentFlags Flags;

    /// <summary>
    /// SEG.WND as it stands in the header, shifted by the sender's window scale; without one it may be as great as the
    /// receive buffer.
    /// </summary>
    public int Window;

    /// <summary>Octets of payload.</summary>
    public ushort Payload;

    /// <summary>SEG.UP: where the octet after the urgent one lies, counted from SEG.SEQ.</summary>
    public ushort UrgentPointer;

    /// <summary>The options.</summary>
    public TcpOptions Options;

    /// <summary>SEG.LEN: the sequence space it takes, SYN and FIN included.</summary>
    public readonly int Length => Payload + (Has(SegmentFlags.Syn) ? 1 : 0) + (Has(SegmentFlags.Fin) ? 1 : 0);

    /// <summary>The sequence number after its last octet.</summary>
    public readonly SequenceNumber End => Sequence + Length;

    /// <summary>The sequence number after its last octet of payload, where a FIN would stand.</summary>
    public readonly SequenceNumber TextEnd => Sequence + (Has(SegmentFlags.Syn) ? 1 : 0) + Payload;

    /// <summary>Whether a control bit is set.</summary>
    public readonly bool Has(SegmentFlags flag) => (Flags & flag) != 0;

    /// <summary>The segment as a trace shows it.</summary>
    public override readonly string ToString()
    {
        var text = $"{Source} > {Destination} {Flags} seq {Sequence}";
        text += Payload > 0 ? $"+{Payload}" : "";
        return text + (Has(SegmentFlags.Ack) ? $" ack {Acknowledgment} win {Window}" : $" win {Window}");
    }
}
