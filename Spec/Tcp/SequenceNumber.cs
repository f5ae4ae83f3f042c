using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>A sequence number: an octet's place in a stream, modulo 2^32 (RFC 9293 3.4).</summary>
/// <param name="Value">The 32 bits as they stand in a header.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct SequenceNumber(uint Value)
{
    /// <summary>The number some octets further on; past 2^32 - 1 it goes on at 0.</summary>
    public static SequenceNumber operator +(SequenceNumber start, int octets) =>
        new(unchecked(start.Value + (uint)octets));

    /// <summary>The number some octets back.</summary>
    public static SequenceNumber operator -(SequenceNumber start, int octets) => start + -octets;

    /// <summary>How many octets lie between two numbers; negative if the first comes before the second.</summary>
    public static int operator -(SequenceNumber left, SequenceNumber right) =>
        unchecked((int)(left.Value - right.Value));

    /// <summary>
    /// Whether a number comes before another. Of two that are 2^31 apart each does (net/tcp.h before).
    /// </summary>
    public static bool operator <(SequenceNumber left, SequenceNumber right) => left - right < 0;

    /// <summary>Whether a number comes after another. Of two that are 2^31 apart each does.</summary>
    public static bool operator >(SequenceNumber left, SequenceNumber right) => right - left < 0;

    /// <summary>Whether a number does not come after another.</summary>
    public static bool operator <=(SequenceNumber left, SequenceNumber right) => right - left >= 0;

    /// <summary>Whether a number does not come before another.</summary>
    public static bool operator >=(SequenceNumber left, SequenceNumber right) => left - right >= 0;

    /// <summary>The later of two numbers.</summary>
    public static SequenceNumber Later(SequenceNumber left, SequenceNumber right) => left > right ? left : right;

    /// <inheritdoc/>
    public override string ToString() => $"{Value}";
}
