namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Reads captures of the newer format (draft-ietf-opsawg-pcapng).</summary>
internal sealed class PcapngReader : ICaptureReader
{
    /// <summary>The number a capture begins with, the same in either order of octets.</summary>
    public const uint SectionHeader = 0x0A0D0D0A;

    private const uint ByteOrder = 0x1A2B3C4D;
    private const uint InterfaceDescription = 1, OldPacket = 2, SimplePacket = 3, Statistics = 5, EnhancedPacket = 6;
    private const int InterfacesMost = 4096;
    private const int BlockLeast = 12;
    private const int StatisticsHeader = 12;

    /// <summary>Of the old packet: how many were missed is not known.</summary>
    private const ushort DropsNotKnown = ushort.MaxValue;

    private readonly CaptureFile _file;
    private readonly List<PcapngInterface> _interfaces = [];
    private readonly Dictionary<(int Section, uint Interface), ulong> _statistics = [];
    private long _latest;
    private ulong _dropped;
    private int _section;

    /// <summary>Reads the first section's header behind its first four octets.</summary>
    public PcapngReader(CaptureFile file)
    {
        _file = file;
        ReadSection();
    }

    /// <inheritdoc/>
    public long Missed
    {
        get
        {
            var told = _statistics.Values.Aggregate(0UL, (sum, each) => unchecked(sum + each));
            return (long)Math.Min(Math.Max(_dropped, told), long.MaxValue);
        }
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
        _section++;
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
        var length = LengthOf(_file.Number(_file.Require(4, "a block").Span));
        var whole = _file.Require(length - 8, "a block");
        if (_file.Number(whole.Span[^4..]) != length)
        {
            throw _file.Fault($"the length of the block is expected behind it once more, {length}");
        }

        var body = whole[..^4];
        var octets = body.Span;
        switch (kind)
        {
            case InterfaceDescription:
                Require(octets, 8, "an interface");
                if (_interfaces.Count == InterfacesMost)
                {
                    throw _file.Fault($"at most {InterfacesMost} interfaces are expected");
                }

                _interfaces.Add(new PcapngInterface(
                    _file.Short(octets), PcapngClock.Read(new PcapngOptions(_file, octets[8..]))));
                return null;
            case EnhancedPacket:
                Require(octets, 20, "a packet");
                return ReadPacket(body, _file.Number(octets), EnhancedDrops(octets));
            case OldPacket:
                Require(octets, 20, "a packet");
                return ReadPacket(
                    body, _file.Short(octets),
                    _file.Short(octets[2..]) is not DropsNotKnown and var drops ? drops : 0u);
            case SimplePacket:
                Require(octets, 4, "a packet");
                var told = _file.Number(octets);
                var captured = Math.Min(told, (uint)octets.Length - 4);
                return PacketOf(body, 4, 0, captured, told) with { LacksTime = true };
            case Statistics when octets.Length >= StatisticsHeader:
                _statistics[(_section, _file.Number(octets))] =
                    new PcapngOptions(_file, octets[StatisticsHeader..]).Dropped();
                return null;
            default:
                return null;                                           // Names, secrets, what others have added.
        }
    }

    private CapturedPacket ReadPacket(ReadOnlyMemory<byte> body, uint number, ulong drops)
    {
        var octets = body.Span;
        var ticks = ((ulong)_file.Number(octets[4..]) << 32) | _file.Number(octets[8..]);
        _latest = InterfaceOf(number).Clock.NanosecondsOf(ticks);
        _dropped = unchecked(_dropped + drops);
        return PacketOf(body, 20, number, _file.Number(octets[12..]), _file.Number(octets[16..]));
    }

    private ulong EnhancedDrops(ReadOnlySpan<byte> octets)
    {
        var end = 20L + ((_file.Number(octets[12..]) + 3L) & ~3L);
        return end < octets.Length ? new PcapngOptions(_file, octets[(int)end..]).DroppedBefore() : 0;
    }

    private CapturedPacket PacketOf(ReadOnlyMemory<byte> body, int start, uint number, uint captured, uint length) =>
        captured <= body.Length - start
            ? new CapturedPacket(
                _latest, InterfaceOf(number).Link, body.Slice(start, (int)captured),
                (int)Math.Min(length, int.MaxValue))
            {
                Interface = (int)number,
            }
            : throw _file.Fault($"a packet of at most {body.Length - start} octets is expected, not of {captured}");

    private PcapngInterface InterfaceOf(uint number) => number < _interfaces.Count
        ? _interfaces[(int)number]
        : throw _file.Fault(
            $"a packet of one of the {_interfaces.Count} interfaces so far is expected, not of {number}");

    private void Require(ReadOnlySpan<byte> octets, int least, string what)
    {
        if (octets.Length < least)
        {
            throw _file.Fault($"a block of at least {least + BlockLeast} octets is expected for {what}");
        }
    }

    private int LengthOf(uint length) => length is >= BlockLeast and <= CaptureFile.LengthMost && length % 4 == 0
        ? (int)length
        : throw _file.Fault(
            $"the length of a block is expected, from {BlockLeast} to {CaptureFile.LengthMost} in fours, not {length}");
}

/// <summary>An interface of a capture.</summary>
/// <param name="Link">The kind of its link.</param>
/// <param name="Clock">How it counts time.</param>
internal readonly record struct PcapngInterface(int Link, PcapngClock Clock);
