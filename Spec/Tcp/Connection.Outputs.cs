namespace Wakeline.Spec.Tcp;

/// <content>
/// Segments: how the model makes one, and which ones of another maker are lawful. The model sends as much as window and
/// segment size allow, at once.
/// </content>
public static partial class Connection
{
    private static Segment MakeReset(in Tcb tcb) => From(in tcb, tcb.Reset.Sequence) with
    {
        Flags = tcb.Reset.CarriesAck ? SegmentFlags.Rst | SegmentFlags.Ack : SegmentFlags.Rst,
        Acknowledgment = tcb.Reset.Acknowledgment,
        Window = tcb.Reset.IsActive ? OfferedWindow(in tcb, Room(in tcb)) >> tcb.RcvScale : 0,
        Options = tcb.Reset.IsActive ? OptionsOfText(in tcb) : default,
    };

    private static Segment MakeSyn(in Tcb tcb) => From(in tcb, tcb.Iss) with
    {
        Flags = SegmentFlags.Syn,
        Window = tcb.RcvWnd,
        Payload = (ushort)TextOfSyn(in tcb),
        Options = tcb.Retries == 0
            ? OptionsOfSyn(in tcb, tcb.Offers)
            : OptionsOfSyn(in tcb, tcb.Offers) with { Present = tcb.Offers, Cookie = default },
    };

    private static Segment MakeSynAck(in Tcb tcb) => Acknowledging(in tcb, tcb.Iss) with
    {
        Flags = SegmentFlags.Syn | SegmentFlags.Ack,
        Window = IsFastChild(in tcb) ? FirstWindow(in tcb) : tcb.RcvWnd,
        Options = OptionsOfSynAck(in tcb),
    };

    private static Segment MakeAck(in Tcb tcb)
    {
        var segment = Acknowledging(in tcb, AcceptableNext(in tcb));
        segment.Window = tcb.State == TcpState.SynReceived && IsRequest(in tcb) && tcb.RcvLimit > 0
            ? tcb.RcvWnd >> tcb.RcvScale                               // That of its SYN,ACK (tcp_v4_reqsk_send_ack).
            : segment.Window;
        return segment;
    }

    /// <summary>
    /// The number of what carries no text: that of the peer's edge, if that has moved back behind what was sent by more
    /// than the shift of a window can tell (tcp_acceptable_seq).
    /// </summary>
    public static SequenceNumber AcceptableNext(in Tcb tcb)
    {
        var beyond = -UsableWindow(in tcb);
        var unit = (tcb.Agreed & OptionKinds.WindowScale) != 0 ? 1 << tcb.RcvScale : 1;
        return Departs(in tcb, Deviations.AcknowledgmentsKeepToWindow) && beyond >= unit
            ? tcb.SndNxt - beyond
            : tcb.SndNxt;
    }

    /// <summary>Deviation: the probe is empty and one octet too old, which an acknowledgment must answer.</summary>
    private static Segment MakeProbe(in Tcb tcb) => Acknowledging(in tcb, tcb.SndUna - 1);

    private static Segment MakeData(in Tcb tcb) =>
        Carrying(in tcb, tcb.SndNxt, Math.Min(tcb.Unsent, SpaceToSend(in tcb)));

    /// <summary>What the host aims at, or the oldest that is not acknowledged.</summary>
    private static Segment MakeRetransmission(in Tcb tcb)
    {
        if (tcb.SndUna == tcb.Iss)
        {
            return MakeSynAck(in tcb);
        }

        if (tcb.ResendStart < tcb.SndUna || tcb.ResendEnd <= tcb.ResendStart || tcb.ResendEnd > tcb.SndNxt)
        {
            return Carrying(in tcb, tcb.SndUna, tcb.SndNxt - tcb.SndUna);
        }

        var segment = Carrying(in tcb, tcb.ResendStart, tcb.ResendEnd - tcb.ResendStart);
        segment.Flags &= ~SegmentFlags.Psh;
        segment.Flags |= tcb.ResendPushed && segment.End == tcb.ResendEnd ? SegmentFlags.Psh : SegmentFlags.None;
        return segment;
    }

    /// <summary>A segment of text, and of FIN where it comes to it, of at most so many sequence numbers.</summary>
    private static Segment Carrying(in Tcb tcb, SequenceNumber start, int space)
    {
        var textEnd = tcb.SndEnd - (tcb.FinQueued ? 1 : 0);
        var payload = Math.Min(Math.Min(textEnd - start, space), RoomForText(in tcb));
        var isLast = start + payload == textEnd;
        var segment = Acknowledging(in tcb, start) with { Payload = (ushort)payload };
        segment.Flags |= payload > 0 && isLast && !tcb.MoreFollows ? SegmentFlags.Psh : SegmentFlags.None;
        segment.Flags |= tcb.FinQueued && isLast && payload < space ? SegmentFlags.Fin : SegmentFlags.None;
        return segment;
    }

    private static Segment Acknowledging(in Tcb tcb, SequenceNumber sequence)
    {
        var segment = From(in tcb, sequence) with
        {
            Flags = SegmentFlags.Ack,
            Acknowledgment = tcb.RcvNxt,
            Window = OfferedWindow(in tcb, Room(in tcb)) >> tcb.RcvScale,
            Options = OptionsOfText(in tcb),
        };
        var urgent = tcb.SndUp - sequence;
        if (tcb.HasSndUp && urgent > 0
            && (urgent <= ushort.MaxValue || sequence + ushort.MaxValue > tcb.SndNxt))
        {
            segment.Flags |= SegmentFlags.Urg;
            segment.UrgentPointer = (ushort)Math.Min(urgent, ushort.MaxValue);
        }

        return segment;
    }

    private static Segment From(in Tcb tcb, SequenceNumber sequence) =>
        new() { Source = tcb.Local, Destination = tcb.Remote, Sequence = sequence };

    /// <summary>The segments that the first window is told in are shorter by their stamps (tcp_openreq_init_rwin).
    /// </summary>
    private static void FitWindowToStamps(ref Tcb tcb)
    {
        var size = tcb.Mss - TcpOptions.StampOctets;
        if (tcb.RcvLimit > 0 && HasStamps(in tcb) && tcb.RcvBuffer > size)
        {
            var isBounded = tcb.RcvLimit < Math.Min(tcb.RcvBuffer / tcb.Mss * tcb.Mss, ushort.MaxValue);
            tcb.RcvLimit = !isBounded ? Math.Min(tcb.RcvBuffer / size * size, ushort.MaxValue)
                : tcb.RcvLimit % tcb.Mss == 0 ? tcb.RcvLimit / tcb.Mss * size
                : tcb.RcvLimit;
        }
    }

    /// <summary>The window of a SYN, which is not shifted.</summary>
    private static int FirstWindow(in Tcb tcb) =>
        tcb.RcvLimit > 0 ? Math.Min(Math.Min(tcb.RcvBuffer, tcb.RcvLimit), ushort.MaxValue) : tcb.RcvBuffer;

    /// <summary>
    /// The window to tell: it never shrinks (RFC 9293 SHLD-14), and is rounded up to what its shift can tell
    /// (tcp_select_window).
    /// </summary>
    private static int OfferedWindow(in Tcb tcb, int room)
    {
        if (tcb.RcvLimit == 0)
        {
            return Math.Max(tcb.RcvWnd, room);
        }

        var window = tcb.HasRcvOffer ? tcb.RcvOffer : Math.Min(room, tcb.RcvLimit);
        var unit = 1 << tcb.RcvScale;
        var least = Departs(in tcb, Deviations.WindowsShrink) && tcb.RcvScale > 0 ? 0 : tcb.RcvWnd;
        return (Math.Max(window, least) + unit - 1) & -unit;
    }

    /// <summary>How much more the receive queue takes; text that is held counts as received.</summary>
    private static int Room(in Tcb tcb) => Math.Max(tcb.RcvBuffer - tcb.Unread, 0);

    private static bool IsLawfulSyn(in Tcb tcb, in Segment observed) =>
        IsBetween(in tcb, in observed) && observed.Sequence == tcb.Iss && observed.Flags == SegmentFlags.Syn;

    private static bool IsLawfulSynAck(in Tcb tcb, in Segment observed) =>
        IsBetween(in tcb, in observed) && observed.Sequence == tcb.Iss
        && observed.Flags == (SegmentFlags.Syn | SegmentFlags.Ack) && observed.Acknowledgment == tcb.RcvNxt;

    /// <summary>An acknowledgment without text says what is expected next and takes back no window (MUST-34).</summary>
    private static bool IsLawfulAck(in Tcb tcb, in Segment observed) =>
        observed.Length == 0 && (observed.Sequence == tcb.SndNxt || observed.Sequence == AcceptableNext(in tcb))
        && Acknowledges(in tcb, in observed);

    private static bool IsLawfulProbe(in Tcb tcb, in Segment observed) =>
        Acknowledges(in tcb, in observed)
        && ((observed.Length == 0 && observed.Sequence == tcb.SndUna - 1)
            || (observed.Payload == 1 && observed.Sequence == tcb.SndUna));

    private static bool IsLawfulData(in Tcb tcb, in Segment observed) =>
        observed.Length > 0 && observed.Sequence == tcb.SndNxt && observed.End <= tcb.SndEnd
        && observed.Length <= UsableWindow(in tcb) && IsLawfulText(in tcb, in observed);

    private static bool IsLawfulRetransmission(in Tcb tcb, in Segment observed) =>
        tcb.SndUna == tcb.Iss
            ? IsLawfulSynAck(in tcb, in observed)
            : observed.Length > 0 && observed.Sequence >= tcb.SndUna && observed.End <= tcb.SndNxt
                && IsLawfulText(in tcb, in observed);

    /// <summary>Text keeps to the segment size, and FIN stands at the end of everything and nowhere else.</summary>
    private static bool IsLawfulText(in Tcb tcb, in Segment observed) =>
        Acknowledges(in tcb, in observed) && observed.Payload <= tcb.SndMss
        && HasFin(in observed) == (tcb.FinQueued && observed.End == tcb.SndEnd);

    private static bool Acknowledges(in Tcb tcb, in Segment observed) =>
        IsBetween(in tcb, in observed)
        && (observed.Flags & (SegmentFlags.Syn | SegmentFlags.Rst | SegmentFlags.Ack)) == SegmentFlags.Ack
        && observed.Acknowledgment == tcb.RcvNxt && (observed.Window + 1) << tcb.RcvScale > tcb.RcvWnd;

    private static bool IsBetween(in Tcb tcb, in Segment observed) =>
        observed.Source == tcb.Local && observed.Destination == tcb.Remote;
}
