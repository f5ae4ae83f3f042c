using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// The ends of connections that are judged, by their addresses. What was quiet for long makes room for others.
/// </summary>
/// <param name="settings">What the trace shows.</param>
/// <param name="use">Which rules are needed.</param>
/// <param name="cookies">Cookies that were told.</param>
/// <param name="retire">Is handed an end that is judged no more, and the time.</param>
internal sealed class FlowTable(
    OracleSettings settings, RuleUse use, CookieJar cookies, Action<ConnectionJudge, long> retire)
{
    private const int FlowsMost = 65_536;
    private const long QuietMost = 120_000_000_000;

    private readonly Dictionary<(Endpoint Local, Endpoint Remote), ConnectionJudge> _flows = [];
    private readonly List<ConnectionJudge> _openings = [];
    private readonly Dictionary<ushort, (int Count, SocketTerms Terms)> _listened = [];
    private ConnectionJudge? _latest;
    private int _sweepAt = 4096;

    /// <summary>How many ends there were.</summary>
    public int Opened { get; private set; }

    /// <summary>The ends that are judged.</summary>
    public IEnumerable<ConnectionJudge> All => _flows.Values.Concat(_openings);

    /// <summary>A port is listened on.</summary>
    public void Listen(ushort port, SocketTerms terms) =>
        _listened[port] = (_listened.GetValueOrDefault(port).Count + 1, terms);

    /// <summary>How many may wait at each port, and who does.</summary>
    public Backlogs Backlogs { get; } = new(settings);

    /// <summary>An option of a listener is set.</summary>
    public void SetTerms(ushort port, SocketTerms terms) =>
        _listened[port] = (_listened.GetValueOrDefault(port).Count, terms);

    /// <summary>A listener is gone.</summary>
    public void Unlisten(ushort port)
    {
        if (_listened.Remove(port, out var listened) && listened.Count > 1)
        {
            _listened[port] = listened with { Count = listened.Count - 1 };
        }
    }

    /// <summary>The user wishes to connect; the local port is seen when the SYN goes out.</summary>
    public ConnectionJudge Open(Endpoint local, Endpoint remote, Moment moment)
    {
        var judge = Create(local, remote);
        judge.StartActively(moment);
        _openings.Add(judge);
        return judge;
    }

    /// <summary>An end of which no segment is seen: accept has given it out.</summary>
    public ConnectionJudge Invent(Endpoint local, Endpoint remote)
    {
        var judge = Create(local, remote);
        judge.IsListenedOn = true;
        judge.StartPassively();
        _openings.Add(judge);
        return judge;
    }

    /// <summary>The end for which a segment is.</summary>
    public ConnectionJudge OfArrival(in Segment segment, Moment moment)
    {
        var judge = Of(segment.Destination, segment.Source, moment);
        if (Connection.IsBareSyn(in segment) && judge.IsListenedOn != false)
        {
            judge.MayAnswerByCookie = Backlogs.MayAnswerByCookie(judge);
        }
        else if (judge.HasForgotten)
        {
            judge.MayFindNoRoom = Backlogs.IsExceeded(
                judge.Local.Port, NotAccepted(judge.Local.Port).Count(each => each != judge && !each.MayBeRequest));
        }

        if (!judge.HasBegun)
        {
            judge.StartPassively();
            judge.MayLackOpening = !settings.HasCalls && segment.Has(SegmentFlags.Ack);
            if (!settings.HasCalls && !segment.Has(SegmentFlags.Syn))
            {
                judge.GiveUp(ConnectionJudge.NoOpening);
            }
        }

        return judge;
    }

    /// <summary>The end from which a segment is.</summary>
    public ConnectionJudge OfDeparture(in Segment segment, Moment moment)
    {
        var (local, remote) = (segment.Source, segment.Destination);
        var opening = _openings.Count > 0 && segment.Has(SegmentFlags.Syn)
            ? _openings.Find(each => each.Remote == remote && IsOpenedFrom(each.Local, local))
            : null;
        if (opening is not null && MakesRoom(local, remote, moment.Time))
        {
            _openings.Remove(opening);
            opening.BindLocal(local);
            _flows[(local, remote)] = opening;
            NoteListener(opening, local.Port);
            return opening;
        }

        var judge = Of(local, remote, moment);
        if (!judge.HasBegun)
        {
            Begin(judge, in segment, moment);
        }

        return judge;
    }

    /// <summary>The end with its addresses.</summary>
    public ConnectionJudge Of(Endpoint local, Endpoint remote, Moment moment)
    {
        if (_latest is not { } judge || judge.Local != local || judge.Remote != remote)
        {
            if (!_flows.TryGetValue((local, remote), out judge))
            {
                Sweep(moment.Time);
                judge = Create(local, remote);
                _flows[(local, remote)] = judge;
            }

            _latest = judge;
        }

        NoteListener(judge, local.Port);
        return judge;
    }

    /// <summary>The ends that nobody has accepted on a port.</summary>
    public IEnumerable<ConnectionJudge> NotAccepted(ushort port) =>
        _flows.Values.Where(judge => judge.Local.Port == port && !judge.IsAccepted);

    /// <summary>An opening of which no SYN was seen is given up.</summary>
    public void Forget(ConnectionJudge opening, long time)
    {
        if (_openings.Remove(opening))
        {
            retire(opening, time);
        }
    }

    /// <summary>Whether no connection has the addresses; one that is over makes room.</summary>
    private bool MakesRoom(Endpoint local, Endpoint remote, long time)
    {
        if (!_flows.TryGetValue((local, remote), out var earlier))
        {
            return true;
        }

        if (!earlier.IsCertain(tcb => tcb.State == TcpState.Closed))
        {
            return false;
        }

        retire(earlier, time);
        _latest = null;
        return true;
    }

    private static bool IsOpenedFrom(Endpoint wished, Endpoint local) =>
        (wished.Port == 0 || wished.Port == local.Port) && (wished.IsWildcard || wished.Host == local.Host);

    private void Begin(ConnectionJudge judge, in Segment segment, Moment moment)
    {
        var isOpening = (segment.Flags & (SegmentFlags.Syn | SegmentFlags.Ack)) == SegmentFlags.Syn;
        if (settings.HasCalls || !isOpening)
        {
            judge.StartPassively();
            if (!settings.HasCalls)
            {
                judge.GiveUp(ConnectionJudge.NoOpening);
            }
        }
        else
        {
            judge.StartActively(moment);
        }
    }

    private void NoteListener(ConnectionJudge judge, ushort port)
    {
        if (settings.HasCalls)
        {
            judge.IsListenedOn = _listened.TryGetValue(port, out var listened);
            judge.TermsOfListener = listened.Terms;
        }
    }

    private ConnectionJudge Create(Endpoint local, Endpoint remote)
    {
        Opened++;
        var judge = new ConnectionJudge(settings, use, cookies, local, remote);
        NoteListener(judge, local.Port);
        return judge;
    }

    private void Sweep(long time)
    {
        if (_flows.Count < _sweepAt)
        {
            return;
        }

        foreach (var (key, judge) in _flows)
        {
            if (time - judge.LastSeen > QuietMost)
            {
                retire(judge, time);
                _flows.Remove(key);
            }
        }

        _sweepAt = Math.Max(_sweepAt, _flows.Count * 2);
        if (_flows.Count >= FlowsMost)
        {
            BoundExceededException.Throw("connections open at a time", FlowsMost);
        }
    }
}
