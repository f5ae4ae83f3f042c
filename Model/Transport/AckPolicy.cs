namespace Wakeline.Model.Transport;

/// <summary>
/// When text that came is acknowledged (RFC 9293 3.8.6.3; struct inet_connection_sock icsk_ack): at once at first,
/// while there is no dialogue, and later with a delay that follows the gaps between arrivals. Times are in
/// microseconds.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed class AckPolicy(TransportSettings settings)
{
    /// <summary>The least delay (TCP_ATO_MIN, TCP_DELACK_MIN).</summary>
    private const long Least = 40_000;

    /// <summary>The most delay in a dialogue (TCP_DELACK_MAX).</summary>
    public const long Most = 200_000;

    /// <summary>The most delay otherwise.</summary>
    private const long MostAlone = 500_000;

    /// <summary>How many acknowledgments go at once (TCP_MAX_QUICKACKS).</summary>
    private const int QuickMost = 16;

    /// <summary>How many after congestion was met (tcp_data_ecn_check).</summary>
    public const int QuickOfCongestion = 2;

    /// <summary>The smallest that a full segment can be (TCP_MIN_MSS).</summary>
    private const int LeastSegment = 88;

    private int _segmentMost = ushort.MaxValue;
    private int _lastSize;
    private long _lastText;
    private long? _due;
    private int _small;
    private bool _isScheduled;
    private int _answers;

    /// <summary>The delay in force (ato); 0 before any text came.</summary>
    public long Delay { get; private set; }

    /// <summary>How many more acknowledgments go at once (quick).</summary>
    public int Quick { get; private set; }

    /// <summary>Whether text goes both ways in turn, so that acknowledgments can ride on it (pingpong).</summary>
    public bool IsDialogue => _answers >= settings.DialogueAnswers;

    /// <summary>The size of a segment of the peer (rcv_mss).</summary>
    public int PeerSegment { get; private set; } = SegmentSize.Unsaid;

    /// <summary>When text last came (lrcvtime).</summary>
    public long LastText => _lastText;

    /// <summary>Whether an acknowledgment is owed.</summary>
    public bool IsScheduled => _isScheduled;

    /// <summary>When the acknowledgment that waits is due.</summary>
    public long? Due => _isScheduled ? _due : null;

    /// <summary>Whether acknowledgments of text in order may wait (tcp_in_quickack_mode).</summary>
    public bool Delays => !settings.AlwaysQuick && (Quick == 0 || IsDialogue);

    /// <summary>The connection is up: guesses the size of the peer's segments (tcp_initialize_rcv_mss).</summary>
    /// <param name="own">The greatest segment that this end takes.</param>
    /// <param name="sent">The greatest that it sends.</param>
    /// <param name="receiveWindow">The window told.</param>
    /// <param name="now">The time.</param>
    public void Begin(int own, int sent, int receiveWindow, long now)
    {
        _segmentMost = own;
        _lastText = now;
        var guess = Math.Min(Math.Min(Math.Min(own, sent), receiveWindow / 2), SegmentSize.Unsaid);
        PeerSegment = Math.Max(guess, LeastSegment);
    }

    /// <summary>
    /// Text is expected soon that the last segment of the handshake can ride on; what follows is acknowledged at once
    /// (tcp_rcv_synsent_state_process).
    /// </summary>
    /// <param name="receiveWindow">The window told.</param>
    /// <param name="now">The time.</param>
    public void WaitAfterHandshake(int receiveWindow, long now)
    {
        EnterQuick(receiveWindow);
        (_isScheduled, _due) = (true, now + Most);
    }

    /// <summary>Text came in order (tcp_event_data_recv).</summary>
    /// <param name="octets">How much.</param>
    /// <param name="isPushed">Whether it was pushed.</param>
    /// <param name="receiveWindow">The window told.</param>
    /// <param name="timeout">The retransmission time-out.</param>
    /// <param name="now">The time.</param>
    public void NoteText(int octets, bool isPushed, int receiveWindow, long timeout, long now)
    {
        (_isScheduled, IsAnswered) = (true, false);
        MeasurePeerSegment(octets, isPushed);
        var gap = now - _lastText;
        if (Delay == 0)
        {
            BeQuick(receiveWindow);
            Delay = Least;
        }
        else if (gap <= Least / 2)
        {
            Delay = (Delay >> 1) + (Least / 2);
        }
        else if (gap < Delay)
        {
            Delay = Math.Min((Delay >> 1) + gap, timeout);
        }
        else if (gap > timeout)
        {
            BeQuick(receiveWindow);                                    // The sender may be in slow start again.
        }

        _lastText = now;
    }

    /// <summary>Text came out of order, or again: it is acknowledged at once.</summary>
    /// <param name="octets">How much.</param>
    /// <param name="isPushed">Whether it was pushed.</param>
    /// <param name="isRepeated">Whether it had come already: the peer misses acknowledgments.</param>
    /// <param name="receiveWindow">The window told.</param>
    public void NoteOddText(int octets, bool isPushed, bool isRepeated, int receiveWindow)
    {
        (_isScheduled, IsAnswered) = (true, false);
        if (isRepeated)
        {
            EnterQuick(receiveWindow);
        }
        else
        {
            MeasurePeerSegment(octets, isPushed);                      // tcp_data_queue_ofo, from Linux 6.17.
        }
    }

    /// <summary>A FIN came in order: what follows is sent by this side alone (tcp_fin).</summary>
    /// <param name="isPassive">Whether the peer closes first.</param>
    public void NoteFin(bool isPassive)
    {
        (_isScheduled, IsAnswered) = (true, false);
        _answers = isPassive ? settings.DialogueAnswers : _answers;
    }

    /// <summary>Little of the buffer is free: acknowledgments may wait again (__tcp_select_window).</summary>
    public void EndQuick() => Quick = 0;

    /// <summary>The window grew: the peer is to learn of it soon (tcp_grow_window).</summary>
    public void NoteGrowth() => Quick |= 1;

    /// <summary>Acknowledgments go at once for a while (tcp_enter_quickack_mode).</summary>
    public void EnterQuick(int receiveWindow, int most = QuickMost)
    {
        BeQuick(receiveWindow, most);
        _answers = 0;
        Delay = Least;
    }

    /// <summary>An acknowledgment may wait: until when (tcp_send_delayed_ack).</summary>
    /// <param name="smoothedRtt">SRTT; 0 if it is not known.</param>
    /// <param name="now">The time.</param>
    /// <returns>Whether it has waited long enough and goes at once.</returns>
    public bool Wait(long smoothedRtt, long now)
    {
        var delay = Delay;
        if (delay > Least)
        {
            var most = IsDialogue || _small > 0 ? Most : MostAlone;
            if (smoothedRtt > 0)
            {
                most = Math.Min(most, Math.Max(RttEstimator.ToJiffies(smoothedRtt), Least));
            }

            delay = Math.Min(delay, most);
        }

        // Nor so long that the peer would send it again (tcp_delack_max).
        var longest = Math.Min(Most, Math.Max(settings.TimeoutLeast, 2 * TransportClock.Jiffy) - TransportClock.Jiffy);
        delay = Math.Clamp(delay, TransportClock.Jiffy, longest);
        if (_due is { } due)
        {
            if (due <= now + (delay >> 2))
            {
                return true;
            }

            _due = Math.Min(due, now + delay);
        }
        else
        {
            _due = now + delay;
        }

        return false;
    }

    /// <summary>The wait is over: the delay is too long or too short (tcp_delack_timer_handler).</summary>
    public void EndWait(long timeout)
    {
        _due = null;
        if (IsDialogue)
        {
            _answers = 0;
            Delay = Least;
        }
        else
        {
            Delay = Math.Min(Delay << 1, timeout);
        }
    }

    /// <summary>A segment with ACK went out (tcp_event_ack_sent).</summary>
    public void NoteAckSent()
    {
        if (Quick > 0 && _isScheduled)
        {
            Quick--;
            Delay = Quick == 0 ? Least : Delay;
        }

        _isScheduled = false;
        _due = null;
        _small = 0;
    }

    /// <summary>Text in hand was answered before it was taken (tcp_sack_compress_send_ack).</summary>
    public void NoteAnswered() => (_isScheduled, _due, IsAnswered) = (false, null, true);

    /// <summary>Whether the text that came last was.</summary>
    public bool IsAnswered { get; private set; }

    /// <summary>Text went out: soon after text came, that is a dialogue (tcp_event_data_sent).</summary>
    public void NoteTextSent(long now) => _answers += now - _lastText < Delay && _answers < byte.MaxValue ? 1 : 0;

    /// <summary>Whether an acknowledgment that waits goes since the user has read (tcp_cleanup_rbuf).</summary>
    /// <param name="hasReadAll">Whether nothing is left to read.</param>
    /// <param name="unacknowledged">Octets that came and were not acknowledged.</param>
    public bool GoesAfterReading(bool hasReadAll, int unacknowledged) => _isScheduled
        && (unacknowledged > PeerSegment || (hasReadAll && (_small > 1 || (_small > 0 && !IsDialogue))));

    /// <summary>TCP_QUICKACK: acknowledgments wait, or do not (__tcp_sock_set_quickack).</summary>
    public void SetDialogue(bool isDialogue) => _answers = isDialogue ? settings.DialogueAnswers : 0;

    private void BeQuick(int receiveWindow, int most = QuickMost)
    {
        var acknowledgments = receiveWindow / (2 * PeerSegment);
        Quick = Math.Max(Quick, Math.Min(acknowledgments == 0 ? 2 : acknowledgments, most));
    }

    /// <summary>Guesses the size of the peer's full segments (tcp_measure_rcv_mss).</summary>
    private void MeasurePeerSegment(int octets, bool isPushed)
    {
        var before = _lastSize;
        _lastSize = 0;
        if (octets >= PeerSegment)
        {
            PeerSegment = Math.Min(octets, _segmentMost);
            _small = isPushed ? Math.Max(_small, 1) : _small;
            return;
        }

        if (octets >= SegmentSize.Unsaid || (octets >= LeastSegment && !isPushed))
        {
            _lastSize = octets;
            if (octets == before)
            {
                PeerSegment = octets;
                return;
            }
        }

        _small = _small > 0 ? 2 : 1;
    }
}
