using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// What a tap on the way leaves open. A segment that passed it may be lost behind it, and what an end sends may be lost
/// before it. To follow every such history takes states beyond number, so the shortest is followed: a segment is lost
/// only where nothing else explains what comes. What then is not explained is a violation only if no loss could.
/// </content>
internal sealed partial class ConnectionJudge
{
    private bool _mayLose;
    private bool _hasArrived;
    private SequenceNumber _arrivedEnd;
    private SequenceNumber _offeredEdge;

    /// <summary>Tries again, with segments that never arrived.</summary>
    private void ExplainByLoss(in Segment observed, long time)
    {
        if (_settings.Vantage == Vantage.Wire)
        {
            _mayLose = true;
            Explain(in observed, time);
            _mayLose = false;
        }
    }

    /// <summary>A segment that is lost between the tap and the connection.</summary>
    private void LoseNextPending(in Hypothesis hypothesis, HypothesisSet into)
    {
        if (_mayLose)
        {
            into.Add(hypothesis with { Taken = hypothesis.Taken + 1 });
        }
    }

    /// <summary>Notes how far the peer has sent, and how far it has let this end send, at most.</summary>
    private void NoteReach(in Segment arrived)
    {
        if (_settings.Vantage != Vantage.Wire || arrived.Has(SegmentFlags.Rst))
        {
            return;
        }

        var edge = arrived.Acknowledgment + (arrived.Window << ScaleMost(in arrived));
        var isFirst = !_hasArrived || arrived.Has(SegmentFlags.Syn);
        _arrivedEnd = isFirst || arrived.End > _arrivedEnd ? arrived.End : _arrivedEnd;
        _offeredEdge = isFirst || edge > _offeredEdge ? edge : _offeredEdge;
        _hasArrived = true;
    }

    /// <summary>
    /// Whether a segment that nothing explains is wrong whatever was lost: it acknowledges what nobody has sent, or has
    /// text that nobody has asked for (one octet may try a shut window).
    /// </summary>
    private bool IsBeyondDoubt(in Segment observed) => _settings.Vantage != Vantage.Wire
        || (_hasArrived && !observed.Has(SegmentFlags.Rst)
            && ((observed.Has(SegmentFlags.Ack) && observed.Acknowledgment > _arrivedEnd)
                || (observed.Payload > 1 && !observed.Has(SegmentFlags.Syn) && observed.TextEnd > _offeredEdge)));

    private int ScaleMost(in Segment arrived)
    {
        var most = 0;
        for (var index = 0; index < _states.Count && !arrived.Has(SegmentFlags.Syn); index++)
        {
            most = Math.Max(most, _states[index].Tcb.SndScale);
        }

        return most;
    }
}
