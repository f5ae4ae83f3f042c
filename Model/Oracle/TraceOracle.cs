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
    /// <param name="segment">The segment.</param>
    /// <param name="moment">Where and when.</param>
    /// <param name="marks">What it says of congestion, if the trace shows it.</param>
    /// <param name="mayBeCopy">Whether it may be no more than another sight of one before it.</param>
    public void SegmentIn(in Segment segment, Moment moment, SeenMarks? marks = null, bool mayBeCopy = false)
    {
        _events++;
        var judge = _flows.OfArrival(in segment, moment);
        judge.NextMayBeCopy = mayBeCopy;
        var taken = segment with { Options = segment.Options.AsTaken };
        if (marks is { } told)
        {
            judge.Arrive(in taken, in told, moment);
        }
        else
        {
            judge.Arrive(in taken, moment);
        }

        Report(judge);
    }

    /// <summary>A segment that the judged stack sent.</summary>
    /// <param name="segment">The segment.</param>
    /// <param name="moment">Where and when.</param>
    /// <param name="marks">What it says of congestion, if the trace shows it.</param>
    /// <param name="mayBeCopy">Whether it may be no more than another sight of one before it.</param>
    public void SegmentOut(in Segment segment, Moment moment, SeenMarks? marks = null, bool mayBeCopy = false)
    {
        _events++;
        var judge = _flows.OfDeparture(in segment, moment);
        judge.NextMayBeCopy = mayBeCopy;
        if (marks is { } told)
        {
            judge.Depart(in segment, in told, moment);
        }
        else
        {
            judge.Depart(in segment, moment);
        }

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
    /// <param name="segment">The segment.</param>
    /// <param name="moment">Where and when.</param>
    /// <param name="marks">What it says of congestion, if the trace shows it.</param>
    /// <param name="mayBeCopy">Whether it may be no more than another sight of one before it.</param>
    public void SegmentPassing(in Segment segment, Moment moment, SeenMarks? marks = null, bool mayBeCopy = false)
    {
        SegmentOut(in segment, moment, marks, mayBeCopy);
        _events--;
        SegmentIn(in segment, moment, marks, mayBeCopy);
    }

    /// <summary>Something between two hosts was not understood: what they have open is judged no more.</summary>
    public void NotUnderstood(byte local, byte remote, string what, Moment moment)
    {
        _events++;
        foreach (var judge in _flows.All.Where(judge => judge.Local.Host == local && judge.Remote.Host == remote))
        {
            judge.GiveUp(what, moment);
            Report(judge);
        }
    }

    /// <summary>Something about the trace itself that is to be known.</summary>
    public void Remark(OracleVerdict verdict, string what, Moment moment) =>
        Add(new OracleFinding(verdict, "", moment, "", what, [], "", "", [], 0, default));

    /// <summary>What no stack can do, whatever is open: the trace contradicts itself.</summary>
    public void Refuse(string what, string expected, string actual, string citation, Moment moment) =>
        Add(new OracleFinding(
            OracleVerdict.Violates, "MUST", moment, "", what, [expected], actual, "", [citation], 0,
            new LineRange(1, moment.Line, moment.Line)));

    /// <summary>Something between two ends that the specification does not speak of.</summary>
    public void NotUnderstood(Endpoint local, Endpoint remote, string what, Moment moment)
    {
        _events++;
        var judge = _flows.Of(local, remote, moment);
        judge.GiveUp(what, moment);
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
