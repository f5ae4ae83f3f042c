namespace Wakeline.Spec.Tcp;

/// <content>Options: what a SYN tells, what both ends agree on, and time stamps (RFC 7323).</content>
public static partial class Connection
{
    /// <summary>What a peer takes that does not say so (RFC 9293 MUST-15, IPv4).</summary>
    internal const int DefaultMss = 536;

    /// <summary>Deviation: what a peer takes at least, whatever it says (net.ipv4.tcp_min_snd_mss).</summary>
    private const int LeastMss = 48;

    /// <summary>The greatest shift of a window (RFC 7323 2.3).</summary>
    private const int MostScale = 14;

    /// <summary>Octets of options that a header has room for (RFC 9293 3.1).</summary>
    internal const int OptionOctetsMost = 40;

    /// <summary>Octets of a SACK option without its blocks, padded (RFC 2018 3).</summary>
    private const int SackOctets = 4;

    /// <summary>Octets of a SACK block.</summary>
    private const int SackBlockOctets = 8;

    private const OptionKinds Negotiable =
        OptionKinds.WindowScale | OptionKinds.SackPermitted | OptionKinds.TimeStamps;

    /// <summary>
    /// A SYN has come: what both offer is agreed on, and segments keep to what the peer takes and the link carries.
    /// </summary>
    private static void Agree(ref Tcb tcb, in Segment segment)
    {
        tcb.Agreed = tcb.Offers & segment.Options.Present & Negotiable;
        var isScaled = (tcb.Agreed & OptionKinds.WindowScale) != 0;
        tcb.SndScale = isScaled ? Math.Min(segment.Options.WindowScale, (byte)MostScale) : (byte)0;
        tcb.RcvScale = isScaled || (OffersAgain(in tcb) && !HasAck(in segment)) ? tcb.RcvScale : (byte)0;
        tcb.StampRecent = HasStamps(in tcb) ? segment.Options.StampValue : 0;
        var size = Math.Min(SizeTold(in segment, tcb.DefaultMss), tcb.Mss);
        tcb.SndMss = (ushort)(HasStamps(in tcb) ? size - TcpOptions.StampOctets : size);
    }

    /// <summary>
    /// Whether the answer to a SYN that has crossed this end's own offers what that did, whatever the peer's has, and
    /// windows are told as if the peer had agreed.
    /// </summary>
    public static bool OffersAgain(in Tcb tcb) =>
        tcb.Origin == Origin.Active && Departs(in tcb, Deviations.CrossedSynOffersAgain);

    /// <summary>What a peer takes by its SYN.</summary>
    /// <param name="syn">The SYN. A size of 0 says nothing (tcp_parse_options).</param>
    /// <param name="unsaid">What it takes if it does not say so; 0 for what it is over IPv4.</param>
    public static int SizeTold(in Segment syn, ushort unsaid)
    {
        var told = syn.Options.Has(OptionKinds.MaximumSegmentSize) && syn.Options.MaximumSegmentSize > 0
            ? syn.Options.MaximumSegmentSize
            : unsaid > 0 ? unsaid
            : DefaultMss;
        return Math.Max(told, LeastMss);
    }

    private static bool HasStamps(in Tcb tcb) => (tcb.Agreed & OptionKinds.TimeStamps) != 0;

    private static bool UsesSack(in Tcb tcb) => (tcb.Agreed & OptionKinds.SackPermitted) != 0;

    /// <summary>
    /// PAWS: a stamp older than TS.Recent (RFC 7323 5.3). Deviations: one tick older passes, a segment without stamp
    /// passes, and so does an acknowledgment that was overtaken (tcp_paws_discard, tcp_disordered_ack).
    /// </summary>
    internal static bool IsStale(in Tcb tcb, in Segment segment) =>
        HasOlderStamp(in tcb, in segment) && Age(in tcb, in segment) > 1 && !IsOvertaken(in tcb, in segment);

    private static bool HasOlderStamp(in Tcb tcb, in Segment segment) =>
        HasStamps(in tcb) && segment.Options.Has(OptionKinds.TimeStamps) && tcb.StampRecent != 0
        && Age(in tcb, in segment) > 0;

    /// <summary>Whether a segment has a stamp that is later than TS.Recent (RFC 7323 4.3).</summary>
    public static bool HasLaterStamp(in Tcb tcb, in Segment segment) =>
        HasStamps(in tcb) && segment.Options.Has(OptionKinds.TimeStamps) && Age(in tcb, in segment) < 0;

    private static int Age(in Tcb tcb, in Segment segment) =>
        unchecked((int)(tcb.StampRecent - segment.Options.StampValue));

    private static bool IsOvertaken(in Tcb tcb, in Segment segment) =>
        segment.Flags == SegmentFlags.Ack && segment.Length == 0 && segment.Sequence == tcb.RcvNxt
        && segment.Acknowledgment == tcb.SndUna && segment.Window << tcb.SndScale == tcb.SndWnd
        && Age(in tcb, in segment) <= OvertakenMost;

    /// <summary>
    /// How much older an overtaken acknowledgment may be: 1.2 seconds of milliseconds (tcp_tsval_replay).
    /// </summary>
    private const int OvertakenMost = 1200;

    /// <summary>Whether a segment carries a later stamp than the last one of its connection (RFC 6191 2).</summary>
    internal static bool IsLater(in Tcb tcb, in Segment segment) =>
        HasStamps(in tcb) && segment.Options.Has(OptionKinds.TimeStamps) && Age(in tcb, in segment) < 0;

    /// <summary>TS.Recent is renewed by a segment that begins where the last acknowledgment ended, or before.</summary>
    private static void NoteStamp(ref Tcb tcb, in Segment segment)
    {
        if (HasStamps(in tcb) && segment.Options.Has(OptionKinds.TimeStamps) && segment.Sequence <= tcb.RcvTold
            && (tcb.StampRecent == 0 || Age(in tcb, in segment) <= 0))
        {
            tcb.StampRecent = segment.Options.StampValue;
        }
    }

    /// <summary>The options of a SYN: what is offered, or of what was offered that which is agreed on.</summary>
    private static TcpOptions OptionsOfSyn(in Tcb tcb, OptionKinds present)
    {
        var options = new TcpOptions { Present = present };
        options.MaximumSegmentSize = options.Has(OptionKinds.MaximumSegmentSize) ? tcb.Mss : (ushort)0;
        options.WindowScale = options.Has(OptionKinds.WindowScale) ? tcb.RcvScale : (byte)0;
        if (options.Has(OptionKinds.TimeStamps))
        {
            options.StampValue = tcb.StampClock;
            options.StampEcho = tcb.StampRecent;
        }

        options.Present |= tcb.FastOpening.Tells;
        options.Cookie = tcb.FastOpening.Tells == OptionKinds.None ? default : tcb.FastOpening.Cookie;
        return options;
    }

    /// <summary>
    /// What was offered and is agreed on. Deviation: where both ends open at once, a SYN goes again with an
    /// acknowledgment, and offers what it offered before (tcp_send_synack).
    /// </summary>
    private static TcpOptions OptionsOfSynAck(in Tcb tcb) => OffersAgain(in tcb)
        ? OptionsOfSyn(in tcb, tcb.Offers) with { Present = tcb.Offers, Cookie = default }
        : OptionsOfSyn(in tcb, tcb.Agreed | (tcb.Offers & OptionKinds.MaximumSegmentSize));

    /// <summary>The options of a segment of a connection that is up.</summary>
    private static TcpOptions OptionsOfText(in Tcb tcb)
    {
        var options = default(TcpOptions);
        if (HasStamps(in tcb))
        {
            options.Present |= OptionKinds.TimeStamps;
            options.StampValue = tcb.StampClock;
            options.StampEcho = tcb.StampRecent;
        }

        var blocks = BlocksToTell(in tcb);
        if (blocks.Count > 0)
        {
            options.Present |= OptionKinds.Sack;
            options.Sack = blocks;
        }

        return options;
    }

    /// <summary>
    /// How much less a segment carries for the blocks it tells: together they fill no more than a segment.
    /// </summary>
    private static int RoomForText(in Tcb tcb) => RoomBeside(in tcb, BlocksToTell(in tcb).Count);

    private static int RoomBeside(in Tcb tcb, int blocks) =>
        blocks == 0 ? tcb.SndMss : Math.Max(tcb.SndMss - OctetsOf(blocks), 1);
}
