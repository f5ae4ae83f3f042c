using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// A stack looks at the acknowledgment of a segment before it looks at its text (RFC 9293 3.10.7.4). What the one lets
/// it send may go before the other is taken, and does in Linux (net/ipv4/tcp_input.c tcp_ack, tcp_data_queue).
/// </content>
internal sealed partial class ConnectionJudge
{
    private const SegmentFlags OfText = SegmentFlags.Fin | SegmentFlags.Psh | SegmentFlags.Urg;

    /// <summary>Text goes while the next segment on its way is half processed.</summary>
    private void ExplainWithinNext(in Hypothesis start, in Segment observed, long time)
    {
        if (observed.Length == 0 || observed.Has(SegmentFlags.Syn) || start.IsHalfTaken
            || observed.Acknowledgment != start.Tcb.RcvNxt || NextPlace(in start) is not (>= 0 and var place))
        {
            return;
        }

        var (segment, arrived) = _pending[place];
        if (segment.Length == 0 || !Connection.Takes(in start.Tcb, in segment))
        {
            return;
        }

        _seen = arrived;
        var half = start with { IsHalfTaken = true };
        var (before, una) = (half.Tcb.Owed, half.Tcb.SndUna);
        _use.Note(Connection.Fire(ref half.Tcb, segment with
        {
            Sequence = SequenceNumber.Later(segment.Sequence, half.Tcb.RcvTold),
            Flags = segment.Flags & ~OfText,
            Payload = 0,
            UrgentPointer = 0,
        }));
        half.Tcb.Notices.Clear();
        half.Tcb.SndMss = _settings.HasOffload ? ushort.MaxValue : half.Tcb.SndMss;
        half.Beside.HasNews = true;
        half.Beside.OutstandingSince = half.Tcb.SndUna == una ? half.Beside.OutstandingSince : time;
        Obligations.Note(ref half, before, half.IsAckOptional || half.IsUpdateOwed, time);
        ExplainFrom(in half, in observed, time);
    }

    /// <summary>The text of a segment whose acknowledgment was taken before.</summary>
    private void TakeRest(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        start.IsHalfTaken = false;
        var rest = WithoutNews(in start.Tcb, in segment);
        rest.Options.StampValue = start.Tcb.StampRecent;
        TakeInto(start, in rest, time, into);
    }

    /// <summary>
    /// Whether a segment acknowledges less than one that came before it, and its stamp, or its text, may count all the
    /// same. So the text has it for stamps (RFC 7323 4.3), and for text, as what is too old may be dropped (RFC 5961
    /// 5.2, MAY-12); Linux takes both where it predicts the header (net/ipv4/tcp_input.c tcp_rcv_established).
    /// </summary>
    private bool IsOvertaken(in Tcb tcb, in Segment segment) =>
        segment.Acknowledgment < tcb.SndUna && segment.Sequence <= tcb.RcvTold
        && tcb.State is TcpState.Established or TcpState.FinWait1 or TcpState.FinWait2
        && (!_settings.Profile.Departs || IsPredicted(in tcb, in segment))
        && (Connection.Takes(in tcb, in segment) ? Connection.HasLaterStamp(in tcb, in segment) : segment.Payload > 0)
        && Connection.Takes(in tcb, WithoutNews(in tcb, in segment));

    /// <summary>Whether a segment is what Linux expects of a stream that goes one way (tcp_fast_path_on).</summary>
    private static bool IsPredicted(in Tcb tcb, in Segment segment) =>
        segment.Sequence == tcb.RcvNxt && tcb.Held.IsEmpty && tcb.RcvWnd > 0
        && (segment.Flags & (SegmentFlags.Fin | SegmentFlags.Urg | SegmentFlags.Syn | SegmentFlags.Rst)) == 0
        && segment.Window << tcb.SndScale == tcb.SndWnd && !segment.Options.Has(OptionKinds.Sack);

    /// <summary>
    /// Whether the mini record of an orphan does not look at an old acknowledgment at which a connection looks: the
    /// text leaves open whether the rest of the segment counts (RFC 9293 3.10.7.4, MAY-12, RFC 7323 4.3).
    /// </summary>
    private bool IsOldForOrphan(in Tcb tcb, in Segment segment) =>
        !_settings.Profile.Departs && Connection.IsMiniRecord(in tcb) && segment.Acknowledgment < tcb.SndUna
        && (segment.Flags & (SegmentFlags.Ack | SegmentFlags.Rst | SegmentFlags.Syn)) == SegmentFlags.Ack;

    private void TakeDespiteOldAck(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        if (IsOldForOrphan(in start.Tcb, in segment))
        {
            var orphan = start;
            Take(ref orphan, in segment, time, Departures.MiniRecord);
            AddTo(into, orphan);
        }

        if (IsOvertaken(in start.Tcb, in segment))
        {
            Take(ref start, WithoutNews(in start.Tcb, in segment), time);
            AddTo(into, start);
        }
    }

    /// <summary>In TIME-WAIT the stamp of a segment without text counts as well (tcp_timewait_state_process).</summary>
    private void NoteStampAfterTheEnd(Hypothesis start, in Segment segment, long time, HypothesisSet into)
    {
        if (start.Tcb.State != TcpState.TimeWait || segment.Length > 0 || segment.Sequence != start.Tcb.RcvNxt
            || !Connection.HasLaterStamp(in start.Tcb, in segment))
        {
            return;
        }

        Take(ref start, in segment, time);
        start.Tcb.StampRecent = segment.Options.StampValue;
        AddTo(into, start);
    }

    /// <summary>A segment that acknowledges no more than another before it, and tells no other window.</summary>
    private static Segment WithoutNews(in Tcb tcb, in Segment segment) => segment with
    {
        Acknowledgment = tcb.SndUna,
        Window = tcb.SndWnd >> tcb.SndScale,
    };

    /// <summary>Where the next segment stands that is on its way to the connection; -1 if none is.</summary>
    private int NextPlace(in Hypothesis hypothesis)
    {
        var place = (int)(hypothesis.Taken - (_arrived - _pending.Count));
        return place < _pending.Count ? place : -1;
    }
}
