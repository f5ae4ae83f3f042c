using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Traces.Format;
using Wakeline.Conformance.Traces.Judging;
using Wakeline.Conformance.Traces.Recording;
using Wakeline.Model.Oracle;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>
/// Runs an exchange on a stack. The oracle is told each event at once; the run waits while it says that something is
/// owed, and ends with the first violation. Times are in microseconds.
/// </summary>
internal sealed class ExchangeRun : IPausingCase
{
    private const int Thread = 0;
    private const long Millisecond = 1000;
    private const long NanosecondsOfMicrosecond = 1000;

    /// <summary>Longer than any answer that is owed may take.</summary>
    private const long AnswerMost = 3_500 * Millisecond;

    /// <summary>
    /// An answer that takes longer where time is virtual is none: the least time-out of a SYN may have brought it.
    /// </summary>
    private const long VirtualAnswerMost = 900 * Millisecond;

    /// <summary>How long an answer is on its way out of a stack in real time that answers at once.</summary>
    private const long PromptMost = 5 * Millisecond;

    private const long VirtualQuiet = 5_000 * Millisecond;
    private const long CallMost = 1_000 * Millisecond;

    private const string FastOpening = "net.ipv4.tcp_fastopen";

    /// <summary>Clients and servers, neither of which needs a cookie.</summary>
    private const string FastOpenForAll = "0x207";

    private readonly Exchange _exchange;
    private readonly SuiteRunOptions _options;
    private readonly CaseDeadline _deadline;
    private readonly RecordingStack _stack;
    private readonly TraceJudge _judge;
    private readonly StimulusCalls _calls = new();
    private readonly bool _isVirtual;
    private readonly ushort _peerPort;
    private readonly IReadOnlySet<string> _calling;
    private readonly IEnumerator<long> _waits;
    private PeerView _view;
    private ushort _localPort;
    private int _told;
    private int _sent;

    /// <summary>Resets the target.</summary>
    public ExchangeRun(Exchange exchange, ITarget target, SuiteRunOptions options, CaseDeadline deadline)
    {
        (_exchange, _options, _deadline) = (exchange, options, deadline);
        var settings = SettingsOf(exchange);
        _stack = new RecordingStack(target.Reset(settings));
        _isVirtual = target.Description.HasVirtualTime;
        _judge = new TraceJudge(
            RecordingStack.Header(_isVirtual ? Vantage.Endpoint : Vantage.Host),
            OracleProfile.Find(target.Description.Profile),
            usual => usual with
            {
                AnswerMost = _isVirtual ? VirtualAnswerMost * NanosecondsOfMicrosecond : usual.AnswerMost,
                BindsFirstChallenge = true,
            });
        _calling = target.Description.Calls;
        _view = new PeerView(exchange.PeerStart);
        (_localPort, _peerPort) = (settings.LocalPort, settings.RemotePort);
        _waits = Waits().GetEnumerator();
    }

    /// <summary>The rules of the table that the run needed, once it is over.</summary>
    public IReadOnlyList<string> Rules { get; private set; } = [];

    /// <summary>What was seen.</summary>
    public IReadOnlyList<TraceEvent> Events => _stack.Events;

    /// <summary>The calls that were made, in their order.</summary>
    public List<CallRequest> Requests { get; } = [];

    /// <inheritdoc/>
    public CaseOutcome? Outcome { get; private set; }

    /// <summary>Runs it.</summary>
    public CaseOutcome Run()
    {
        for (Continue(null); Outcome is null;)
        {
            Continue(_waits.Current);
        }

        return Outcome;
    }

    /// <inheritdoc/>
    public TimeSpan GoOn()
    {
        Continue(_stack.Now);
        return TimeSpan.FromMicroseconds(Math.Max(_waits.Current - _stack.Now, 0));
    }

    /// <summary>Lets time pass, and goes on until there is something else to wait for, or nothing more.</summary>
    private void Continue(long? until)
    {
        try
        {
            if (until is { } time)
            {
                Advance(time);
            }

            if (_waits.MoveNext())
            {
                return;
            }
        }
        catch (UnjudgedException unjudged)
        {
            Outcome = new CaseOutcome(CaseVerdict.Inconclusive, unjudged.Message);
            return;
        }

        var report = _judge.Finish();
        Rules = report.Rules;
        Outcome = ExchangeOutcome.Of(report, this, _exchange.PeerStart);
    }

    /// <summary>The whole of it; where it has to wait, until when at the most.</summary>
    private IEnumerable<long> Waits()
    {
        foreach (var step in _exchange.Steps)
        {
            _deadline.Require();
            foreach (var until in Take(step))
            {
                yield return until;
            }

            if (_judge.Findings.Any(finding => finding.Verdict == OracleVerdict.Violates))
            {
                break;
            }
        }

        foreach (var until in Watch())
        {
            yield return until;
        }
    }

    private IEnumerable<long> Take(ExchangeStep step)
    {
        var before = _sent;
        foreach (var until in Do(step))
        {
            yield return until;
        }

        Tell();
        foreach (var until in Settle(before + step.Answers.Count))
        {
            yield return until;
        }
    }

    private IEnumerable<long> Do(ExchangeStep step)
    {
        switch (step.Stimulus.Kind)
        {
            case StimulusKind.Segment:
                _stack.Deliver(new WirePacket(
                    _stack.Now, _peerPort, _localPort, step.Stimulus.Segment.ToWire(in _view)));
                _view.NoteDelivered(step.Stimulus.Segment);
                return [];
            case StimulusKind.PathError:
                _stack.Deliver(new WirePacket(
                    _stack.Now, _peerPort, _localPort,
                    step.Stimulus.Complaint.ToMessage(_view.Resolve(step.Stimulus.Segment.Sequence))));
                return [];
            case StimulusKind.Pause:
                return Pass(TimeSpan.FromSeconds(step.Stimulus.Seconds));
            case StimulusKind.Expire:
                return AwaitTimer(step);
            case StimulusKind.GiveUp:
                return AwaitTimer(step with { Answers = [] });
            case StimulusKind.Silence:
                return Pass(TimerWaits.Silence);
            default:
                return Call(step.Stimulus);
        }
    }

    /// <summary>Fast Open takes a setting of the host; the rest is asked of sockets.</summary>
    private static RunSettings SettingsOf(Exchange exchange)
    {
        var settings = new RunSettings();
        return exchange.Steps.Any(step => step.Stimulus.Choice == SocketChoice.FastOpen)
            ? settings with { Sysctls = settings.Sysctls.SetItem(FastOpening, FastOpenForAll) }
            : settings;
    }

    private IEnumerable<long> Call(Stimulus stimulus)
    {
        foreach (var request in _calls.Of(stimulus).Where(each =>
            stimulus.Kind != StimulusKind.GetError || _calling.Contains(each.Name)))
        {
            Requests.Add(request);
            _stack.Begin(Thread, request);
            var end = _stack.Now + CallMost;
            while (_stack.Ending(Thread) is null && _stack.Now < end)
            {
                yield return end;
            }

            _calls.Note(request, _stack.Ending(Thread) ?? throw new TargetException(
                $"{request.Name} sleeps, although the socket is not to block"));
        }
    }

    /// <summary>Time passes until something is sent, or, if nothing shows the expiry, long enough.</summary>
    private IEnumerable<long> AwaitTimer(ExchangeStep step)
    {
        var most = TimerWaits.Of(step.Stimulus.Timer, step.Answers.Count > 0);
        return Pass(most, step.Answers.Count > 0 ? _sent + step.Answers.Count : int.MaxValue);
    }

    private IEnumerable<long> Pass(TimeSpan time, int sentMost = int.MaxValue)
    {
        var end = _stack.Now + (time.Ticks / TimeSpan.TicksPerMicrosecond);
        while (_stack.Now < end && _sent < sentMost)
        {
            yield return end;
        }
    }

    /// <summary>
    /// What the stimulus brings comes at once, or where it is owed, in its time; where time is real, what the
    /// specification does not owe is looked for no longer than it takes to come out.
    /// </summary>
    private IEnumerable<long> Settle(int expected)
    {
        var start = _stack.Now;
        while (!_isVirtual && _sent < expected && _stack.Now < start + PromptMost)
        {
            yield return Math.Min(_stack.Now + Millisecond, start + PromptMost);
        }

        while (_stack.Now < start + AnswerMost && _judge.IsAnswerOwed(_stack.Now * NanosecondsOfMicrosecond))
        {
            yield return start + AnswerMost;
        }
    }

    /// <summary>Nothing more is done; what still comes is judged, and what does not come although it must.</summary>
    private IEnumerable<long> Watch()
    {
        var quiet = _isVirtual ? VirtualQuiet : _options.RealQuiet.Ticks / TimeSpan.TicksPerMicrosecond;
        var end = _stack.Now + quiet;
        while (_stack.Now < end)
        {
            yield return end;
        }

        _stack.Events.Add(new Silence(_stack.Now * NanosecondsOfMicrosecond));
        Tell();
    }

    private void Advance(long until)
    {
        _deadline.Require();
        _stack.Advance(until);
        Tell();
    }

    /// <summary>Tells the oracle, and the peer, what has been seen since.</summary>
    private void Tell()
    {
        for (; _told < _stack.Events.Count; _told++)
        {
            var each = _stack.Events[_told];
            if (each is SegmentEvent { Passage: Passage.Out, Segment: var segment })
            {
                _sent++;
                _localPort = (ushort)segment.Source.Port;
                _view.NoteSent(segment);
            }

            _judge.Take(each, _told + 1);
        }
    }
}
