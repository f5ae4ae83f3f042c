using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Plans.Assertions;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>Runs a plan on a stack, step after step, until one does not come out as expected.</summary>
internal sealed class ScriptRun
{
    private const int MainThread = 0;
    private const int SleepingThread = 1;

    private readonly Plan _plan;
    private readonly IStack _stack;
    private readonly FlowTable _flows;
    private readonly PacketComparison _packets;
    private readonly CallComparison _calls;
    private readonly DescriptorMap _descriptors = new();
    private readonly List<ScriptFinding> _findings = [];
    private readonly Dictionary<string, decimal> _variables = [];
    private RunSettings _settings;
    private SleepingCall? _sleeping;
    private long _before;

    private ScriptRun(Plan plan, IStack stack)
    {
        (_plan, _stack, _settings) = (plan, stack, plan.Settings);
        _flows = new FlowTable(plan.Settings);
        _packets = new PacketComparison(plan.Settings);
        _calls = new CallComparison(plan.Settings.Tolerance);
    }

    /// <summary>Runs a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="stack">A stack on which nothing has happened yet.</param>
    public static (ScriptVerdict Verdict, IReadOnlyList<ScriptFinding> Findings) Run(Plan plan, IStack stack)
    {
        var run = new ScriptRun(plan, stack);
        return (run.Run(), run._findings);
    }

    private ScriptVerdict Run()
    {
        var current = new SourcePosition(0, 0);
        try
        {
            _stack.Configure(_settings);
            foreach (var step in _plan.Steps)
            {
                current = step.Position;
                Take(step);
            }

            FinishSleeping();
            return ScriptVerdict.Passed;
        }
        catch (ScriptFailureException failure)
        {
            Note(failure is SleepingCallException asleep ? asleep.Position : current, failure);
            return ScriptVerdict.Failed;
        }
        catch (UnsupportedException lacking)
        {
            _findings.Add(new ScriptFinding(current.Line, current.Column, lacking.Message));
            return ScriptVerdict.Unsupported;
        }
    }

    private void Take(PlanStep step)
    {
        var timing = Timing.Of(step.Time, _before, _settings);
        if (step is PacketStep { Packet.Direction: PacketDirection.Outbound } expected)
        {
            Tolerate(_settings.TolerantOfPackets, step, () => Expect(expected.Packet, timing));
            _before = timing.Latest is { } latest && latest == timing.Earliest ? timing.Earliest : _stack.Now;
            return;
        }

        Reach(timing.Earliest);
        switch (step)
        {
            case PacketStep packet:
                Deliver(packet.Packet);
                break;
            case SystemCallStep call:
                Tolerate(_settings.TolerantOfCalls, step, () => Make(call));
                break;
            case SettingsStep settings:
                _settings = _settings with { Sysctls = _settings.Sysctls.SetItems(settings.Sysctls) };
                _stack.Configure(_settings);
                break;
            case AssertionStep assertions:
                Judge(assertions.Statements);
                break;
        }

        LookAtSleeping();
        _before = timing.Earliest;
    }

    private void Tolerate(bool isTolerant, PlanStep step, Action take)
    {
        try
        {
            take();
        }
        catch (ScriptFailureException failure) when (isTolerant && failure is not SleepingCallException)
        {
            Note(step.Position, failure);
        }
    }

    private void Note(SourcePosition position, ScriptFailureException failure) => _findings.Add(new ScriptFinding(
        position.Line, position.Column, failure.Message, failure.Expected, failure.Actual));

    /// <summary>Lets time pass until a time.</summary>
    private void Reach(long until)
    {
        while (_stack.Now < until)
        {
            _stack.Advance(Math.Min(until, _sleeping?.Due.Limit + 1 ?? until));
            LookAtSleeping();
        }
    }

    private void Deliver(Packet packet)
    {
        var flow = _flows.OfInbound(packet);
        _stack.Deliver(new WirePacket(_stack.Now, flow.RemotePort, flow.LocalPort, flow.ToWire(packet.Content))
        {
            Ip = packet.Ip,
        });
    }

    private void Expect(Packet expected, Timing timing)
    {
        var first = Await(timing) ?? throw new ScriptFailureException(
            timing.Latest is null
                ? "no packet comes any more"
                : $"no packet comes until {ScriptPrinter.Seconds(timing.Limit)}",
            PacketPrinter.Write(expected));
        var flow = _flows.OfOutbound(expected, first) ?? throw PacketComparison.Differs(
            "the packet belongs to another connection", expected, first, first.Content);
        flow.NoteSent(first);
        var whole = Gather(expected, first, flow, timing);
        _packets.Require(expected, whole, flow);
        timing.Require("the packet comes", first.Time);
    }

    /// <summary>Segments that add up to the one that is expected count as one, with the last one's header.</summary>
    private WirePacket Gather(Packet expected, WirePacket first, Flow flow, Timing timing)
    {
        var whole = first;
        while (!_settings.IsStrict
            && expected.Content is TcpSegment { Range: var wanted }
            && whole.Content is TcpSegment { Range: { Payload: > 0 } range } segment
            && range.Payload < wanted.Payload && (segment.Flags & ControlBits.Fin) == 0
            && Await(timing) is { } next)
        {
            flow.NoteSent(next);
            if (next.Content is not TcpSegment { Range.Payload: > 0 } more || more.Range.First != range.Last
                || (next.Source, next.Destination) != (first.Source, first.Destination)
                || range.Payload + more.Range.Payload > ushort.MaxValue)
            {
                throw PacketComparison.Differs(
                    "the packet does not go on where the one before ends", expected, next, flow.ToScript(next.Content));
            }

            whole = first with
            {
                Content = more with
                {
                    Range = new SequenceRange(range.First, (ushort)(range.Payload + more.Range.Payload)),
                },
            };
        }

        return whole;
    }

    /// <summary>The next packet of the stack, if it comes in time.</summary>
    private WirePacket? Await(Timing timing)
    {
        WirePacket? packet;
        while ((packet = _stack.TakeSent()) is null && _stack.Now < timing.Limit
            && (timing.Latest is not null || !_stack.IsQuiet))
        {
            _stack.Advance(Math.Min(timing.Limit, _sleeping?.Due.Limit + 1 ?? timing.Limit));
            LookAtSleeping();
        }

        return packet;
    }

    private void Make(SystemCallStep call)
    {
        var arguments = _descriptors.Translate(call);
        var request = new CallRequest(call.Shape.Name, arguments);
        if (call.IsBlocking)
        {
            RequireAwake(call);
            _stack.Begin(SleepingThread, request);
            _sleeping = new SleepingCall(
                call, arguments, Timing.OfReturn(call.Time, _before, _settings));
            return;
        }

        _stack.Begin(MainThread, request);
        Require(call, arguments, _stack.Ending(MainThread) ?? throw new ScriptFailureException(
            $"{call.Shape.Name} sleeps", $"{call.Result}", "no return"));
    }

    private void Require(SystemCallStep call, Sequence<Value> arguments, CallAnswer answer)
    {
        _calls.Require(call, arguments, answer);
        if (call.Shape.OpensDescriptor && call.Result.Number is >= 0 and var script)
        {
            _descriptors.Add(script, answer.Value);
        }

        if (call.Shape.OpensPair && answer.Outputs.GetValueOrDefault(0) is { } pair)
        {
            _descriptors.AddPair(call.Arguments[0], pair);
        }
    }

    /// <summary>Compares a sleeping call that has returned, and requires it not to be late.</summary>
    private void LookAtSleeping()
    {
        if (_sleeping is not { } sleeping)
        {
            return;
        }

        var answer = _stack.Ending(SleepingThread);
        if (answer is null && _stack.Now <= sleeping.Due.Limit)
        {
            return;
        }

        _sleeping = null;
        try
        {
            Tolerate(_settings.TolerantOfCalls, sleeping.Call, () =>
            {
                Require(sleeping.Call, sleeping.Arguments, answer ?? throw new ScriptFailureException(
                    $"{sleeping.Call.Shape.Name} sleeps", $"return at {sleeping.Due}", "no return"));
                sleeping.Due.Require($"{sleeping.Call.Shape.Name} returns", answer.Time);
            });
        }
        catch (ScriptFailureException failure)
        {
            throw new SleepingCallException(sleeping.Call.Position, failure);
        }
    }

    private void FinishSleeping()
    {
        while (_sleeping is { } sleeping)
        {
            _stack.Advance(sleeping.Due.Limit + 1);
            LookAtSleeping();
        }
    }

    /// <summary>At most one call of a script sleeps at a time.</summary>
    private void RequireAwake(SystemCallStep next)
    {
        if (_sleeping is { } sleeping)
        {
            throw new SleepingCallException(sleeping.Call.Position, new ScriptFailureException(
                $"{sleeping.Call.Shape.Name} sleeps when {next.Shape.Name} of line {next.Position.Line} begins",
                $"return at {sleeping.Due}", "no return"));
        }
    }

    private void Judge(IReadOnlyList<Statement> statements)
    {
        foreach (var statement in statements)
        {
            switch (statement)
            {
                case Assertion assertion:
                    Require(assertion);
                    break;
                case Assignment assignment:
                    _variables[assignment.Name] = assignment.Value.Evaluate(Tell);
                    break;
                case Conditional conditional:
                    Judge(conditional.Condition.Holds(Tell) ? conditional.Then : conditional.Otherwise);
                    break;
            }
        }
    }

    private void Require(Assertion assertion)
    {
        if (!assertion.Condition.Holds(Tell))
        {
            var values = assertion.Condition.Fields.Distinct().Select(field => $"{field} = {Tell(field)}");
            throw new ScriptFailureException(
                "the assertion does not hold", assertion.Text, string.Join(", ", values));
        }
    }

    private decimal? Tell(string name) => _variables.TryGetValue(name, out var value) ? value : _stack.Tell(name);

    /// <summary>A call that another thread sleeps in.</summary>
    private sealed record SleepingCall(SystemCallStep Call, Sequence<Value> Arguments, Timing Due);
}
