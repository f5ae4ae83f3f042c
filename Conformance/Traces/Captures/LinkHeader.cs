using System.Buffers.Binary;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Finds where the packet of IP begins behind the header of a link.</summary>
internal static class LinkHeader
{
    /// <summary>What follows is not IP.</summary>
    public const int NotIp = -1;

    /// <summary>Links of this kind are not read.</summary>
    public const int NotKnown = -2;

    private const ushort Ipv4 = 0x0800;
    private const ushort Ipv6 = 0x86DD;
    private const int TagsMost = 8;

    /// <summary>Octets of the header; <see cref="NotIp"/> or <see cref="NotKnown"/> if there is no answer.</summary>
    /// <param name="link">The kind of the link, as LINKTYPE_ numbers it.</param>
    /// <param name="octets">What was captured.</param>
    public static int LengthOf(int link, ReadOnlySpan<byte> octets) => link switch
    {
        0 or 108 => 4,                                                 // Loopback of BSD.
        1 => Typed(octets, 12, 14),                                    // Ethernet.
        12 or 14 or 101 or 228 or 229 => 0,                            // IP alone.
        113 => Typed(octets, 14, 16),                                  // Linux, cooked.
        276 => Typed(octets, 0, 20),                                   // The same, with the interface.
        _ => NotKnown,
    };

    /// <summary>Goes from one type to the next: tags of VLANs, labels of MPLS, sessions of PPPoE.</summary>
    private static int Typed(ReadOnlySpan<byte> octets, int place, int end)
    {
        for (var tags = 0; tags < TagsMost && place + 2 <= octets.Length; tags++)
        {
            switch (BinaryPrimitives.ReadUInt16BigEndian(octets[place..]))
            {
                case Ipv4 or Ipv6:
                    return end;
                case 0x8100 or 0x88A8 or 0x9100:
                    (place, end) = (end + 2, end + 4);
                    continue;
                case 0x8847 or 0x8848:
                    return BehindLabels(octets, end);
                case 0x8864:
                    return IsIpOfPpp(octets, end + 6) ? end + 8 : NotIp;
                default:
                    return NotIp;
            }
        }

        return NotIp;
    }

    /// <summary>RFC 3032 2.1: the last label of a stack has a bit set. What follows says itself what it is.</summary>
    private static int BehindLabels(ReadOnlySpan<byte> octets, int start)
    {
        const int Label = 4, LastBit = 1;
        while (start + Label < octets.Length)
        {
            var isLast = (octets[start + 2] & LastBit) != 0;
            start += Label;
            if (isLast)
            {
                return octets[start] >> 4 is 4 or 6 ? start : NotIp;
            }
        }

        return NotIp;
    }

    /// <summary>The numbers that PPP has for IPv4 and IPv6 (RFC 2516 4).</summary>
    private static bool IsIpOfPpp(ReadOnlySpan<byte> octets, int place) => place + 2 <= octets.Length
        && BinaryPrimitives.ReadUInt16BigEndian(octets[place..]) is 0x0021 or 0x0057;
}
