using System.Buffers.Binary;
using System.Net;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>What a packet of a capture is to those before it.</summary>
internal enum Sight : byte
{
    /// <summary>It was not seen before.</summary>
    First,
    /// <summary>It was seen before in another place: the capture has it twice.</summary>
    Copy,
    /// <summary>It was seen before in the same place: it is there twice, or the network has doubled it.</summary>
    MayBeCopy,
}

/// <summary>
/// Finds packets that a capture has twice: on an interface and on a VLAN, bridge or bond above it, or before and after
/// a host that forwards them. They agree in all but what the way changes.
/// </summary>
internal sealed class CaptureCopies
{
    private const int Remembered = 64;
    private const int HeaderMost = 60;
    private const int Checksum = 16;
    private const long Millisecond = 1_000_000;
    private const long ElsewhereMost = 50 * Millisecond;
    private const long SamePlaceMost = 2 * Millisecond;

    /// <summary>Cooked headers do not say which interface it was.</summary>
    private const int Cooked = 113;

    private const ulong HashStart = 14_695_981_039_346_656_037, HashPrime = 1_099_511_628_211;

    private readonly Seen[] _seen = new Seen[Remembered];

    private int _next;

    /// <summary>What a packet is to those before it.</summary>
    /// <param name="captured">What was captured.</param>
    /// <param name="found">The packet of IP.</param>
    /// <param name="header">The header of its link.</param>
    /// <param name="isSent">
    /// Whether the judged host has sent it: it gives each packet a number of its own, so that there are not two.
    /// </param>
    public Sight Note(in CapturedPacket captured, in IpPacket found, ReadOnlySpan<byte> header, bool isSent)
    {
        var packet = HashOf(in found);
        var place = Hash(
            Hash(HashStart, header), (ulong)captured.Interface << 8 | found.Marks.TimeToLive);
        var number = found.Marks.Identification == 0 ? 0
            : Hash(Hash(HashStart, found.Source), found.Marks.Identification);
        var (isSeen, isNumbered) = (false, number != 0);
        foreach (var each in _seen)
        {
            isNumbered &= each.Number != number || each.Packet == packet;      // It may number all alike.
            var age = captured.Time - each.Time;
            if (each.Packet != packet || age is < 0 or > ElsewhereMost)
            {
                continue;
            }

            if (each.Place != place)
            {
                return Sight.Copy;
            }

            isSeen |= age <= SamePlaceMost;
        }

        _seen[_next] = new Seen(packet, place, number, captured.Time);
        _next = (_next + 1) % Remembered;
        return !isSeen ? Sight.First
            : isNumbered && isSent ? Sight.Copy
            : isNumbered || captured.Link == Cooked ? Sight.MayBeCopy
            : Sight.First;
    }

    /// <summary>The header of a segment without its checksum, which a card may fill in on the way.</summary>
    private static ulong HashOf(in IpPacket found)
    {
        var octets = found.Octets[..Math.Min(found.Octets.Length, HeaderMost)];
        var hash = Hash(Hash(HashStart, found.Source), found.Destination);
        hash = Hash(hash, ((ulong)found.Length << 16) | found.Marks.Identification);
        hash = Hash(hash, octets[..Math.Min(octets.Length, Checksum)]);
        return octets.Length > Checksum + 2 ? Hash(hash, octets[(Checksum + 2)..]) : hash;
    }

    private readonly record struct Seen(ulong Packet, ulong Place, ulong Number, long Time);

    private static ulong Hash(ulong hash, IPAddress address)
    {
        Span<byte> octets = stackalloc byte[16];
        _ = address.TryWriteBytes(octets, out var length);
        return Hash(hash, octets[..length]);
    }

    private static ulong Hash(ulong hash, ulong number)
    {
        Span<byte> octets = stackalloc byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(octets, number);
        return Hash(hash, octets);
    }

    private static ulong Hash(ulong hash, ReadOnlySpan<byte> octets)
    {
        foreach (var octet in octets)
        {
            hash = unchecked((hash ^ octet) * HashPrime);
        }

        return hash;
    }
}
