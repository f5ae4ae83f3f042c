using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Tcp;

/// <summary>
/// A stretch of text that came too early and is held until the gap before it closes (RFC 9293 SHLD-31).
/// </summary>
/// <param name="Start">Its first octet.</param>
/// <param name="Octets">How many octets of text.</param>
/// <param name="Fin">Whether FIN follows them.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct HeldText(SequenceNumber Start, int Octets, bool Fin)
{
    /// <summary>The number after the last octet of text.</summary>
    public SequenceNumber End => Start + Octets;
}

/// <summary>The numbers of a reset that is owed: it answers a segment, so it is made when that arrives.</summary>
/// <param name="Sequence">SEG.SEQ of the reset.</param>
/// <param name="Acknowledgment">SEG.ACK of the reset.</param>
/// <param name="CarriesAck">Whether it carries ACK.</param>
/// <param name="IsActive">Whether this end breaks off, rather than answer a segment.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ResetNumbers(
    SequenceNumber Sequence, SequenceNumber Acknowledgment, bool CarriesAck, bool IsActive = false);

/// <summary>
/// Transmission control block (RFC 9293 3.3.1, struct tcp_sock): what one end of a connection knows. The text itself is
/// not kept: an octet is its place in the stream.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Tcb
{
    /// <summary>State of the connection.</summary>
    public TcpState State;

    /// <summary>Who opened it.</summary>
    public Origin Origin;

    /// <summary>This end.</summary>
    public Endpoint Local;

    /// <summary>The other end.</summary>
    public Endpoint Remote;

    /// <summary>ISS, initial send sequence number.</summary>
    public SequenceNumber Iss;

    /// <summary>SND.UNA, the oldest number sent and not acknowledged.</summary>
    public SequenceNumber SndUna;

    /// <summary>SND.NXT, the next number to send.</summary>
    public SequenceNumber SndNxt;

    /// <summary>The number after the last octet the user has handed over, FIN included (tcp_sock write_seq).</summary>
    public SequenceNumber SndEnd;

    /// <summary>SND.WND, the window the peer offers.</summary>
    public int SndWnd;

    /// <summary>MAX.SND.WND, the largest window the peer has offered (RFC 5961 5.2).</summary>
    public int SndWndMost;

    /// <summary>SND.WL1, SEG.SEQ of the segment the window was taken from.</summary>
    public SequenceNumber SndWl1;

    /// <summary>SND.WL2, SEG.ACK of the segment the window was taken from.</summary>
    public SequenceNumber SndWl2;

    /// <summary>SND.UP, the number after the last urgent octet; counts while it is after SND.UNA.</summary>
    public SequenceNumber SndUp;

    /// <summary>Whether SND.UP was ever set.</summary>
    public bool HasSndUp;

    /// <summary>Whether the user has closed: FIN takes the last place before <see cref="SndEnd"/>.</summary>
    public bool FinQueued;

    /// <summary>The call that hands over has more, so that nothing is pushed yet.</summary>
    public bool MoreFollows;

    /// <summary>
    /// The number after the last octet that was pushed (tcp_sock pushed_seq); kept only where calls have more.
    /// </summary>
    public SequenceNumber SndPushed;

    /// <summary>IRS, initial receive sequence number.</summary>
    public SequenceNumber Irs;

    /// <summary>RCV.NXT, the next number expected.</summary>
    public SequenceNumber RcvNxt;

    /// <summary>RCV.NXT as last told to the peer (tcp_sock rcv_wup).</summary>
    public SequenceNumber RcvTold;

    /// <summary>RCV.WND, the window offered, counted from RCV.NXT. Its right edge never moves back.</summary>
    public int RcvWnd;

    /// <summary>Octets the receive queue may hold.</summary>
    public int RcvBuffer;

    /// <summary>The next octet for the user (tcp_sock copied_seq).</summary>
    public SequenceNumber Copied;

    /// <summary>The most that the first window may be (tcp_select_initial_window); 0 for no such bound.</summary>
    public int RcvLimit;

    /// <summary>The most that the user lets any window be (tcp_sock window_clamp); 0 for no such bound.</summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "A setting, for the host.")]
    public int RcvClamp;

    /// <summary>Whether the host chooses the window that is offered.</summary>
    public bool HasRcvOffer;

    /// <summary>The window that the host would offer; what was offered is never taken back for it.</summary>
    public int RcvOffer;

    /// <summary>
    /// Greatest payload of a segment that this end takes, and that its link carries (RFC 9293 3.7.1).
    /// </summary>
    public ushort Mss;

    /// <summary>What a peer takes that does not say so; 0 for what it is over IPv4 (RFC 9293 MUST-15).</summary>
    public ushort DefaultMss;

    /// <summary>Eff.snd.MSS, the greatest payload of a segment it sends (RFC 9293 3.7.1).</summary>
    public ushort SndMss;

    /// <summary>Options that this end is ready to use.</summary>
    public OptionKinds Offers;

    /// <summary>Options that both ends use.</summary>
    public OptionKinds Agreed;

    /// <summary>Snd.Wind.Shift, by which the windows of the peer are shifted (RFC 7323 2.3).</summary>
    public byte SndScale;

    /// <summary>Rcv.Wind.Shift, by which its own windows are shifted (RFC 7323 2.3).</summary>
    public byte RcvScale;

    /// <summary>What its clock for time stamps shows; the host sets it (RFC 7323 5.4).</summary>
    public uint StampClock;

    /// <summary>TS.Recent, the stamp that is returned to the peer (RFC 7323 4.3).</summary>
    public uint StampRecent;

    /// <summary>
    /// Text that came out of order, that of the last segment first (RFC 2018 4; tcp_sock selective_acks).
    /// </summary>
    public SackBlocks Sacks;

    /// <summary>Text that came twice and has to be told (RFC 2883 4; tcp_sock duplicate_sack).</summary>
    public SackBlock Duplicate;

    /// <summary>Whether there is such.</summary>
    public bool HasDuplicate;

    /// <summary>Whether it tells of text that came twice (net.ipv4.tcp_dsack).</summary>
    public bool TellsDuplicates;

    /// <summary>
    /// Whether an acknowledgment of text in order may wait for a while (RFC 9293 3.8.6.3); the host decides.
    /// </summary>
    public bool DelaysAcks;

    /// <summary>
    /// Whether an acknowledgment of text out of order may wait for the next; the host decides (tcp_comp_sack_nr).
    /// </summary>
    public bool CompressesAcks;

    /// <summary>Whether Nagle's algorithm is on (RFC 9293 3.7.4).</summary>
    public bool Nagle;

    /// <summary>Whether the user holds back what does not fill a segment (TCP_CORK, MSG_MORE).</summary>
    public bool Corked;

    /// <summary>Whether a segment waits for a window that it fits (RFC 9293 3.8.6.2.1).</summary>
    public bool AvoidsSillyWindows;

    /// <summary>
    /// The number after the last segment that was not full (tcp_sock snd_sml); counts while it is after SND.UNA.
    /// </summary>
    public SequenceNumber SndSmall;

    /// <summary>Whether the sender is bound by <see cref="SndLimit"/>.</summary>
    public bool HasSndLimit;

    /// <summary>
    /// New text is sent up to here: the host's congestion control lets no more be on the way (RFC 5681 3.1).
    /// </summary>
    public SequenceNumber SndLimit;

    /// <summary>How many segments leave as one packet at most, where the host says so (tcp_tso_segs); 0 for any.
    /// </summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "A choice of the host, for send buffers.")]
    public ushort SndBurst;

    /// <summary>Where the text begins that is to be sent again; counts while it is after SND.UNA.</summary>
    public SequenceNumber ResendStart;

    /// <summary>The number after the last of it.</summary>
    public SequenceNumber ResendEnd;

    /// <summary>Whether it was pushed when it was sent first.</summary>
    public bool ResendPushed;

    /// <summary>Text goes although it could wait for more or for a wider window (RFC 9293 3.8.6.2.1).</summary>
    public bool OverridesWaiting;

    /// <summary>
    /// The greatest payload that has come, as the host measures it (tcp_sock rcv_mss); 0 where it does not.
    /// </summary>
    public ushort RcvMss;

    /// <summary>What it knows of Fast Open.</summary>
    public FastOpenTerms FastOpening;

    /// <summary>
    /// It was opened with text on its SYN, or by such a SYN, and the handshake has not ended (RFC 7413 4.2).
    /// </summary>
    public bool IsFastOpen;

    /// <summary>The text on its SYN was acknowledged with that (TCPI_OPT_SYN_DATA).</summary>
    [SuppressMessage("Wakeline.Use", "WKL3004", Justification = "A measurement, for the host.")]
    public bool SynTextAcked;

    /// <summary>Where it departs from RFC 9293.</summary>
    public Deviations Deviations;

    /// <summary>Text that came too early, in the order of the stream, without overlap.</summary>
    public Ring<HeldText, InlineArray6<HeldText>> Held;

    /// <summary>What is known of urgent data.</summary>
    public UrgentOctet Urgent;

    /// <summary>Where the urgent octet stands in the stream (tcp_sock urg_seq).</summary>
    public SequenceNumber UrgentMark;

    /// <summary>Directions that are shut (sk_shutdown).</summary>
    public ShutdownDirections Shutdown;

    /// <summary>FIN has been received (SOCK_DONE).</summary>
    public bool FinReceived;

    /// <summary>No process can use the connection any more (SOCK_DEAD).</summary>
    public bool Orphan;

    /// <summary>The error the user has not been told (sk_err).</summary>
    public Errno Error;

    /// <summary>
    /// What was learnt of the path since anything was acknowledged; it is told where there is no other (sk_err_soft).
    /// </summary>
    public Errno SoftError;

    /// <summary>Whether the user is told of errors on the path at once (IP_RECVERR).</summary>
    public bool TellsErrors;

    /// <summary>Outputs that are owed.</summary>
    public BitSet<ushort> Owed;

    /// <summary>What the socket has not been told.</summary>
    public BitSet<ushort> Notices;

    /// <summary>Armed timers.</summary>
    public BitSet<ushort> Timers;

    /// <summary>The numbers of the reset that is owed.</summary>
    public ResetNumbers Reset;

    /// <summary>
    /// Of a request: how often SYN,ACK has to go before the handshake may end without text; 0 for no wait
    /// (TCP_DEFER_ACCEPT).
    /// </summary>
    public byte DeferAccept;

    /// <summary>Of a request: its SYN,ACK was acknowledged, but text is waited for (inet_rsk acked).</summary>
    public bool AwaitsText;

    /// <summary>Probes of an idle connection that were sent in vain (icsk_probes_out).</summary>
    public byte Probes;

    /// <summary>How many of them end it (RFC 9293 3.8.4).</summary>
    public byte ProbesMost;

    /// <summary>Whether a time ends what is not acknowledged (RFC 9293 3.8.3, R2; RFC 5482).</summary>
    public bool HasUserTimeout;

    /// <summary>Whether an orphan does not stay in FIN-WAIT-2 (TCP_LINGER2 below 0).</summary>
    public bool LeavesFinWait2;

    /// <summary>How often the oldest segment has been sent again.</summary>
    public byte Retries;

    /// <summary>After how many retries the connection is given up (RFC 9293 3.8.3, R2).</summary>
    public byte RetriesMost;

    /// <summary>Octets of the stream that wait for the user, the place of an urgent octet included, FIN not.</summary>
    public readonly int Unread => RcvNxt - Copied - (FinReceived && RcvNxt > Copied ? 1 : 0);

    /// <summary>Octets handed over by the user and not acknowledged, FIN included (SIOCOUTQ).</summary>
    public readonly int Unacknowledged => SndEnd - SndUna;

    /// <summary>Octets handed over by the user and not sent, FIN included (SIOCOUTQNSD).</summary>
    public readonly int Unsent => SndEnd - SndNxt;

    /// <summary>Whether its user has to wait for the handshake.</summary>
    public readonly bool IsOpening =>
        State == TcpState.SynSent || (State == TcpState.SynReceived && !IsFastOpen);

    /// <summary>Whether the connection is in one of the states.</summary>
    public readonly bool IsIn(TcpState first, TcpState second, TcpState third) =>
        State == first || State == second || State == third;
}
