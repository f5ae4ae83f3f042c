using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// The reference oracle: is told, event by event, what a stack was asked and what it did, and says whether the
/// specification of <see cref="Connection"/> admits it. Memory is bounded by the connections that are open at a time;
/// the time an event takes does not depend on how many came before. One object is to be used by one thread.
/// </summary>
public sealed partial class TraceOracle
{
    private const int FindingsMost = 1000;

    private readonly OracleSettings _settings;
    private readonly RuleUse _use = new();
    private readonly FlowTable _flows;
    private readonly List<OracleFinding> _findings = [];
    private long _events;
    private long _judged;
    private int _statesMost;
    private int _far;

    /// <summary>Begins with nothing open.</summary>
    public TraceOracle(OracleSettings settings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _settings = settings;
        _flows = new FlowTable(settings, _use, new CookieJar(), Retire);
    }

    /// <summary>A segment that the judged stack was sent.</summary>
    public void SegmentIn(in Segment segment, Moment moment)
    {
        _events++;
        var judge = _flows.OfArrival(in segment, moment);
        judge.Arrive(in segment, moment);
        Report(judge);
    }

    /// <summary>A segment that the judged stack sent.</summary>
    public void SegmentOut(in Segment segment, Moment moment)
    {
        _events++;
        var judge = _flows.OfDeparture(in segment, moment);
        judge.Depart(in segment, moment);
        Report(judge);
    }

    /// <summary>A message of ICMP about an error on the path that the judged stack was sent.</summary>
    public void ErrorIn(in PathError error, Moment moment)
    {
        _events++;
        var judge = _flows.Of(error.Local, error.Remote, moment);
        judge.Arrive(in error, moment);
        Report(judge);
    }

    /// <summary>A segment that passed between two stacks, both of which are judged.</summary>
    public void SegmentPassing(in Segment segment, Moment moment)
    {
        SegmentOut(in segment, moment);
        _events--;
        SegmentIn(in segment, moment);
    }

    /// <summary>Something between two ends that the specification does not speak of.</summary>
    public void NotUnderstood(Endpoint local, Endpoint remote, string what, Moment moment)
    {
        _events++;
        var judge = _flows.Of(local, remote, moment);
        judge.GiveUp(what);
        Report(judge);
    }

    /// <summary>The trace ends.</summary>
    /// <param name="moment">The last event.</param>
    public OracleReport Finish(Moment moment)
    {
        foreach (var judge in _flows.All)
        {
            Retire(judge, moment.Time);
        }

        if (_judged == 0)
        {
            Add(new OracleFinding(
                OracleVerdict.Inconclusive, "", moment, "", "nothing in the trace could be judged", [], "", "", [], 0,
                default));
        }

        return new OracleReport(
            _settings.Profile.Name,
            _findings.Aggregate(OracleVerdict.Conforms, (worst, each) => each.Verdict > worst ? each.Verdict : worst),
            [.. _findings.OrderBy(finding => finding.Moment.Line)], _events, _judged, _flows.Opened, _statesMost,
            _use.Names, _far);
    }

    /// <summary>The first violation so far; <see langword="null"/> for none.</summary>
    public OracleFinding? Violation => _findings.Find(finding => finding.Verdict == OracleVerdict.Violates);

    /// <summary>Findings so far, in the order in which they were made.</summary>
    public IReadOnlyList<OracleFinding> Findings => _findings;

    private void Report(ConnectionJudge judge)
    {
        if (judge.Remarks.Count > 0)
        {
            judge.Remarks.ForEach(Add);
            judge.Remarks.Clear();
        }

        if (judge.Ending is { } ending && !judge.IsReported)
        {
            judge.IsReported = true;
            Add(ending);
        }
    }

    private void Retire(ConnectionJudge judge, long time)
    {
        judge.Finish(time);
        Report(judge);
        _judged += judge.Judged;
        _far += judge is { IsFar: true, Ending: null } ? 1 : 0;
        _statesMost = Math.Max(_statesMost, judge.StatesMost);
    }

    private void Add(OracleFinding finding)
    {
        if (_findings.Count < FindingsMost)
        {
            _findings.Add(finding);
        }
    }
}
