using System.Net;
using System.Net.Sockets;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>What a packet of IP carries.</summary>
/// <param name="version">The version of IP, 4 or 6.</param>
/// <param name="protocol">What it carries.</param>
/// <param name="source">Who sent it.</param>
/// <param name="destination">Who is to get it.</param>
/// <param name="octets">What was captured of that which follows the headers of IP.</param>
/// <param name="length">How long that was.</param>
/// <param name="marks">What else its header says.</param>
internal readonly ref struct IpPacket(
    int version, ProtocolType protocol, IPAddress source, IPAddress destination, ReadOnlySpan<byte> octets, int length,
    IpMarks marks = default)
{
    /// <summary>The version of IP, 4 or 6.</summary>
    public int Version { get; } = version;

    /// <summary>What it carries.</summary>
    public ProtocolType Protocol { get; } = protocol;

    /// <summary>Who sent it.</summary>
    public IPAddress Source { get; } = source;

    /// <summary>Who is to get it.</summary>
    public IPAddress Destination { get; } = destination;

    /// <summary>What was captured of that which follows the headers of IP.</summary>
    public ReadOnlySpan<byte> Octets { get; } = octets;

    /// <summary>How long that was.</summary>
    public int Length { get; } = length;

    /// <summary>What else its header says.</summary>
    public IpMarks Marks { get; } = marks;
}

/// <summary>Fields of a header of IP beside those that say where it goes.</summary>
/// <param name="Codepoint">The codepoint of ECN (RFC 3168 5).</param>
/// <param name="Identification">The number that IPv4 gives it; 0 for none.</param>
/// <param name="TimeToLive">How far it may still travel.</param>
/// <param name="IsFragment">Whether it is a piece of a packet.</param>
/// <param name="HasRoute">Whether it goes by way of others (IPv6), so that the checksum is of another address.</param>
internal readonly record struct IpMarks(
    EcnCodepoint Codepoint, ushort Identification, byte TimeToLive, bool IsFragment = false, bool HasRoute = false);
