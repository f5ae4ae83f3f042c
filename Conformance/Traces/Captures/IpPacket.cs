using System.Net;
using System.Net.Sockets;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>What a packet of IP carries.</summary>
/// <param name="version">The version of IP, 4 or 6.</param>
/// <param name="protocol">What it carries.</param>
/// <param name="source">Who sent it.</param>
/// <param name="destination">Who is to get it.</param>
/// <param name="octets">What was captured of that which follows the headers of IP.</param>
/// <param name="length">How long that was.</param>
internal readonly ref struct IpPacket(
    int version, ProtocolType protocol, IPAddress source, IPAddress destination, ReadOnlySpan<byte> octets, int length)
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
}
