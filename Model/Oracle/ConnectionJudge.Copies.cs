using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <content>
/// What a capture has twice, or not at all. A tap may see a segment in two places of the host, and where both look the
/// same nobody can tell that from a segment that the network has doubled; and it may miss some where much goes on.
/// </content>
internal sealed partial class ConnectionJudge
{
    private const int CopiesMost = 256;

    private readonly HashSet<long> _copies = [];

    /// <summary>Whether the next segment may be no more than another sight of one before it.</summary>
    public bool NextMayBeCopy { get; set; }

    /// <summary>A segment was seen on its way from the connection.</summary>
    public void Depart(in Segment segment, Moment moment)
    {
        if (!NextMayBeCopy || _settings.Vantage != Vantage.Host || Ending is not null)
        {
            DepartOnce(in segment, moment);
            return;
        }

        var before = new HypothesisSet(_settings.StatesMost);
        for (var index = 0; index < _states.Count; index++)
        {
            before.Add(in _states[index]);
        }

        DepartOnce(in segment, moment);
        if (Ending is { Verdict: OracleVerdict.Violates })
        {
            (Ending, _states) = (null, before);
            return;
        }

        for (var index = 0; index < before.Count; index++)
        {
            _states.Add(in before[index]);
        }
    }

    /// <summary>Nothing more can be said of the connection, from a moment on.</summary>
    public void GiveUp(string reason, Moment moment)
    {
        _first = _events == 0 ? moment : _first;
        _last = moment;
        GiveUp(reason);
    }

    /// <summary>Notes that what arrives next may be no more than another sight.</summary>
    private void NoteCopy()
    {
        if (NextMayBeCopy && _settings.Vantage == Vantage.Host && _copies.Count < CopiesMost)
        {
            _copies.Add(_arrived);
        }
    }

    /// <summary>Whether the next segment on its way to the connection may never come.</summary>
    private bool MayBeCopy(in Hypothesis hypothesis) => _copies.Count > 0 && _copies.Contains(hypothesis.Taken);

    /// <summary>
    /// Whether a segment acknowledges text that was not seen to arrive, although text behind it was: the tap may have
    /// missed it.
    /// </summary>
    private bool AcknowledgesGap(in Segment observed)
    {
        if (!_settings.MayMiss || !observed.Has(SegmentFlags.Ack) || observed.Has(SegmentFlags.Rst))
        {
            return false;
        }

        for (var index = 0; index < _closure.Count; index++)
        {
            ref readonly var tcb = ref _closure[index].Tcb;
            if (tcb.Held.Count > 0 && observed.Acknowledgment > tcb.RcvNxt
                && observed.Acknowledgment >= tcb.Held[0].Start)
            {
                return true;
            }
        }

        return false;
    }
}
