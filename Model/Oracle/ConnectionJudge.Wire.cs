using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// What a tap on the way leaves open. A segment that passed it may be lost behind it, or be overtaken, and what an end
/// sends may be lost before it. To follow every such history takes states beyond number, so the shortest is followed: a
/// segment is lost only where nothing else explains what comes. Where that ends, the end is held against what is so
/// whatever was lost.
/// </content>
internal sealed partial class ConnectionJudge
{
    private const string AnotherConnection = "another connection between the same addresses begins";

    private bool _mayLose;
    private FarEnd? _far;

    /// <summary>Whether the end is seen from afar: no single history of it is followed any more.</summary>
    public bool IsFar { get; private set; }

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

    /// <summary>A segment that is lost between the tap and the connection, or was seen twice.</summary>
    private void LoseNextPending(in Hypothesis hypothesis, HypothesisSet into)
    {
        if ((_mayLose || MayBeCopy(in hypothesis)) && !hypothesis.IsHalfTaken)
        {
            into.Add(hypothesis with { Taken = hypothesis.Taken + 1 });
        }
    }

    /// <summary>Notes what passes a tap on the way, in either direction.</summary>
    private void NotePassing(in Segment segment, bool isArrival)
    {
        if (_settings.Vantage != Vantage.Wire)
        {
            return;
        }

        _far ??= new FarEnd(isFirst: true);
        if (_far.IsOfAnother(in segment, isArrival))
        {
            _far = new FarEnd(isFirst: false);
            if (IsFar)
            {
                GiveUp(AnotherConnection);
            }
        }

        if (isArrival)
        {
            _far.NoteArrival(in segment);
        }
        else
        {
            _far.NoteDeparture(in segment);
        }
    }

    /// <summary>
    /// No history explains a segment that the end has sent. It is wrong only if it is so whatever was lost; if not, the
    /// end is seen from afar from here on. Where calls are seen it is not: what they have done cannot be told then.
    /// </summary>
    private void SettleFromAfar(in Segment observed, Diagnosis diagnosis, Moment moment)
    {
        if (_far?.FaultOf(in observed) is { } fault)
        {
            Blame(fault, fault.IsCertain ? diagnosis : null, in observed, moment);
        }
        else if (!TryGoFar())
        {
            GiveUp($"{diagnosis.Message}, unless segments were lost before they were seen");
        }
    }

    /// <summary>Follows no history of the end any more, if it is one on the wire.</summary>
    private bool TryGoFar()
    {
        if (_settings.Vantage != Vantage.Wire || _settings.HasCalls)
        {
            return false;
        }

        IsFar = true;
        return true;
    }

    /// <summary>Holds a segment of an end that is seen from afar against what is so whatever was lost.</summary>
    private void DepartFar(in Segment observed, Moment moment)
    {
        if (_far!.FaultOf(in observed) is { } fault)
        {
            Blame(fault, null, in observed, moment);
        }
    }

    private void Blame(FarFault fault, Diagnosis? diagnosis, in Segment observed, Moment moment)
    {
        if (!fault.IsCertain)
        {
            GiveUp(fault.Message);
            return;
        }

        Violate(
            diagnosis ?? new Diagnosis(fault.Message, [], SegmentText.Write(in observed), "", [fault.Citation], "MUST"),
            moment);
    }
}
