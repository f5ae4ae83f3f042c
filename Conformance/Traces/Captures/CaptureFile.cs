using System.Buffers.Binary;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Captures;

/// <summary>A packet of a capture.</summary>
/// <param name="Time">Nanoseconds since 1970.</param>
/// <param name="Link">The kind of its link layer, as LINKTYPE_ numbers it.</param>
/// <param name="Octets">What was captured of it.</param>
/// <param name="Length">How long it was.</param>
internal readonly record struct CapturedPacket(long Time, int Link, ReadOnlyMemory<byte> Octets, int Length)
{
    /// <summary>The number of its interface within the capture.</summary>
    public int Interface { get; init; }

    /// <summary>Whether the capture does not say when it was.</summary>
    public bool LacksTime { get; init; }
}

/// <summary>Reads octets of a capture, and knows where it stands.</summary>
/// <param name="stream">The capture.</param>
internal sealed class CaptureFile(Stream stream)
{
    /// <summary>The greatest packet or block that is read.</summary>
    public const int LengthMost = 1 << 20;

    private byte[] _buffer = new byte[1 << 16];

    /// <summary>The offset of the next octet.</summary>
    public long Offset { get; private set; }

    /// <summary>Whether numbers have their highest octet first.</summary>
    public bool IsBigEndian { get; set; }

    /// <summary>Reads octets, which are valid until the next read.</summary>
    /// <returns>Fewer than asked for at the end.</returns>
    public ReadOnlyMemory<byte> Read(int count)
    {
        if (_buffer.Length < count)
        {
            _buffer = new byte[count];
        }

        var read = stream.ReadAtLeast(_buffer.AsSpan(0, count), count, throwOnEndOfStream: false);
        Offset += read;
        return _buffer.AsMemory(0, read);
    }

    /// <summary>Reads octets that have to be there.</summary>
    /// <exception cref="TraceFormatException">The capture ends before them.</exception>
    public ReadOnlyMemory<byte> Require(int count, string what)
    {
        var octets = Read(count);
        return octets.Length == count
            ? octets
            : throw Fault($"{count} octets of {what} are expected, and the file ends after {octets.Length}");
    }

    /// <summary>A number of 32 bits.</summary>
    public uint Number(ReadOnlySpan<byte> octets) => IsBigEndian
        ? BinaryPrimitives.ReadUInt32BigEndian(octets)
        : BinaryPrimitives.ReadUInt32LittleEndian(octets);

    /// <summary>A number of 16 bits.</summary>
    public ushort Short(ReadOnlySpan<byte> octets) => IsBigEndian
        ? BinaryPrimitives.ReadUInt16BigEndian(octets)
        : BinaryPrimitives.ReadUInt16LittleEndian(octets);

    /// <summary>The capture cannot be read on.</summary>
    public TraceFormatException Fault(string message) => new(new TraceFault(Offset, $"offset {Offset}: {message}"));
}
