using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Fast Open: what its SYN counts for, and whether something on the path swallows it.</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>So many time-outs in a row point to such a path.</summary>
    private const int SuspiciousTimeouts = 2;

    private bool _saidFastOpen;

    /// <summary>Why text could not go, or not stay, on the SYN (tcpi_fastopen_client_fail).</summary>
    public FastOpenFailure FastOpenFailure { get; private set; }

    /// <summary>Whether the text of a SYN opened it (TCPI_OPT_TFO_CHILD).</summary>
    public bool OpenedFast { get; private set; }

    /// <summary>
    /// How many packets a SYN that is not answered counts for: its text is one of its own (tcp_send_syn_data).
    /// </summary>
    public int SynPackets => _synsSent == 0 ? 0 : _synText > 0 ? 2 : 1;

    /// <summary>Octets of text on its SYN.</summary>
    public int SynText => _synText;

    /// <summary>
    /// Whether somebody else may have sent a reset: it has not the number that is expected, and nothing else has come
    /// since it opened (tcp_validate_incoming).
    /// </summary>
    public bool IsResetOutOfPlace(in Tcb tcb, in Segment segment) => _saidFastOpen
        && segment.Has(SegmentFlags.Rst) && tcb.State == TcpState.Established && Counters.TextSegmentsIn == 0
        && segment.Sequence > tcb.RcvNxt && segment.Sequence < tcb.RcvNxt + tcb.RcvWnd;

    /// <summary>
    /// Whether nothing has come back for so long that what opens fast may be swallowed
    /// (tcp_fastopen_active_detect_blackhole). The time-out is about to be counted.
    /// </summary>
    public bool SuspectsFastOpen(in Tcb tcb)
    {
        var timeouts = IsUp(tcb.State) ? _sender.Timeouts : _synsSent - 1;
        var isLast = tcb.Retries >= tcb.RetriesMost;
        return (_saidFastOpen || _synText > 0 || tcb.SynTextAcked)
            && (timeouts == SuspiciousTimeouts || (timeouts < SuspiciousTimeouts && isLast));
    }

    /// <summary>Whether the listener sends it, and counts it as its own (inet_rtx_syn_ack).</summary>
    private bool IsAnswerOfListener(in Segment segment) => OpenedFast && segment.Has(SegmentFlags.Syn);

    /// <summary>
    /// The answer to the SYN times out a second time: what was sent behind it counts as lost as well
    /// (tcp_fastopen_synack_timer).
    /// </summary>
    private void BeginAnswerTimeout(ref Tcb tcb)
    {
        if (!IsFastChild(in tcb))
        {
            return;
        }

        if (_sender.Timeouts == 1)
        {
            _recovery.BeginAfterTimeout();
        }

        _sender.FirstResent ??= _sender.Now;
        (tcb.HasSndLimit, tcb.SndLimit) = (true, tcb.SndNxt);
    }

    /// <summary>
    /// What the peer did not take of the text of its SYN is lost, and has just gone again, though nothing speaks of
    /// congestion (tcp_rcv_fastopen_synack, tcp_non_congestion_loss_retransmit).
    /// </summary>
    private void NoteTextOfSynLost()
    {
        var sent = _sender.Board.Last!;
        _recovery.BeginWithoutCongestion(Identity.Iss + 1 + _synText);
        _sender.Board.MarkLost(sent);
        _sender.Board.MarkResent(sent, _sender.Now, counts: true);
    }

    /// <summary>
    /// The handshake has ended behind what was sent: what was found lost meanwhile goes again
    /// (tcp_rcv_synrecv_state_fastopen).
    /// </summary>
    private void ResumeFastOpen()
    {
        if (_sender.State == RecoveryState.Loss && _sender.Board.Count == 0)
        {
            _recovery.UndoAnswerTimeout();
        }
        else if (_sender.State == RecoveryState.Loss)
        {
            _repair = Repair.Lost;
        }
    }

    /// <summary>The SYN counts as its first segment (tcp_fastopen_add_skb).</summary>
    private void NoteTextOfOpeningSyn(in Tcb tcb)
    {
        var octets = tcb.RcvNxt - tcb.Irs - 1;
        Counters.SegmentsIn++;
        Counters.TextSegmentsIn += octets > 0 ? 1 : 0;
        Counters.Received += octets;
    }

    /// <summary>Text of an answer to a SYN counts as a segment once more (tcp_fastopen_add_skb).</summary>
    private void NoteTextOfAnswer(in Tcb tcb)
    {
        Counters.TextSegmentsIn++;
        Counters.Received += tcb.RcvNxt - tcb.Irs - 1;
    }

    private void NoteFirstSyn(in Segment segment, in Tcb tcb)
    {
        var hasOption = segment.Options.Has(OptionKinds.FastOpen | OptionKinds.FastOpenExperimental);
        _saidFastOpen = hasOption && tcb.Origin == Origin.Active;
        FastOpenFailure = _saidFastOpen && segment.Options.Cookie.Length == 0
            ? FastOpenFailure.NoCookie
            : FastOpenFailure.None;
        OpenedFast = IsFastChild(in tcb);
        if (OpenedFast)
        {
            NoteTextOfOpeningSyn(in tcb);
        }

        _synText = segment.Payload;
        if (segment.Payload > 0)
        {
            Counters.TextSegmentsOut++;
            Counters.OctetsSent += segment.Payload;
        }
    }
}
