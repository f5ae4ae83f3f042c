using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel.Options;

/// <summary>getsockopt.</summary>
/// <param name="host">The model.</param>
/// <param name="sockets">The sockets.</param>
/// <param name="tell">What is told of the connection last used.</param>
internal sealed class OptionGetter(KernelHost host, ModelSockets sockets, Func<string, decimal?> tell)
{
    private const int NumberOctets = 4, LingerOctets = 8, TimeOctets = 16, NameOctets = 16;

    private static readonly string[] s_memory =
    [
        "RMEM_ALLOC", "RCVBUF", "WMEM_ALLOC", "SNDBUF", "FWD_ALLOC", "WMEM_QUEUED", "OPTMEM", "BACKLOG", "DROPS",
    ];

    /// <summary>The settings in force.</summary>
    public RunSettings Settings { get; set; } = new();

    /// <summary>Begins a call.</summary>
    public AnswerMaker Make(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        if (!OptionRule.TryFind(sockets, arguments, Settings, out var rule, out var refusal))
        {
            return refusal;
        }

        return rule.Form switch
        {
            OptionForm.Refused when arguments.IsAny(3) => ModelCalls.Returning(0),
            OptionForm.Refused => throw new UnsupportedException($"the model does not tell {rule.Name}"),
            OptionForm.Repair => RepairOptions.Get(rule, sockets.NotesAt(descriptor))
                ?? Giving(arguments, NumberOctets, new ListValue(
                    [new NumberValue(RepairOptions.Tell(rule, sockets.NotesAt(descriptor)))])),
            OptionForm.Empty => Giving(arguments, 0, new AnyValue()),
            OptionForm.Force => ModelCalls.Failing("ENOPROTOOPT"),
            OptionForm.Special => GetSpecial(thread, rule, arguments),
            OptionForm.Text => Giving(
                arguments, NameOctets, new TextValue(sockets.NotesAt(descriptor).Texts.GetValueOrDefault(
                    rule.Name, Settings.Sysctls.GetValueOrDefault(rule.Default, rule.Default)))),
            OptionForm.Time => Giving(arguments, TimeOctets, TimeOf(sockets.NotesAt(descriptor), rule.Name)),
            _ => Giving(arguments, NumberOctets, new ListValue([new NumberValue(NumberOf(rule, descriptor))])),
        };
    }

    private long NumberOf(OptionRule rule, int descriptor)
    {
        var isSet = sockets.NotesAt(descriptor).Values.TryGetValue(rule.Name, out var value);
        return rule.Form switch
        {
            OptionForm.MaxSeg => SegmentSize(descriptor, isSet ? value : 0),
            OptionForm.Buffer when !isSet => rule.Name == "SO_SNDBUF"
                ? SendMemory.Limit(in host.State, sockets.Of(descriptor))
                : (long)MemoryFigures.Tell(
                    "SK_MEMINFO_RCVBUF", in host.State, sockets.Of(descriptor),
                    host.TransportOf(sockets.Of(descriptor)))!,
            OptionForm.Defer => OptionValues.SecondsOf(value),
            OptionForm.Linger2 when value == 0 => rule.DefaultIn(Settings),
            OptionForm.Clamp when host.TransportOf(sockets.Of(descriptor)) is { } policy => policy.Receive.Clamp,
            OptionForm.QuickAck when host.TransportOf(sockets.Of(descriptor)) is { } policy =>
                policy.Acks.IsDialogue ? 0 : 1,
            OptionForm.Clamp or OptionForm.QuickAck when !isSet => rule.DefaultIn(Settings),
            _ => isSet ? value : rule.DefaultIn(Settings),
        };
    }

    /// <summary>What the user has set counts as long as there is no connection (do_tcp_getsockopt).</summary>
    private long SegmentSize(int descriptor, long set) =>
        sockets.StateAt(descriptor) is not (TcpState.Closed or TcpState.Listen) ? sockets.TcbAt(descriptor).SndMss
            : set != 0 ? set
            : OptionRule.Named("TCP_MAXSEG").DefaultIn(Settings);

    private AnswerMaker GetSpecial(KernelThread thread, OptionRule rule, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        var notes = sockets.NotesAt(descriptor);
        switch (rule.Name)
        {
            case "SO_ERROR":
                thread.GetError(descriptor);
                return outcome => outcome.Error == Errno.None
                    ? Giving(arguments, NumberOctets, new ListValue([new NumberValue(outcome.Value)]))(outcome)
                    : ModelCalls.Answer(outcome);
            case "SO_LINGER":
                var seconds = notes.Values.GetValueOrDefault("SO_LINGER", -1);
                var (onOff, linger) = seconds < 0 ? (0, 0) : (1, seconds);
                return Giving(arguments, LingerOctets, Ancillary.Structure(
                    ("onoff", onOff), ("linger", linger), ("l_onoff", onOff), ("l_linger", linger)));
            case "SO_ACCEPTCONN":
                return Giving(arguments, NumberOctets, new ListValue(
                    [new NumberValue(sockets.StateAt(descriptor) == TcpState.Listen ? 1 : 0)]));
            case "SO_RCVLOWAT":
                return Giving(arguments, NumberOctets, new ListValue([new NumberValue(
                    SocketReadiness.LowWaterOf(in host.State.Sockets[sockets.Of(descriptor)]))]));
            case "SO_TIMESTAMPING":
                return Giving(arguments, LingerOctets, new ListValue([new NumberValue(notes.Reports.Stamping)]));
            case "SO_TIMESTAMP" or "SO_TIMESTAMPNS":
                return Giving(arguments, NumberOctets, new ListValue([new NumberValue(notes.Has(rule.Name) ? 1 : 0)]));
            case "TCP_FASTOPEN_KEY" when notes.Texts.TryGetValue(rule.Name, out var keys):
                return Giving(arguments, keys.Length, new TextValue(keys));
            case "TCP_FASTOPEN_KEY" when arguments.IsAny(3):
                return ModelCalls.Returning(0);
            case "TCP_FASTOPEN_KEY":
                throw new UnsupportedException("the model does not tell keys that the host has for all sockets");
            case "TCP_SAVED_SYN":
                return GetSavedSyn(arguments, notes);
            case "SO_DOMAIN":
                var family = CallArgumentReader.Constant(Settings.HasVersion6Sockets ? "AF_INET6" : "AF_INET");
                return Giving(arguments, NumberOctets, new ListValue([new NumberValue(family)]));
            case "IP_MTU" or "IPV6_MTU":
                return sockets.StateAt(descriptor) is TcpState.Closed or TcpState.Listen
                    ? ModelCalls.Failing("ENOTCONN")
                    : Giving(arguments, NumberOctets, new ListValue([new NumberValue(host.PathMtu)]));
            case "SO_MEMINFO":
                return arguments.IsAny(3)
                    ? ModelCalls.Returning(0)
                    : Giving(arguments, s_memory.Length * NumberOctets, new ListValue(
                        s_memory.Select(Value (name) => Told($"SK_MEMINFO_{name}")).ToSequence()));
            default:
                return GetInformation(arguments);
        }
    }

    /// <summary>The headers of the SYN are given once, and only as a whole (do_tcp_getsockopt).</summary>
    private static AnswerMaker GetSavedSyn(CallArgumentReader arguments, SocketNotes notes)
    {
        var octets = notes.SavedSyn ?? 0;
        if (arguments[4] is ListValue { Items: [{ Number: { } room }] } && room < octets)
        {
            return ModelCalls.Failing("EINVAL");
        }

        notes.SavedSyn = null;
        return Giving(arguments, octets, new AnyValue());
    }

    /// <summary>TCP_INFO: the fields that the script asks for.</summary>
    private AnswerMaker GetInformation(CallArgumentReader arguments)
    {
        if (arguments[3] is not StructureValue asked)
        {
            return arguments.IsAny(3)
                ? ModelCalls.Returning(0)
                : throw arguments.Unknown(3, "a structure of fields");
        }

        var told = asked.Fields.Select(field => new FieldValue(field.Name, null, Told(field.Name ?? "")));
        return _ => new CallAnswer(0, null, 0)
        {
            Outputs = new Dictionary<int, Value> { [3] = new StructureValue(told.ToSequence()), [4] = arguments[4] },
        };
    }

    private NumberValue Told(string field) => tell(field) is { } value
        ? new NumberValue((Int128)value)
        : throw new UnsupportedException($"the stack does not tell '{field}'");

    private static StructureValue TimeOf(SocketNotes notes, string name)
    {
        var microseconds = Math.Max(notes.Values.GetValueOrDefault(name), 0);
        return Ancillary.Structure(
            ("tv_sec", microseconds / EventTime.Second), ("tv_usec", microseconds % EventTime.Second));
    }

    /// <summary>A value of so many octets, of which no more are given than there is room for.</summary>
    private static AnswerMaker Giving(CallArgumentReader arguments, int octets, Value value)
    {
        var room = arguments[4] is ListValue { Items: [{ Number: { } given }] } ? given : octets;
        return _ => new CallAnswer(0, null, 0)
        {
            Outputs = new Dictionary<int, Value>
            {
                [3] = value,
                [4] = new ListValue([new NumberValue(Math.Min(room, octets))]),
            },
        };
    }
}
