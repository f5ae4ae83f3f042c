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

    /// <summary>What was put aside comes back as far as there is place for it.</summary>
    /// <returns>Whether that makes a difference.</returns>
    private bool TakeBack(ref Hypothesis hypothesis)
    {
        ref var tcb = ref hypothesis.Tcb;
        var (owed, timers) = (tcb.Owed, tcb.Timers);
        var hasTaken = false;
        for (var index = 0; index < _overflow.Count; index++)
        {
            var text = _overflow[index];
            if (text.End <= tcb.RcvNxt || (text.Start > tcb.RcvNxt && tcb.Held.IsFull) || IsHeld(in tcb, text))
            {
                continue;
            }

            var next = tcb.RcvNxt;
            Connection.Fire(ref tcb, Segment(in tcb, text));
            hasTaken = true;
            index = tcb.RcvNxt > next ? -1 : index;                    // What lay behind it may count now.
        }

        (tcb.Owed, tcb.Timers) = (owed, timers);
        tcb.Notices.Clear();
        hypothesis.HasMoreHeld &= !tcb.Held.IsEmpty;
        return hasTaken;
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
