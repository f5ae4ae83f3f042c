using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>When a listener answers a SYN of which it keeps nothing (net.ipv4.tcp_syncookies).</summary>
public enum CookieUse : byte
{
    /// <summary>Never: a SYN that finds no room for a request is dropped.</summary>
    Never,
    /// <summary>When there is no room for one more request.</summary>
    WhenFull,
    /// <summary>Always.</summary>
    Always,
}

/// <summary>
/// SYN cookies (RFC 4987 3.6; net/ipv4/syncookies.c): what a request would know comes back in the numbers that the peer
/// returns. The initial sequence number says who chose it, when, and about how great segments may be; the low bits of
/// the time stamp say the window scale and whether there is SACK.
/// </summary>
public static class SynCookies
{
    /// <summary>How many sizes of segments a cookie can tell apart (msstab).</summary>
    private const int Sizes = 4;

    /// <summary>How old a cookie may be, in periods (MAX_SYNCOOKIE_AGE).</summary>
    private const int Lives = 2;

    /// <summary>The bits of a time stamp that carry options (TSMASK, TS_OPT_WSCALE_MASK, TS_OPT_SACK).</summary>
    private const uint StampBits = 63, ScaleBits = 15, SackBit = 16;

    /// <summary>The initial sequence number that answers a SYN (cookie_init_sequence).</summary>
    public static SequenceNumber Make(in NetworkNamespace net, in Segment syn) =>
        Base(syn.Destination, syn.Source, syn.Sequence, net.CookiePeriod) + SizeIndex(in net, in syn);

    /// <summary>
    /// The SYN as it is answered: without time stamps nothing would tell its other options again, and none of them is
    /// agreed on.
    /// </summary>
    public static Segment Limit(Segment syn)
    {
        var kept = OptionKinds.MaximumSegmentSize;
        if (syn.Options.Has(OptionKinds.TimeStamps))
        {
            kept |= OptionKinds.TimeStamps | OptionKinds.WindowScale | OptionKinds.SackPermitted;
        }

        syn.Options.Present &= kept;
        return syn;
    }

    /// <summary>The stamp of the answer: the clock, or a little less, with options in it (cookie_init_timestamp).
    /// </summary>
    /// <param name="clock">The clock for time stamps.</param>
    /// <param name="request">The request as it would be kept.</param>
    public static uint Stamp(uint clock, in Tcb request)
    {
        var bits = (request.Agreed & OptionKinds.WindowScale) != 0 ? request.SndScale : ScaleBits;
        bits |= (request.Agreed & OptionKinds.SackPermitted) != 0 ? SackBit : 0;
        var stamp = (clock & ~StampBits) | bits;
        return stamp > clock ? stamp - StampBits - 1 : stamp;
    }

    /// <summary>
    /// Whether the last segment of a handshake returns a cookie of this host (cookie_tcp_check,
    /// cookie_timestamp_decode).
    /// </summary>
    /// <param name="net">Whose network stack.</param>
    /// <param name="last">The segment.</param>
    /// <param name="syn">The SYN that the cookie answered, as far as it is remembered.</param>
    public static bool TryRead(in NetworkNamespace net, in Segment last, out Segment syn)
    {
        syn = default;
        if ((last.Flags & (SegmentFlags.Syn | SegmentFlags.Rst | SegmentFlags.Ack)) != SegmentFlags.Ack)
        {
            return false;
        }

        var index = ReadSize(in net, in last);
        if (index < 0)
        {
            return false;
        }

        syn.Source = last.Source;
        syn.Destination = last.Destination;
        syn.Sequence = last.Sequence - 1;
        syn.Flags = SegmentFlags.Syn;
        syn.Window = last.Window;
        syn.Options = OptionsOf(in last);
        syn.Options.MaximumSegmentSize = SizeAt(in net, index);
        return (syn.Options.Present & ~(net.Offers | OptionKinds.MaximumSegmentSize)) == 0;
    }

    private static int ReadSize(in NetworkNamespace net, in Segment last)
    {
        for (var age = 0; age < Lives; age++)
        {
            var period = unchecked((byte)(net.CookiePeriod - age));
            var start = Base(last.Destination, last.Source, last.Sequence - 1, period);
            var index = last.Acknowledgment - 1 - start;
            if (index is >= 0 and < Sizes)
            {
                return index;
            }
        }

        return -1;
    }

    private static TcpOptions OptionsOf(in Segment last)
    {
        var options = new TcpOptions { Present = OptionKinds.MaximumSegmentSize };
        if (last.Options.Has(OptionKinds.TimeStamps))
        {
            options.Present |= OptionKinds.TimeStamps;
            options.StampValue = last.Options.StampValue;
            options.Present |= (last.Options.StampEcho & SackBit) != 0 ? OptionKinds.SackPermitted : OptionKinds.None;
            var scale = last.Options.StampEcho & ScaleBits;
            options.Present |= scale < ScaleBits ? OptionKinds.WindowScale : OptionKinds.None;
            options.WindowScale = scale < ScaleBits ? (byte)scale : (byte)0;
        }

        return options;
    }

    /// <summary>The greatest of the sizes that the peer takes.</summary>
    private static int SizeIndex(in NetworkNamespace net, in Segment syn)
    {
        var told = Connection.SizeTold(in syn, net.DefaultMss);
        var index = Sizes - 1;
        while (index > 0 && SizeAt(in net, index) > told)
        {
            index--;
        }

        return index;
    }

    private static ushort SizeAt(in NetworkNamespace net, int index) => (net.DefaultMss > 0, index) switch
    {
        (true, 0) => 1220,
        (true, 1) => 1420,
        (true, 2) => 1440,
        (true, _) => 8940,
        (_, 0) => 536,
        (_, 1) => 1300,
        (_, 2) => 1440,
        _ => 1460,
    };

    /// <summary>
    /// A number that depends on the ends, on the peer's number and on the time. The kernel's cannot be guessed, which
    /// makes no difference to somebody who does not guess.
    /// </summary>
    private static SequenceNumber Base(Endpoint local, Endpoint remote, SequenceNumber peer, byte period)
    {
        unchecked
        {
            var ends = ((uint)local.Port << 16) | remote.Port;
            var mixed = (ends ^ ((uint)local.Host << 24) ^ ((uint)remote.Host << 8) ^ period) * 0x9E3779B1;
            return new SequenceNumber(((mixed ^ (mixed >> 15)) * 0x85EBCA77) + peer.Value);
        }
    }
}
