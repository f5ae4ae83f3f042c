using System.Globalization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax;
using Wakeline.Conformance.Packetdrill.Syntax.Printing;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>
/// Drives a stack and writes what is asked of it, and what it does, as a script: another stack that passes it does the
/// same. All times are from the start.
/// </summary>
internal sealed class SessionScript
{
    private const long Millisecond = 1000;

    /// <summary>What is greater stands for a time that is not known.</summary>
    private const long MeaningfulMost = 4_000_000_000;

    /// <summary>A packet so soon after a step is what the step brought about.</summary>
    private const long AtOnce = 6 * Millisecond;

    /// <summary>No step takes longer unless the machine is busy with something else.</summary>
    private const long StepMost = 2 * Millisecond;

    private readonly IStack _stack;
    private readonly FlowTable _flows;
    private readonly DescriptorMap _descriptors = new();
    private readonly List<string> _lines = [];
    private readonly RunSettings _settings;
    private readonly bool _tellsMarks;
    private (int Line, long Begun, SystemCallStep Call)? _sleeping;
    private string _sleepingText = "";
    private int _descriptorsNext = 3;
    private long _stepTime;

    /// <summary>Begins a session.</summary>
    /// <param name="boot">Starts the stack.</param>
    /// <param name="head">Options and the first command.</param>
    /// <param name="tellsMarks">Whether the codepoint of congestion is written with what is sent.</param>
    public SessionScript(Func<RunSettings, IStack> boot, string head, bool tellsMarks)
    {
        _tellsMarks = tellsMarks;
        _lines.Add(head);
        var plan = Bind(head + "\n0 socket(..., SOCK_STREAM, IPPROTO_TCP) = 3\n");
        _settings = plan.Settings;
        _stack = boot(_settings);
        _stack.Configure(_settings);
        _flows = new FlowTable(_settings);
    }

    /// <summary>What the stack has sent and the peer has not looked at.</summary>
    public Queue<TcpSegment> Sent { get; } = [];

    /// <summary>Whether the machine was so late that the script does not tell when things happened.</summary>
    public bool IsDisturbed { get; private set; }

    /// <summary>The time of the next step in milliseconds.</summary>
    public long Time { get; private set; } = 20;

    /// <summary>Whether a call sleeps.</summary>
    public bool Sleeps => _sleeping is not null;

    /// <summary>The script so far.</summary>
    public string Text => string.Join('\n', _lines.Where(line => line.Length > 0)) + "\n";

    /// <summary>The line, from 1, that is written next.</summary>
    public int NextLine => Text.Count(each => each == '\n') + 1;

    /// <summary>Lets time pass.</summary>
    public void Wait(int milliseconds)
    {
        Time += milliseconds;
        Reach();
    }

    /// <summary>Makes a call that does not sleep.</summary>
    /// <param name="call">The call without its result.</param>
    /// <param name="print">The call again with what it has written.</param>
    /// <returns>What it returned.</returns>
    public CallAnswer Call(string call, Func<CallAnswer, string>? print = null)
    {
        Reach();
        var step = (SystemCallStep)Bind($"0 {call} = 3\n").Steps[0];
        var request = new CallRequest(step.Shape.Name, _descriptors.Translate(step));
        BeginStep();
        _stack.Begin(0, request);
        NoteDuration();
        var answer = _stack.Ending(0) ?? throw new InvalidOperationException($"{call} sleeps");
        _lines.Add($"{Seconds(_stepTime)} {(answer.Error is null ? print?.Invoke(answer) ?? call : call)} = "
            + ResultOf(step, answer));
        Collect();
        return answer;
    }

    /// <summary>Makes a call that may sleep.</summary>
    public void CallSleeping(string call)
    {
        Reach();
        var step = (SystemCallStep)Bind($"0 {call} = 3\n").Steps[0];
        BeginStep();
        _stack.Begin(1, new CallRequest(step.Shape.Name, _descriptors.Translate(step)));
        _lines.Add("");
        _sleeping = (_lines.Count - 1, _stepTime, step);
        _sleepingText = call;
        Collect();
    }

    /// <summary>A packet arrives.</summary>
    public void Deliver(string packet)
    {
        Reach();
        var step = (PacketStep)Bind($"0 {packet}\n").Steps[0];
        var flow = _flows.OfInbound(step.Packet);
        var content = flow.ToWire(step.Packet.Content);
        BeginStep();
        _stack.Deliver(new WirePacket(_stepTime, flow.RemotePort, flow.LocalPort, content) { Ip = step.Packet.Ip });
        NoteDuration();
        _lines.Add($"{Seconds(_stepTime)} {packet}");
        Collect();
    }

    /// <summary>Asserts what the stack tells.</summary>
    /// <param name="exact">Fields that do not depend on when exactly something happened.</param>
    /// <param name="times">Fields that do, and by how much they may be off.</param>
    public void Assert(IEnumerable<string> exact, IEnumerable<(string Field, int Tolerance)> times)
    {
        Reach();
        BeginStep();
        var told = exact.Select(field => (Field: field, Value: _stack.Tell(field)))
            .Where(each => each.Value is not null)
            .Select(each => string.Create(
                CultureInfo.InvariantCulture, $"assert {each.Field} == {each.Value}, '{each.Field}'"))
            .Concat(times.Select(time => (time.Field, time.Tolerance, Value: _stack.Tell(time.Field)))
                .Where(each => each.Value < MeaningfulMost)
                .Select(each => string.Create(
                    CultureInfo.InvariantCulture,
                    $"assert abs({each.Field} - {each.Value}) <= {each.Tolerance}, '{each.Field}'")));
        _lines.Add($"{Seconds(_stepTime)} %{{ {string.Join("; ", told)} }}%");
    }

    /// <summary>What a call returns in the script, which has descriptors of its own.</summary>
    private string ResultOf(SystemCallStep step, CallAnswer answer)
    {
        if (answer.Error is not null)
        {
            return $"-1 {answer.Error} (error)";
        }

        if (!step.Shape.OpensDescriptor || answer.Value < 0)
        {
            return $"{answer.Value}";
        }

        _descriptors.Add(_descriptorsNext, answer.Value);
        return $"{_descriptorsNext++}";
    }

    private Plan Bind(string text)
    {
        var (script, faults) = ScriptText.Parse(text);
        var bound = PlanBinder.Bind(
            script ?? throw new InvalidOperationException($"{text}: {faults[0].Message}"),
            _settings ?? new RunSettings(), new Dictionary<string, string>());
        return bound.Plan ?? throw new InvalidOperationException(
            $"{text}: {string.Join(';', bound.Faults.Select(each => each.Message))}"
            + string.Join(';', bound.Unsupported.Select(each => each.Reason)));
    }

    private void BeginStep() => _stepTime = _stack.Now;

    /// <summary>A step that takes long happened at no time that could be written down.</summary>
    private void NoteDuration() => IsDisturbed |= _stack.Now - _stepTime > StepMost;

    private void Reach()
    {
        while (_stack.Now < Time * Millisecond)
        {
            _stack.Advance(Time * Millisecond);
            Collect();
        }
    }

    private void Collect()
    {
        while (_stack.TakeSent() is { } packet)
        {
            if (packet.Content is not TcpSegment)
            {
                continue;
            }

            var expected = new Packet(
                new SourcePosition(0, 0), PacketDirection.Outbound, Array.Empty<Encapsulation>().ToSequence(),
                Array.Empty<HeaderField>().ToSequence(), null, packet.Content);
            var flow = _flows.OfOutbound(expected, packet)
                ?? throw new InvalidOperationException("a packet of another connection");
            flow.NoteSent(packet);
            var segment = (TcpSegment)flow.ToScript(packet.Content);
            if (segment.Options?.List.OfType<TimeStamps>().FirstOrDefault() is { } stamps)
            {
                _ = flow.LearnStamp(stamps.Value, stamps.Value, 0, 0);
            }

            if ((segment.Flags & ControlBits.Ack) == 0)
            {
                segment = segment with { Acknowledgment = null };
            }

            Sent.Enqueue(segment);
            var shown = segment with { Urgent = (segment.Flags & ControlBits.Urg) != 0 ? segment.Urgent : null };
            _lines.Add($"{Seconds(TimeOf(packet.Time))} > {MarkOf(packet)}{PacketPrinter.Write(shown)}");
        }

        CollectSleeping();
    }

    private string MarkOf(WirePacket packet)
    {
        var fields = packet.Ip ?? [];
        return !_tellsMarks ? ""
            : fields.Any(field => field.Name == "ect0") ? "(ect0) "
            : fields.Any(field => field.Name is "noecn") ? "(noecn) " : "";
    }

    private void CollectSleeping()
    {
        if (_sleeping is { } sleeping && _stack.Ending(1) is { } answer)
        {
            _lines[sleeping.Line] = $"{Seconds(sleeping.Begun)}...{Seconds(TimeOf(answer.Time))} {_sleepingText} = "
                + ResultOf(sleeping.Call, answer);
            _sleeping = null;
        }
    }

    /// <summary>When the script says that something happens: with the step that brought it about, or by itself.
    /// </summary>
    private long TimeOf(long time) => time - _stepTime < AtOnce ? _stepTime : time;

    private static string Seconds(long time) => ScriptPrinter.Seconds(time);
}
