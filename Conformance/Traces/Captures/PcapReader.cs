namespace Wakeline.Conformance.Traces.Captures;

/// <summary>Reads captures of the older format (draft-ietf-opsawg-pcap).</summary>
internal sealed class PcapReader : ICaptureReader
{
    /// <summary>The numbers a capture begins with: time stamps in microseconds, or in nanoseconds.</summary>
    public const uint Microseconds = 0xA1B2C3D4;

    /// <summary>See <see cref="Microseconds"/>.</summary>
    public const uint Nanoseconds = 0xA1B23C4D;

    private const int HeaderLength = 20;
    private const int RecordLength = 16;
    private const long Second = 1_000_000_000;

    private readonly CaptureFile _file;
    private readonly long _unit;
    private readonly int _link;

    /// <summary>Reads the header behind its first four octets.</summary>
    public PcapReader(CaptureFile file, bool hasNanoseconds)
    {
        _file = file;
        _unit = hasNanoseconds ? 1 : 1000;
        var header = file.Require(HeaderLength, "a header").Span;
        _link = (int)(file.Number(header[16..]) & 0xFFFF);
    }

    /// <summary>The format has no place for it.</summary>
    public long Missed => 0;

    /// <inheritdoc/>
    public CapturedPacket? Read()
    {
        var record = _file.Read(RecordLength).Span;
        if (record.Length == 0)
        {
            return null;
        }

        if (record.Length < RecordLength)
        {
            throw _file.Fault("the header of a packet is expected, and the file ends in it");
        }

        var time = (_file.Number(record) * Second) + (_file.Number(record[4..]) * _unit);
        var captured = _file.Number(record[8..]);
        var length = _file.Number(record[12..]);
        if (captured > CaptureFile.LengthMost)
        {
            throw _file.Fault($"a packet of at most {CaptureFile.LengthMost} octets is expected, not of {captured}");
        }

        return new CapturedPacket(
            time, _link, _file.Require((int)captured, "a packet"), (int)Math.Min(length, int.MaxValue));
    }
}

/// <summary>Reads the packets of a capture, whatever its format.</summary>
internal interface ICaptureReader
{
    /// <summary>How many packets the capture says it has missed so far.</summary>
    long Missed { get; }

    /// <summary>The next packet; <see langword="null"/> at the end.</summary>
    CapturedPacket? Read();
}
