using System.Buffers.Binary;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>The options of a block of a capture.</summary>
/// <param name="file">Says which octet is first.</param>
/// <param name="octets">The options.</param>
internal readonly ref struct PcapngOptions(CaptureFile file, ReadOnlySpan<byte> octets)
{
    private const ushort End = 0;

    /// <summary>Of a packet: those that were missed since the one before (epb_dropcount).</summary>
    private const ushort DropCount = 4;

    /// <summary>Of statistics: what the interface, and the system, have missed (isb_ifdrop, isb_osdrop).</summary>
    private const ushort InterfaceDrops = 5, SystemDrops = 7;

    private readonly ReadOnlySpan<byte> _octets = octets;

    /// <summary>The value of an option; empty if it is not there.</summary>
    public ReadOnlySpan<byte> Find(ushort wanted)
    {
        for (var rest = _octets; rest.Length >= 4;)
        {
            var (code, length) = (file.Short(rest), file.Short(rest[2..]));
            var next = 4 + ((length + 3) & ~3);
            if (code == wanted && 4 + length <= rest.Length)
            {
                return rest.Slice(4, length);
            }

            rest = code == End || next > rest.Length ? [] : rest[next..];
        }

        return [];
    }

    /// <summary>How many packets were missed before one.</summary>
    public ulong DroppedBefore() => Count(DropCount);

    /// <summary>How many packets were missed in all.</summary>
    public ulong Dropped() => unchecked(Count(InterfaceDrops) + Count(SystemDrops));

    /// <summary>A number of 64 bits with a sign; 0 if it is not there.</summary>
    public long Signed(ushort code) => unchecked((long)Count(code));

    private ulong Count(ushort code) => Find(code) is { Length: 8 } value
        ? file.IsBigEndian ? BinaryPrimitives.ReadUInt64BigEndian(value)
            : BinaryPrimitives.ReadUInt64LittleEndian(value)
        : 0;
}
