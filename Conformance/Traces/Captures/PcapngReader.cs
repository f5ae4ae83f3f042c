namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Reads captures of the newer format (draft-ietf-opsawg-pcapng).</summary>
internal sealed class PcapngReader : ICaptureReader
{
    /// <summary>The number a capture begins with, the same in either order of octets.</summary>
    public const uint SectionHeader = 0x0A0D0D0A;

    private const uint ByteOrder = 0x1A2B3C4D;
    private const uint InterfaceDescription = 1;
    private const uint SimplePacket = 3;
    private const uint EnhancedPacket = 6;
    private const ushort ResolutionOption = 9;
    private const int InterfacesMost = 4096;
    private const int BlockLeast = 12;

    private readonly CaptureFile _file;
    private readonly List<(int Link, double Unit)> _interfaces = [];
    private long _latest;

    /// <summary>Reads the first section's header behind its first four octets.</summary>
    public PcapngReader(CaptureFile file)
    {
        _file = file;
        ReadSection();
    }

    /// <inheritdoc/>
    public CapturedPacket? Read()
    {
        while (_file.Read(4) is { Length: > 0 } type)
        {
            if (type.Length < 4)
            {
                throw _file.Fault("a block is expected, and the file ends in it");
            }

            var kind = _file.Number(type.Span);
            if (kind == SectionHeader)
            {
                ReadSection();
            }
            else if (ReadBlock(kind) is { } packet)
            {
                return packet;
            }
        }

        return null;
    }

    private void ReadSection()
    {
        _interfaces.Clear();
        var start = _file.Require(8, "a section").Span;
        _file.IsBigEndian = false;
        if (_file.Number(start[4..]) != ByteOrder)
        {
            _file.IsBigEndian = true;
            if (_file.Number(start[4..]) != ByteOrder)
            {
                throw _file.Fault("the order of octets of a section is expected");
            }
        }

        _ = _file.Require(LengthOf(_file.Number(start)) - BlockLeast, "a section");
    }

    private CapturedPacket? ReadBlock(uint kind)
    {
        var body = _file.Require(LengthOf(_file.Number(_file.Require(4, "a block").Span)) - 8, "a block")[..^4];
        var octets = body.Span;
        switch (kind)
        {
            case InterfaceDescription when octets.Length >= 8 && _interfaces.Count < InterfacesMost:
                _interfaces.Add((_file.Short(octets), UnitOf(octets[8..])));
                return null;
            case EnhancedPacket when octets.Length >= 20 && _file.Number(octets) < _interfaces.Count:
                var (link, unit) = _interfaces[(int)_file.Number(octets)];
                var ticks = ((ulong)_file.Number(octets[4..]) << 32) | _file.Number(octets[8..]);
                _latest = (long)Math.Min(ticks * unit, long.MaxValue / 4);
                return PacketOf(body, 20, link, _file.Number(octets[12..]), _file.Number(octets[16..]));
            case SimplePacket when octets.Length >= 4 && _interfaces.Count > 0:
                var length = _file.Number(octets);
                return PacketOf(body, 4, _interfaces[0].Link, Math.Min(length, (uint)octets.Length - 4), length);
            default:
                return null;
        }
    }

    private CapturedPacket PacketOf(ReadOnlyMemory<byte> body, int start, int link, uint captured, uint length) =>
        captured <= body.Length - start
            ? new CapturedPacket(
                _latest, link, body.Slice(start, (int)captured), (int)Math.Min(length, int.MaxValue))
            : throw _file.Fault($"a packet of at most {body.Length - start} octets is expected, not of {captured}");

    /// <summary>Nanoseconds of a tick: microseconds unless the option if_tsresol says otherwise.</summary>
    private double UnitOf(ReadOnlySpan<byte> options)
    {
        while (options.Length >= 5)
        {
            var (code, length) = (_file.Short(options), _file.Short(options[2..]));
            if (code == ResolutionOption && length >= 1)
            {
                var exponent = options[4] & 0x7F;
                return 1e9 * Math.Pow((options[4] & 0x80) != 0 ? 2 : 10, -exponent);
            }

            var next = 4 + ((length + 3) & ~3);
            options = code == 0 || next > options.Length ? [] : options[next..];
        }

        return 1000;
    }

    private int LengthOf(uint length) => length is >= BlockLeast and <= CaptureFile.LengthMost && length % 4 == 0
        ? (int)length
        : throw _file.Fault(
            $"the length of a block is expected, from {BlockLeast} to {CaptureFile.LengthMost} in fours, not {length}");
}
