using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Syntax.Tree;

/// <summary>Control bits of a segment (RFC 9293 3.1, RFC 3168 6.1, AccECN).</summary>
[Flags]
internal enum ControlBits : ushort
{
    /// <summary>None, written as a hyphen.</summary>
    None = 0,
    /// <summary><c>F</c>.</summary>
    Fin = 1,
    /// <summary><c>S</c>.</summary>
    Syn = 2,
    /// <summary><c>R</c>.</summary>
    Rst = 4,
    /// <summary><c>P</c>.</summary>
    Psh = 8,
    /// <summary>A full stop.</summary>
    Ack = 16,
    /// <summary><c>U</c>.</summary>
    Urg = 32,
    /// <summary><c>E</c>.</summary>
    Ece = 64,
    /// <summary><c>W</c>.</summary>
    Cwr = 128,
    /// <summary><c>A</c>, the bit before CWR.</summary>
    Ae = 256,
}

/// <summary>A segment of TCP. Numbers are relative to the initial ones of their side.</summary>
/// <param name="Flags">Its control bits.</param>
/// <param name="Range">Its sequence numbers.</param>
/// <param name="Acknowledgment">Its acknowledgment number, if it is said.</param>
/// <param name="Window">The window as it stands in the header, if it is said.</param>
/// <param name="Urgent">The urgent pointer, if it is said.</param>
/// <param name="Options">Its options, if they are said.</param>
internal sealed record TcpSegment(
    ControlBits Flags,
    SequenceRange Range,
    uint? Acknowledgment,
    ushort? Window,
    ushort? Urgent,
    SegmentOptions? Options)
    : PacketContent;

/// <summary>Sequence numbers, <c>first:last(payload)</c>; the last is one past the payload.</summary>
/// <param name="First">The number of the first octet.</param>
/// <param name="Payload">Octets.</param>
internal readonly record struct SequenceRange(uint First, ushort Payload)
{
    /// <summary>The number past the last octet, modulo 2^32.</summary>
    public uint Last => unchecked(First + Payload);

    /// <inheritdoc/>
    public override string ToString() => $"{First}:{Last}({Payload})";
}

/// <summary>The options of a segment, between angle brackets.</summary>
/// <param name="IsAny">Any will do: <c>&lt;...&gt;</c>.</param>
/// <param name="List">The options in their order.</param>
internal sealed record SegmentOptions(bool IsAny, Sequence<TcpOption> List);

/// <summary>An option of TCP.</summary>
internal abstract record TcpOption;

/// <summary>An option that is a word alone.</summary>
/// <param name="Kind">Which.</param>
internal sealed record PlainOption(PlainOptionKind Kind) : TcpOption;

/// <summary>Options without a value.</summary>
internal enum PlainOptionKind : byte
{
    /// <summary><c>nop</c> (RFC 9293 3.1).</summary>
    NoOperation,
    /// <summary><c>eol</c> (RFC 9293 3.1).</summary>
    EndOfList,
    /// <summary><c>sackOK</c> (RFC 2018 2).</summary>
    SackPermitted,
}

/// <summary><c>mss N</c>: maximum segment size (RFC 9293 3.7.1).</summary>
/// <param name="Size">Octets.</param>
internal sealed record MaximumSegmentSize(ushort Size) : TcpOption;

/// <summary><c>wscale N</c>: the shift of windows (RFC 7323 2.2).</summary>
/// <param name="Shift">Bits.</param>
internal sealed record WindowScale(byte Shift) : TcpOption;

/// <summary><c>sack a:b c:d</c>: text that came out of order (RFC 2018 3).</summary>
/// <param name="Blocks">The stretches.</param>
internal sealed record SelectiveAcknowledgment(Sequence<SackBlock> Blocks) : TcpOption;

/// <summary>A stretch of text.</summary>
/// <param name="Left">Its first number.</param>
/// <param name="Right">The number past its last.</param>
internal readonly record struct SackBlock(uint Left, uint Right);

/// <summary><c>TS val V ecr E</c>: time stamps (RFC 7323 3.2).</summary>
/// <param name="Value">The sender's.</param>
/// <param name="Echo">The receiver's, returned.</param>
internal sealed record TimeStamps(uint Value, uint Echo) : TcpOption;

/// <summary><c>FO cookie</c> or <c>FOEXP cookie</c>: Fast Open (RFC 7413 4.1.1).</summary>
/// <param name="IsExperimental">Under the experimental option code.</param>
/// <param name="Cookie">The cookie in hexadecimal digits; empty for a request.</param>
internal sealed record FastOpen(bool IsExperimental, string Cookie) : TcpOption;

/// <summary><c>md5 digest</c>: a signature (RFC 2385).</summary>
/// <param name="Digest">The digest in hexadecimal digits.</param>
internal sealed record Signature(string Digest) : TcpOption;

/// <summary><c>ECN e1b N ceb N e0b N</c>: counters of AccECN, in the order of the option.</summary>
/// <param name="Counters">The counters.</param>
internal sealed record EcnCounters(Sequence<HeaderField> Counters) : TcpOption;

/// <summary>An option that has no name. Captures have it, scripts do not.</summary>
/// <param name="Kind">Its kind.</param>
/// <param name="Octets">What follows its length, in hexadecimal digits.</param>
internal sealed record UnknownOption(byte Kind, string Octets) : TcpOption;
