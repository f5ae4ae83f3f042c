using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>
/// Judges one end of a connection. It keeps every state that explains what was seen so far; what no state explains is a
/// violation, and ends the judgement.
/// </summary>
internal sealed partial class ConnectionJudge
{
    /// <summary>Why a connection is not judged that began before the trace.</summary>
    public const string NoOpening = "its opening is not in the trace";

    private readonly OracleSettings _settings;
    private readonly RuleUse _use;
    private readonly CookieJar _cookies;
    private readonly List<(Segment Segment, long Time)> _pending = [];
    private readonly List<CallSlot?> _calls = [];
    private Departures _reported;
    private long _lastArrival;
    private long _heardBefore;
    private long _called;
    private long _seen;
    private HypothesisSet _states;
    private HypothesisSet _next;
    private HypothesisSet _closure;
    private Moment _first;
    private Moment _last;
    private long _events;
    private long _arrived;
    private bool _forgivesWindow;
    private bool _forgivesPace;
    private PaceFault _paceFault;

    /// <summary>Begins with an end of which only the addresses are known.</summary>
    public ConnectionJudge(
        OracleSettings settings, RuleUse use, CookieJar cookies, Endpoint local, Endpoint remote)
    {
        (_settings, _use, _cookies, Local, Remote) = (settings, use, cookies, local, remote);
        _states = new HypothesisSet(settings.StatesMost);
        _next = new HypothesisSet(settings.StatesMost);
        _closure = new HypothesisSet(settings.StatesMost);
    }

    /// <summary>This end; its port is 0 until it is seen.</summary>
    public Endpoint Local { get; private set; }

    /// <summary>The other end.</summary>
    public Endpoint Remote { get; private set; }

    /// <summary>Why nothing more is judged: a violation, or what makes that impossible.</summary>
    public OracleFinding? Ending { get; private set; }

    /// <summary>What was remarked, without ending the judgement.</summary>
    public List<OracleFinding> Remarks { get; } = [];

    /// <summary>Whether the port is listened on: known to be, known not to be, or unknown.</summary>
    public bool? IsListenedOn { get; set; }

    /// <summary>The greatest number of states so far.</summary>
    public int StatesMost { get; private set; }

    /// <summary>Events that were held against the specification.</summary>
    public long Judged { get; private set; }

    /// <summary>Whether its first segment answers a SYN that is not in the trace, or nothing.</summary>
    public bool MayLackOpening { get; set; }

    /// <summary>Whether the ending was reported.</summary>
    public bool IsReported { get; set; }

    /// <summary>Whether anything is known of the connection.</summary>
    public bool HasBegun => _states.Count > 0;

    /// <summary>When its last event was.</summary>
    public long LastSeen => _last.Time;

    /// <summary>Whether accept has given the connection to the user, in every state that explains it.</summary>
    public bool IsAccepted
    {
        get
        {
            for (var index = 0; index < _states.Count; index++)
            {
                if (!_states[index].IsAccepted)
                {
                    return false;
                }
            }

            return HasBegun;
        }
    }

    /// <summary>What the options of its socket say.</summary>
    public SocketTerms Terms { get; private set; } = SocketTerms.Default;

    /// <summary>What those of the listener say, which a connection takes over; <see langword="null"/> for none.
    /// </summary>
    public SocketTerms? TermsOfListener { get; set; }

    /// <summary>Whether close is to reset the connection (SO_LINGER with time 0).</summary>
    public bool ResetsOnClose { get; set; }

    /// <summary>Starts with a port on which a SYN may, or may not, be welcome.</summary>
    public void StartPassively()
    {
        _states.Clear();
        foreach (var state in StatesWithoutConnection())
        {
            _states.Add(Fresh(state));
        }
    }

    /// <summary>Starts with the user's wish to connect.</summary>
    public void StartActively(Moment moment)
    {
        var wish = Fresh(TcpState.Closed);
        Connection.Fire(ref wish.Tcb, new ActiveOpen(Local, Remote, default));
        Obligations.Note(ref wish, default, false, moment.Time);
        _states.Clear();
        _states.Add(in wish);
    }

    /// <summary>The user sets an option of the socket.</summary>
    public void Take(SocketTerms terms)
    {
        Terms = terms;
        for (var index = 0; index < _states.Count; index++)
        {
            terms.Apply(ref _states[index].Tcb);
        }
    }

    /// <summary>The port from which the SYN of an active open went out.</summary>
    public void BindLocal(Endpoint local)
    {
        Local = local;
        for (var index = 0; index < _states.Count; index++)
        {
            _states[index].Tcb.Local = local;
        }
    }

    /// <summary>Whether every state that explains the connection has a property.</summary>
    public bool IsCertain(Func<Tcb, bool> property)
    {
        for (var index = 0; index < _states.Count; index++)
        {
            if (!property(_states[index].Tcb))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>accept gives the connection out: its handshake is complete.</summary>
    /// <returns>Whether a state says so; then the others are dropped.</returns>
    public bool Accept(Moment moment)
    {
        BeginClosure();
        _next.Clear();
        for (var index = 0; index < _closure.Count; index++)
        {
            if (!_settings.HasSegments)
            {
                InventedPeer.Complete(ref _closure[index].Tcb);
            }

            if (_closure[index] is { Tcb.Origin: Origin.Child, IsAccepted: false })
            {
                _next.Add(_closure[index] with { IsAccepted = true });
            }

            TakeNextPending(_closure[index], moment.Time);
        }

        if (_next.Count == 0 && !_closure.HasOverflowed)
        {
            return false;
        }

        Settle();
        return Begin(moment);
    }

    /// <summary>A segment was seen on its way to the connection.</summary>
    public void Arrive(in Segment segment, Moment moment)
    {
        if (!Begin(moment))
        {
            return;
        }

        if (_settings.Vantage == Vantage.Endpoint)
        {
            RequireAnswered(moment);
            if (Ending is not null)
            {
                return;
            }
        }

        if (segment.Has(SegmentFlags.Syn) && segment.Has(SegmentFlags.Ack))
        {
            _cookies.Note(segment.Source, segment.Destination, segment.Options.Cookie);
        }

        NotePassing(in segment, isArrival: true);
        if (IsFar)
        {
            _pending.Clear();
            _overflow.Clear();
            return;
        }

        NoteCopy();
        _arrived++;
        (_heardBefore, _lastArrival) = (_lastArrival, moment.Time);
        _seen = moment.Time;
        if (_settings.PendingMost > 0)
        {
            _pending.Add((segment, moment.Time));
            TakeOverdue(moment.Time);
            return;
        }

        if (_states.Count == 1 && !MayTakeOtherwise(in _states[0], in segment))
        {
            Take(ref _states[0], in segment, moment.Time);
            return;
        }

        _next.Clear();
        for (var index = 0; index < _states.Count; index++)
        {
            TakeInEveryWay(_states[index], in segment, moment.Time, _next);
        }

        Settle();
    }

    private void DepartOnce(in Segment segment, Moment moment)
    {
        if (!Begin(moment))
        {
            return;
        }

        if (segment.Has(SegmentFlags.Syn) && segment.Has(SegmentFlags.Ack))
        {
            _hasCrossed |= HasBegun && _states[0].Tcb.Origin == Origin.Active;
            _cookies.Note(segment.Source, segment.Destination, segment.Options.Cookie);
        }

        if (IsUrgentOfNobody(in segment))
        {
            Violate(
                new Diagnosis(
                    "it has an urgent pointer, but the user has sent nothing urgent", Expectations.Of(_states),
                    SegmentText.Write(in segment), "", ["RFC 9293 3.8.5"], "MUST"),
                moment);
            return;
        }

        NotePassing(in segment, isArrival: false);
        if (IsFar)
        {
            DepartFar(in segment, moment);
            return;
        }

        if (_states.Count == 1 && _pending.Count == 0 && TryAccept(ref _states[0], in segment, moment.Time))
        {
            ReportDepartures();
            return;
        }

        _next.Clear();
        Explain(in segment, moment.Time);
        if (_next.Count == 0 && !_closure.HasOverflowed)
        {
            ExplainByLoss(in segment, moment.Time);
        }

        if (_next.Count == 0 && !_closure.HasOverflowed && !ExplainWithoutWindow(in segment, moment))
        {
            var diagnosis = DiagnosisOf(in segment, moment.Time);
            if (_settings.Vantage == Vantage.Wire)
            {
                SettleFromAfar(in segment, diagnosis, moment);
            }
            else if (AcknowledgesGap(in segment))
            {
                GiveUp($"{diagnosis.Message}, unless the capture has missed what came between");
            }
            else
            {
                Violate(diagnosis, moment);
            }

            return;
        }

        Settle();
        if (IsFar)
        {
            DepartFar(in segment, moment);
        }
    }

    /// <summary>
    /// Where calls are seen, a connection on which urgent text is sent is not judged; on others there is none.
    /// </summary>
    private bool IsUrgentOfNobody(in Segment segment) =>
        _settings.HasCalls && segment.Has(SegmentFlags.Urg) && !segment.Has(SegmentFlags.Rst);

    /// <summary>What is wrong with a segment: only its time, or something else.</summary>
    private Diagnosis DiagnosisOf(in Segment segment, long time)
    {
        for (var index = 0; index < _states.Count; index++)
        {
            if (CookieRules.Find(in _states[index], in segment, _cookies) is { } fault)
            {
                return new Diagnosis(
                    fault.Message, Expectations.Of(_states), SegmentText.Write(in segment), "", [fault.Citation],
                    "MUST");
            }
        }

        var diagnosis = Diagnosis.OfSegment(_states, in segment);
        _forgivesPace = true;
        Explain(in segment, time);
        _forgivesPace = false;
        return _next.Count == 0 ? diagnosis : diagnosis with
        {
            Message = _paceFault.Message,
            Citations = _paceFault.Citations,
            Rule = "",
        };
    }

    /// <summary>Whether nothing is wrong but that the segment takes back window; then that is remarked.</summary>
    private bool ExplainWithoutWindow(in Segment segment, Moment moment)
    {
        if (_settings.Vantage == Vantage.Wire)
        {
            return false;                              // It may have been overtaken.
        }

        _forgivesWindow = true;
        Explain(in segment, moment.Time);
        _forgivesWindow = false;
        if (_next.Count == 0)
        {
            return false;
        }

        var diagnosis = Diagnosis.OfSegment(_states, in segment);
        Remarks.Add(new OracleFinding(
            OracleVerdict.Conforms, "SHOULD", moment, Name, "it takes back window that was offered",
            diagnosis.Expected, diagnosis.Actual, diagnosis.Rule, ["RFC 9293 SHLD-14"], _states.Count, Prefix));
        return true;
    }

    /// <summary>Nothing more comes: what is owed for too long by now was left out.</summary>
    public void Finish(long time)
    {
        if (Ending is null)
        {
            RequireNothingOverdue(_last with { Time = time }, time - _last.Time);
        }
    }

    private bool Begin(Moment moment)
    {
        if (Ending is not null)
        {
            return false;
        }

        _first = _events == 0 ? moment : _first;
        var quiet = _events == 0 ? 0 : moment.Time - _last.Time;
        _last = moment;
        _events++;
        EndTimedOut(moment.Time);
        RequireNothingOverdue(moment, quiet);
        Judged += Ending is null ? 1 : 0;
        return Ending is null;
    }

    private void Settle()
    {
        if (_next.HasOverflowed || _closure.HasOverflowed)
        {
            if (TryGoFar())
            {
                return;
            }

            GiveUp($"more than {_settings.StatesMost} states explain the connection");
            return;
        }

        (_states, _next) = (_next, _states);
        StatesMost = Math.Max(StatesMost, _states.Count);
        DropTaken();
        ReportDepartures();
    }

    /// <summary>A departure from the text is reported when nothing else explains what was seen.</summary>
    private void ReportDepartures()
    {
        if (_settings.Profile.Departs || _states.Count == 0 || _settings.Vantage == Vantage.Wire)
        {
            return;                                    // On the wire what was lost may explain it as well.
        }

        var common = _states[0].Beside.Departed & ~_reported;
        for (var index = 1; index < _states.Count; index++)
        {
            common &= _states[index].Beside.Departed;
        }

        if (common == Departures.None)
        {
            return;
        }

        _reported |= common;
        foreach (var departure in Departure.All)
        {
            if ((departure.Bit & common) != 0 && departure.VerdictBy(_settings.Profile) is { } verdict)
            {
                Remarks.Add(new OracleFinding(
                    verdict, departure.Level, _last, Name,
                    $"{departure.Does}, as Linux has it (deviation {departure.Bit})", [departure.Says], departure.Does,
                    "", departure.Citations, _states.Count, Prefix));
            }
        }
    }

    /// <summary>Nothing more can be said of the connection.</summary>
    public void GiveUp(string reason) => Ending ??= new OracleFinding(
        OracleVerdict.Inconclusive, "", _last, Name, reason, [], "", "", [], _states.Count, Prefix);

    private string Name => $"{_settings.NameOf(Local)} > {_settings.NameOf(Remote)}";

    private LineRange Prefix => new(_first.Line, _last.Line, _events);

    private void Violate(Diagnosis diagnosis, Moment moment)
    {
        if (MayLackOpening)
        {
            GiveUp(NoOpening);
            return;
        }

        Ending = new OracleFinding(
            OracleVerdict.Violates, diagnosis.Level, moment, Name, diagnosis.Message, diagnosis.Expected,
            diagnosis.Actual, diagnosis.Rule, diagnosis.Citations, _states.Count, Prefix);
    }

    private IReadOnlyList<TcpState> StatesWithoutConnection() => IsListenedOn switch
    {
        true => [TcpState.Listen],
        false => [TcpState.Closed],
        null => [TcpState.Listen, TcpState.Closed],
    };

    private Hypothesis Fresh(TcpState state)
    {
        var fresh = new Hypothesis
        {
            Taken = _arrived,
            Tcb = new Tcb
            {
                State = state,
                Local = Local,
                Remote = Remote,
                RcvBuffer = Unknown.Buffer,
                DefaultMss = _settings.DefaultMssOf(Remote),
                Mss = ushort.MaxValue,
                SndMss = ushort.MaxValue,
                Offers = OptionRules.Everything,
                RetriesMost = byte.MaxValue,
                Deviations = Deviations.ShrinkingIsDistrusted | Deviations.ResetAtHeldEdgeCounts
                    | Deviations.AcknowledgmentsKeepToWindow | Deviations.CrossedSynOffersAgain | Deviations.Checked,
                FastOpening = new FastOpenTerms { Serves = state == TcpState.Listen },
            },
        };
        Terms = state == TcpState.Listen && TermsOfListener is { } terms ? terms : Terms;
        Terms.Apply(ref fresh.Tcb);
        return fresh;
    }
}
