using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>What segments say of congestion, where the trace shows it.</content>
internal sealed partial class ConnectionJudge
{
    private MarkRules? _marks;

    /// <summary>A segment with marks was seen on its way to the connection.</summary>
    public void Arrive(in Segment segment, in SeenMarks marks, Moment moment)
    {
        if (Ending is null)
        {
            _marks ??= new MarkRules(_settings);
            _marks.NoteArrival(in segment, in marks, IsCertainlyTaken(in segment));
            if (MayAnswerByCookie && Connection.IsBareSyn(in segment))
            {
                _marks.Forget();
            }
        }

        Arrive(in segment, moment);
    }

    /// <summary>A segment with marks was seen on its way from the connection.</summary>
    public void Depart(in Segment segment, in SeenMarks marks, Moment moment)
    {
        Depart(in segment, moment);
        if (Ending is not null)
        {
            return;
        }

        _marks ??= new MarkRules(_settings);
        if (_marks.FaultOf(in segment, in marks, IsOfRecord()) is { } fault)
        {
            Violate(
                new Diagnosis(
                    fault.Message, Expectations.Of(_states), SegmentText.Write(in segment), "", [fault.Citation],
                    "MUST"),
                moment);
        }
    }

    /// <summary>
    /// Whether the connection takes the segment in every state that explains it, but for those of nobody, who will send
    /// nothing that says anything of it.
    /// </summary>
    private bool IsCertainlyTaken(in Segment segment)
    {
        var isTaken = false;
        for (var index = 0; index < _states.Count; index++)
        {
            ref readonly var tcb = ref _states[index].Tcb;
            if (tcb.State is TcpState.Closed or TcpState.Listen)
            {
                continue;
            }

            isTaken = true;
            if (!IsFull(in tcb) || tcb.State == TcpState.SynReceived || !Connection.Takes(in tcb, in segment)
                || segment.Acknowledgment < tcb.SndUna || MayRunPastUnread(in tcb, in segment)
                || DepartureAt(in _states[index], in segment) != Departures.None)
            {
                return false;
            }
        }

        return isTaken;
    }

    /// <summary>Whether a full record answers in every state; a request, and what is left in the end, do not.</summary>
    private bool IsOfRecord()
    {
        for (var index = 0; index < _states.Count; index++)
        {
            if (!IsFull(in _states[index].Tcb))
            {
                return false;
            }
        }

        return HasBegun && !IsFar;
    }

    private static bool IsFull(in Tcb tcb) =>
        tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.TimeWait)
        && !IsRequest(in tcb) && !(tcb is { State: TcpState.FinWait2, Orphan: true });
}
