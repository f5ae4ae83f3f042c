namespace Wakeline.Spec.Tcp;

/// <content>Text out of order, and urgent data (tcp_data_queue, tcp_ofo_queue, tcp_urg).</content>
public static partial class Connection
{
    /// <summary>
    /// How far the stream would reach, without gap, with a segment's text, and whether FIN stands there.
    /// </summary>
    private static SequenceNumber Assemble(in Tcb tcb, in Segment segment, out bool endsWithFin)
    {
        var next = tcb.RcvNxt;
        endsWithFin = false;
        if (segment.Length > 0 && segment.Sequence <= tcb.RcvNxt && segment.End > tcb.RcvNxt
            && (tcb.RcvWnd > 0 || segment.Payload == 0))
        {
            next = SequenceNumber.Later(next, segment.TextEnd);
            endsWithFin = HasFin(in segment);
        }

        foreach (var held in tcb.Held.Items)
        {
            if (held.Start <= next && held.End >= next && next > tcb.RcvNxt)
            {
                next = held.End;
                endsWithFin |= held.Fin;
            }
        }

        return next;
    }

    private static bool BeginsAfterGap(in Tcb tcb, in Segment segment) =>
        segment.Sequence > tcb.RcvNxt && segment.Sequence < tcb.RcvNxt + tcb.RcvWnd;

    /// <summary>
    /// Keeps text for later, in order and without overlap. What does not fit any more is forgotten, the furthest first:
    /// the peer sends it again (tcp_prune_ofo_queue).
    /// </summary>
    private static void Hold(ref Tcb tcb, HeldText text)
    {
        var place = 0;
        while (place < tcb.Held.Count)
        {
            var other = tcb.Held[place];
            if (text.Start > other.End)
            {
                place++;
            }
            else if (other.Start > text.End)
            {
                break;
            }
            else
            {
                text = Merge(text, other);
                tcb.Held.RemoveAt(place);
            }
        }

        if (tcb.Held.IsFull)
        {
            if (place == tcb.Held.Count)
            {
                return;
            }

            tcb.Held.RemoveAt(tcb.Held.Count - 1);
        }

        tcb.Held.Insert(place, text);
    }

    private static HeldText Merge(HeldText left, HeldText right)
    {
        var start = left.Start < right.Start ? left.Start : right.Start;
        var end = SequenceNumber.Later(left.End, right.End);
        return new HeldText(start, end - start, left.Fin || right.Fin);
    }

    private static void ForgetHeld(ref Tcb tcb)
    {
        while (!tcb.Held.IsEmpty && tcb.Held[0].End <= tcb.RcvNxt)
        {
            tcb.Held.RemoveAt(0);
        }
    }

    /// <summary>
    /// Step 6. Deviation, BSD style: the urgent octet is the one before the pointer (tcp_stdurg=0), and it is taken out
    /// of the stream (tcp_check_urg).
    /// </summary>
    private static void NoteUrgentPointer(ref Tcb tcb, in Segment segment)
    {
        if (!segment.Has(SegmentFlags.Urg))
        {
            return;
        }

        var mark = segment.Sequence + (segment.UrgentPointer > 0 ? segment.UrgentPointer - 1 : 0);
        if (mark < tcb.Copied || mark < tcb.RcvNxt || (tcb.Urgent != UrgentOctet.None && mark <= tcb.UrgentMark))
        {
            return;
        }

        if (tcb.Urgent != UrgentOctet.None && tcb.UrgentMark == tcb.Copied && tcb.Copied != tcb.RcvNxt)
        {
            tcb.Copied += 1;                 // The octet at the old mark was urgent; it is not given out as data.
        }

        tcb.Urgent = UrgentOctet.Announced;
        tcb.UrgentMark = mark;
        tcb.Notices.Add(Notice.UrgentMark);
    }

    private static void NoteUrgentOctet(ref Tcb tcb, in Segment segment)
    {
        if (tcb.Urgent == UrgentOctet.Announced
            && tcb.UrgentMark >= segment.Sequence && tcb.UrgentMark < segment.TextEnd)
        {
            tcb.Urgent = UrgentOctet.Held;
            tcb.Notices.Add(Notice.UrgentData);
        }
    }
}
