using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Targets;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Suites.Calls;

/// <summary>Steps of programs as calls of a stack.</summary>
internal static class StepRequests
{
    private const int AddressOctets = 16;
    private const int FirstPort = 8080;
    private const int UnknownOperation = 99;
    private const string Nonblocking = "SOCK_NONBLOCK";

    /// <summary>The call of a verb; <see langword="null"/> for one that is not made.</summary>
    public static string? NameOf(Verb verb) => verb switch
    {
        Verb.Socket => "socket",
        Verb.Bind => "bind",
        Verb.Listen => "listen",
        Verb.Accept => "accept4",
        Verb.Connect => "connect",
        Verb.Send => "send",
        Verb.Receive => "recv",
        Verb.Shutdown => "shutdown",
        Verb.Close => "close",
        Verb.Poll => "poll",
        Verb.EpollCreate => "epoll_create1",
        Verb.EpollControl => "epoll_ctl",
        Verb.EpollWait => "epoll_wait",
        Verb.Write => "write",
        Verb.Read => "read",
        Verb.Duplicate => "dup",
        Verb.Disconnect => "connect",
        Verb.SetLinger or Verb.SetReceiveLowWater => "setsockopt",
        Verb.GetError => "getsockopt",
        Verb.SetNonblocking => "fcntl",
        _ => null,
    };

    /// <summary>The call of a step; accept that asks for nothing more is made where there is no accept4.</summary>
    public static string? NameOf(CallStep step, IReadOnlySet<string> calls) =>
        step is { Verb: Verb.Accept, Nonblocking: false } && !calls.Contains("accept4") ? "accept" : NameOf(step.Verb);

    /// <summary>Why steps cannot be made as calls of a stack; <see langword="null"/> if they can.</summary>
    /// <param name="steps">The steps.</param>
    /// <param name="threads">How many threads make them.</param>
    /// <param name="stack">What the stack has.</param>
    public static string? ReasonAgainst(IEnumerable<CallStep> steps, int threads, TargetDescription stack) =>
        !stack.HasLoopback ? "the stack cannot connect to itself"
        : steps.Select(step => ReasonAgainst(step, stack.Calls)).FirstOrDefault(reason => reason is not null)
            ?? (threads > stack.Threads ? $"{threads} threads make calls, and the target has {stack.Threads}" : null);

    /// <summary>Why a step cannot be made as a call of a stack; <see langword="null"/> if it can.</summary>
    /// <param name="step">The step.</param>
    /// <param name="calls">The calls that the stack has.</param>
    public static string? ReasonAgainst(CallStep step, IReadOnlySet<string> calls) =>
        NameOf(step, calls) is not { } name || !calls.Contains(name)
            ? $"'{VerbShape.Of(step.Verb).Name}' is not made on the target"
        : step.MaySleep && step.Timeout == Timeout.Finite
            ? "a call sleeps for a while, which is short, and the target's own threads may take longer"
        : step.Memory != UserMemory.Mapped ? "a call points to memory that is not there"
        : null;

    /// <summary>The call of a step.</summary>
    public static CallRequest Of(CallStep step, long[] descriptors, IReadOnlySet<string> calls) =>
        new(NameOf(step, calls)!, Arguments(step, descriptors).ToSequence());

    /// <summary>What a call has returned; which number a descriptor gets is the target's to choose.</summary>
    public static CallResult ResultOf(CallStep step, CallAnswer answer)
    {
        var error = answer.Error is null ? Errno.None
            : Enum.TryParse<Errno>(answer.Error, out var known) ? known : Errno.None;
        var told = step.Verb == Verb.GetError && answer.Outputs.GetValueOrDefault(3) is { } value
            ? (value is ListValue { Items: [var only] } ? only : value).Number
            : null;
        return new CallResult((int)(told ?? answer.Value), error) { Events = EventsOf(step, answer) };
    }

    /// <summary>The events that a call has told.</summary>
    public static Sequence<ReportedEvent> EventsOf(CallStep step, CallAnswer answer) => step.Verb switch
    {
        Verb.Poll => Structures(answer, 0)
            .Select((each, place) => new ReportedEvent(place, (PollEvents)(ushort)(each["revents"]?.Number ?? 0)))
            .Where(each => each.Events != PollEvents.None).ToSequence(),
        Verb.EpollWait => Structures(answer, 1)
            .Select(each => new ReportedEvent(
                (int)(each["u64"]?.Number ?? 0), (PollEvents)(uint)(each["events"]?.Number ?? 0)))
            .ToSequence(),
        _ => [],
    };

    private static List<Value> Arguments(CallStep step, long[] descriptors)
    {
        var descriptor = Numbered(step.Descriptor, descriptors);
        var flag = step.Nonblocking ? Number(Nonblocking) : 0;
        var message = (step.Nonblocking ? Number("MSG_DONTWAIT") : 0) | (step.Urgent ? Number("MSG_OOB") : 0);
        var timeout = new NumberValue(step.Timeout == Timeout.Never ? -1 : 0);
        return step.Verb switch
        {
            Verb.Socket =>
            [
                new NumberValue(Number("AF_INET")), new NumberValue(Number("SOCK_STREAM") | flag), new NumberValue(0),
            ],
            Verb.Bind or Verb.Connect => [descriptor, Address(step), new NumberValue(AddressOctets)],
            Verb.Listen => [descriptor, new NumberValue(step.Number)],
            Verb.Accept => [descriptor, new AnyValue(), new AnyValue(), new NumberValue(flag)],
            Verb.Disconnect => [descriptor, Ancillary.Structure(("sa_family", 0)), new NumberValue(AddressOctets)],
            Verb.Read or Verb.Write => [descriptor, new AnyValue(), new NumberValue(step.Number)],
            Verb.SetLinger or Verb.SetReceiveLowWater or Verb.GetError or Verb.SetNonblocking =>
                [descriptor, .. OptionOf(step)],
            Verb.Send or Verb.Receive =>
                [descriptor, new AnyValue(), new NumberValue(step.Number), new NumberValue(message)],
            Verb.Shutdown => [descriptor, new NumberValue((int)step.Directions - 1)],
            Verb.Poll => [Polled(step, descriptors), new NumberValue(step.Polled.Count), timeout],
            Verb.EpollCreate => [new NumberValue(0)],
            Verb.EpollControl =>
                [descriptor, new NumberValue(OperationOf(step)), Numbered(step.Target, descriptors), Item(step)],
            Verb.EpollWait => [descriptor, new AnyValue(), new NumberValue(step.Number), timeout],
            _ => [descriptor],
        };
    }

    private static IEnumerable<Value> OptionOf(CallStep step) => step.Verb switch
    {
        Verb.SetNonblocking =>
        [
            new NumberValue(ConstantNames.Number("F_SETFL")),
            new NumberValue(ConstantNames.Number(step.Number != 0 ? ["O_RDWR", "O_NONBLOCK"] : ["O_RDWR"])),
        ],
        Verb.SetLinger =>
        [
            new NumberValue(Number("SOL_SOCKET")), new NumberValue(Number("SO_LINGER")),
            Ancillary.Structure(("onoff", step.Number >= 0 ? 1 : 0), ("linger", Math.Max(step.Number, 0))),
            new NumberValue(8),
        ],
        Verb.GetError =>
        [
            new NumberValue(Number("SOL_SOCKET")), new NumberValue(Number("SO_ERROR")),
            new ListValue([new AnyValue()]), new ListValue([new NumberValue(4)]),
        ],
        _ =>
        [
            new NumberValue(Number("SOL_SOCKET")), new NumberValue(Number("SO_RCVLOWAT")),
            new ListValue([new NumberValue(step.Number)]), new NumberValue(4),
        ],
    };

    private static NumberValue Numbered(int slot, long[] descriptors) =>
        new(slot == CallStep.NoSlot ? -1 : descriptors[slot]);

    private static ListValue Polled(CallStep step, long[] descriptors) => new(step.Polled
        .Select(Value (each) => new StructureValue(
        [
            new FieldValue("fd", null, Numbered(each.Slot, descriptors)),
            new FieldValue("events", null, new NumberValue((long)each.Asked)),
        ])).ToSequence());

    private static long OperationOf(CallStep step) => step.Operation switch
    {
        ControlOperation.Add => Number("EPOLL_CTL_ADD"),
        ControlOperation.Delete => Number("EPOLL_CTL_DEL"),
        ControlOperation.Modify => Number("EPOLL_CTL_MOD"),
        _ => UnknownOperation,
    };

    private static StructureValue Item(CallStep step) => new(
    [
        new FieldValue("events", null, new NumberValue((uint)step.Events)),
        new FieldValue("u64", null, new NumberValue(step.Number)),
    ]);

    private static StructureValue Address(CallStep step) => new(
    [
        new FieldValue("sa_family", null, new NumberValue(Number("AF_INET"))),
        new FieldValue("sin_port", null, new NumberValue(step.Port == 0 ? 0 : FirstPort + step.Port)),
        new FieldValue("sin_addr", null, new TextValue($"127.0.0.{step.Address}")),
    ]);

    private static IEnumerable<StructureValue> Structures(CallAnswer answer, int place) =>
        answer.Outputs.GetValueOrDefault(place) switch
        {
            ListValue list => list.Items.OfType<StructureValue>(),
            StructureValue single => [single],
            _ => [],
        };

    private static long Number(string name) =>
        SocketConstants.Find(name) ?? throw new ArgumentOutOfRangeException(nameof(name));
}
