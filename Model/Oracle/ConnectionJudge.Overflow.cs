using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// Text out of order that finds no place in the table's queue. A stack may keep it, as the RFC says that it should
/// (SHLD-31), or forget it.
/// </content>
internal sealed partial class ConnectionJudge
{
    private const int OverflowMost = 256;

    private readonly List<HeldText> _overflow = [];

    /// <summary>Puts aside what the table may forget: the furthest of what is held, and what arrives.</summary>
    private void PutAside(ref Hypothesis hypothesis, in Segment segment)
    {
        ref readonly var tcb = ref hypothesis.Tcb;
        if (!tcb.Held.IsFull || segment.Payload == 0 || segment.Sequence <= tcb.RcvNxt || segment.Has(SegmentFlags.Syn)
            || !Connection.Takes(in tcb, in segment))
        {
            return;
        }

        hypothesis.HasMoreHeld = true;
        PutAside(tcb.Held[tcb.Held.Count - 1]);
        PutAside(new HeldText(segment.Sequence, segment.Payload, segment.Has(SegmentFlags.Fin)));
        if (_overflow.Count > OverflowMost)
        {
            Compact(hypothesis.Tcb.RcvNxt);
        }

        if (_overflow.Count > OverflowMost && !TryGoFar())
        {
            GiveUp($"more than {OverflowMost} stretches of text out of order are not judged");
        }
    }

    /// <summary>Stretches that are longer than a segment are put aside in pieces.</summary>
    private void PutAside(HeldText text)
    {
        var rest = text.Octets;
        for (var start = text.Start; rest >= 0; start += ushort.MaxValue, rest -= ushort.MaxValue)
        {
            var piece = new HeldText(
                start, Math.Min(rest, ushort.MaxValue), text.Fin && rest <= ushort.MaxValue);
            if (!_overflow.Contains(piece))
            {
                _overflow.Add(piece);
            }
        }
    }

    /// <summary>Forgets what no state needs any more, and joins what touches.</summary>
    private void Compact(SequenceNumber least)
    {
        for (var index = 0; index < _states.Count; index++)
        {
            ref readonly var tcb = ref _states[index].Tcb;
            least = tcb.State != TcpState.Closed && tcb.RcvNxt < least ? tcb.RcvNxt : least;
        }

        _overflow.Sort((left, right) => left.Start - right.Start);
        var kept = 0;
        for (var index = 0; index < _overflow.Count; index++)
        {
            var text = _overflow[index];
            var end = kept > 0 ? SequenceNumber.Later(_overflow[kept - 1].End, text.End) : text.End;
            if (text.End <= least)
            {
                continue;
            }

            if (kept > 0 && text.Start <= _overflow[kept - 1].End && end - _overflow[kept - 1].Start <= ushort.MaxValue)
            {
                var before = _overflow[kept - 1];
                _overflow[kept - 1] = new HeldText(before.Start, end - before.Start, before.Fin || text.Fin);
                continue;
            }

            _overflow[kept++] = text;
        }

        _overflow.RemoveRange(kept, _overflow.Count - kept);
    }

    /// <summary>What was put aside comes back as far as there is place for it.</summary>
    /// <returns>Whether more is in order with it: only then does it make a difference yet.</returns>
    private bool TakeBack(ref Hypothesis hypothesis)
    {
        ref var tcb = ref hypothesis.Tcb;
        var (owed, timers, first) = (tcb.Owed, tcb.Timers, tcb.RcvNxt);
        var (lastSequence, lastAcknowledgment) = (tcb.SndWl1, tcb.SndWl2);
        for (var index = 0; index < _overflow.Count; index++)
        {
            var text = _overflow[index];
            if (text.End <= tcb.RcvNxt || (text.Start > tcb.RcvNxt && tcb.Held.IsFull) || IsHeld(in tcb, text))
            {
                continue;
            }

            var next = tcb.RcvNxt;
            Connection.Fire(ref tcb, Segment(in tcb, text));
            index = tcb.RcvNxt > next ? -1 : index;                    // What lay behind it may count now.
        }

        (tcb.Owed, tcb.Timers) = (owed, timers);
        (tcb.SndWl1, tcb.SndWl2) = (lastSequence, lastAcknowledgment);
        tcb.Notices.Clear();
        hypothesis.HasMoreHeld &= !tcb.Held.IsEmpty;
        return tcb.RcvNxt > first;
    }

    private static bool IsHeld(in Tcb tcb, HeldText text)
    {
        foreach (var held in tcb.Held.Items)
        {
            if (text.Start >= held.Start && text.End <= held.End)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A segment that brings text and says nothing else that is new.</summary>
    private static Segment Segment(in Tcb tcb, HeldText text) => new()
    {
        Source = tcb.Remote,
        Destination = tcb.Local,
        Sequence = text.Start,
        Acknowledgment = tcb.SndUna,
        Flags = text.Fin ? SegmentFlags.Ack | SegmentFlags.Fin : SegmentFlags.Ack,
        Window = tcb.SndWnd >> tcb.SndScale,
        Payload = (ushort)text.Octets,
        Options = new TcpOptions
        {
            Present = tcb.Agreed & OptionKinds.TimeStamps,
            StampValue = tcb.StampRecent,
        },
    };
}
