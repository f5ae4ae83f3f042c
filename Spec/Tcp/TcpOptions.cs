using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>The options that a segment may carry and that mean something here.</summary>
[Flags]
public enum OptionKinds : byte
{
    /// <summary>None.</summary>
    None = 0,
    /// <summary>Maximum segment size (RFC 9293 3.7.1).</summary>
    MaximumSegmentSize = 0x01,
    /// <summary>Window scale (RFC 7323 2).</summary>
    WindowScale = 0x02,
    /// <summary>SACK permitted (RFC 2018 2).</summary>
    SackPermitted = 0x04,
    /// <summary>Time stamps (RFC 7323 3).</summary>
    TimeStamps = 0x08,
    /// <summary>Fast Open (RFC 7413 4.1.1).</summary>
    FastOpen = 0x10,
    /// <summary>Fast Open under the code that was used before it had its own (RFC 7413, RFC 6994).</summary>
    FastOpenExperimental = 0x20,
    /// <summary>Selective acknowledgment (RFC 2018 3).</summary>
    Sack = 0x40,
}

/// <summary>A stretch of text that has come, although something before it has not (RFC 2018 3).</summary>
/// <param name="Left">Its first octet.</param>
/// <param name="Right">The number after its last.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct SackBlock(SequenceNumber Left, SequenceNumber Right);

/// <summary>The blocks of a SACK option, the one that says most of the segment it answers first.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct SackBlocks
{
    /// <summary>How many blocks find room in a segment without other options.</summary>
    public const int Most = 4;

    private SackBlock _first;
    private SackBlock _second;
    private SackBlock _third;
    private SackBlock _fourth;

    /// <summary>How many there are.</summary>
    public byte Count { get; private set; }

    /// <summary>A block; 0 is the first.</summary>
    public readonly SackBlock this[int index] => index switch
    {
        0 => _first,
        1 => _second,
        2 => _third,
        _ => _fourth,
    };

    /// <summary>Puts a block before the others. If there is no room the last one goes.</summary>
    public void PushFront(SackBlock block)
    {
        _fourth = _third;
        _third = _second;
        _second = _first;
        _first = block;
        Count = (byte)Math.Min(Count + 1, Most);
    }

    /// <summary>Takes out a block; those behind it move up.</summary>
    public void RemoveAt(int index)
    {
        var rest = this;
        this = default;
        for (var place = rest.Count - 1; place >= 0; place--)
        {
            if (place != index)
            {
                PushFront(rest[place]);
            }
        }
    }

    /// <summary>Puts a block in the place of another.</summary>
    public void Replace(int index, SackBlock block)
    {
        var rest = this;
        this = default;
        for (var place = rest.Count - 1; place >= 0; place--)
        {
            PushFront(place == index ? block : rest[place]);
        }
    }

    /// <summary>The first of them, at most so many.</summary>
    public readonly SackBlocks Take(int most)
    {
        var taken = this;
        while (taken.Count > most)
        {
            taken.RemoveAt(taken.Count - 1);
        }

        return taken;
    }
}

/// <summary>A Fast Open cookie (RFC 7413 4.1.1): 4 to 16 octets that only the server can make.</summary>
/// <param name="Length">How many octets; 0 for none, which asks for one.</param>
/// <param name="High">The first eight octets, the first being the highest.</param>
/// <param name="Low">The octets after them.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct FastOpenCookie(byte Length, ulong High, ulong Low)
{
    private const int LengthLeast = 4;

    /// <summary>Whether it is none, or as long as cookies are (TCP_FASTOPEN_COOKIE_MIN).</summary>
    public bool IsLawful => Length == 0 || (Length >= LengthLeast && Length % 2 == 0);
}

/// <summary>
/// The options of a segment by what they say. Padding, order and the octets of kinds and lengths are the wire's matter.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public record struct TcpOptions
{
    /// <summary>Octets of a time stamp option, padded (RFC 7323 appendix A).</summary>
    public const int StampOctets = 12;

    /// <summary>Which there are.</summary>
    public OptionKinds Present;

    /// <summary>
    /// What a receiver makes of them: a cookie that is as long as none is not there (tcp_parse_fastopen_option).
    /// </summary>
    public readonly TcpOptions AsTaken => Cookie.IsLawful ? this : this with
    {
        Present = Present & ~(OptionKinds.FastOpen | OptionKinds.FastOpenExperimental),
        Cookie = default,
    };

    /// <summary>The greatest payload that its sender takes.</summary>
    public ushort MaximumSegmentSize;

    /// <summary>By how many bits its sender shifts the windows it tells.</summary>
    public byte WindowScale;

    /// <summary>TSval, the sender's clock.</summary>
    public uint StampValue;

    /// <summary>TSecr, the receiver's clock, returned.</summary>
    public uint StampEcho;

    /// <summary>What has come out of order.</summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "Advice, which the host's loss recovery heeds.")]
    public SackBlocks Sack;

    /// <summary>The cookie of Fast Open.</summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "A secret, which the host makes and knows again.")]
    public FastOpenCookie Cookie;

    /// <summary>Whether one of some options is there.</summary>
    public readonly bool Has(OptionKinds option) => (Present & option) != 0;
}
