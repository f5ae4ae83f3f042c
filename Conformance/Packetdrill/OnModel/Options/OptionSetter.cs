using System.Collections.Frozen;
using System.Text;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model;
using Wakeline.Model.Transport;
using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel.Options;

/// <summary>
/// setsockopt: values are checked as net/core/sock.c and net/ipv4/tcp.c check them, and put to the model.
/// </summary>
/// <param name="host">The model.</param>
/// <param name="sockets">The sockets.</param>
internal sealed class OptionSetter(KernelHost host, ModelSockets sockets)
{
    /// <summary>Octets of a number, of struct linger, and of struct timeval.</summary>
    private const int NumberOctets = 4, LingerOctets = 8, TimeOctets = 16;

    /// <summary>The options that the model has by themselves.</summary>
    private static readonly FrozenDictionary<string, SocketOption> s_ofModel = new Dictionary<string, SocketOption>
    {
        ["SO_REUSEADDR"] = SocketOption.ReuseAddress,
        ["SO_REUSEPORT"] = SocketOption.ReusePort,
        ["SO_OOBINLINE"] = SocketOption.UrgentInline,
        ["SO_SNDBUF"] = SocketOption.SendBuffer,
        ["SO_RCVBUF"] = SocketOption.ReceiveBuffer,
        ["TCP_LINGER2"] = SocketOption.FinTimeout,
        ["TCP_NODELAY"] = SocketOption.NoDelay,
        ["TCP_CORK"] = SocketOption.Cork,
        ["TCP_QUICKACK"] = SocketOption.QuickAck,
        ["TCP_MAXSEG"] = SocketOption.MaximumSegmentSize,
        ["TCP_NOTSENT_LOWAT"] = SocketOption.NotSentLowWater,
        ["TCP_SYNCNT"] = SocketOption.SynRetries,
        ["TCP_FASTOPEN"] = SocketOption.FastOpenQueue,
        ["TCP_DEFER_ACCEPT"] = SocketOption.DeferAccept,
        ["SO_KEEPALIVE"] = SocketOption.KeepAlive,
        ["TCP_KEEPCNT"] = SocketOption.KeepAliveProbes,
        ["TCP_USER_TIMEOUT"] = SocketOption.UserTimeout,
        ["IP_RECVERR"] = SocketOption.PathErrors,
        ["IP_MTU_DISCOVER"] = SocketOption.PathDiscovery,
        ["IPV6_RECVERR"] = SocketOption.PathErrors,
        ["IPV6_MTU_DISCOVER"] = SocketOption.PathDiscovery,
        ["TCP_WINDOW_CLAMP"] = SocketOption.WindowClamp,
    }.ToFrozenDictionary();

    /// <summary>What a kernel may have for congestion control (net/ipv4/Kconfig) and above TCP.</summary>
    private static readonly FrozenSet<string> s_modules =
    [
        "bbr", "bic", "cdg", "cubic", "dctcp", "highspeed", "htcp", "hybla", "illinois", "lp", "nv", "reno", "scalable",
        "vegas", "veno", "westwood", "yeah", "tls", "mptcp", "smc", "espintcp",
    ];

    /// <summary>The settings in force.</summary>
    public RunSettings Settings { get; set; } = new();

    /// <summary>Begins a call.</summary>
    public AnswerMaker Make(KernelThread thread, CallArgumentReader arguments)
    {
        if (!OptionRule.TryFind(sockets, arguments, Settings, out var rule, out var refusal))
        {
            return refusal;
        }

        return rule.Form switch
        {
            OptionForm.Refused => throw Refused(rule),
            OptionForm.Repair => RepairOptions.Set(
                rule, arguments, sockets.StateAt(arguments.Descriptor), sockets.NotesAt(arguments.Descriptor))
                ?? throw Refused(rule),
            OptionForm.Empty or OptionForm.Fixed => ModelCalls.Failing("ENOPROTOOPT"),
            OptionForm.Special => SetSpecial(thread, rule, arguments),
            OptionForm.Text => SetText(rule, arguments),
            OptionForm.Time => SetTime(rule, arguments),
            _ when IsShort(arguments, rule.Level == "SOL_IP" ? 1 : NumberOctets) => ModelCalls.Failing("EINVAL"),
            _ => SetNumber(thread, rule, arguments),
        };
    }

    private AnswerMaker SetNumber(KernelThread thread, OptionRule rule, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        var given = arguments.Pointed(3);
        var state = sockets.StateAt(descriptor);
        if (OptionValues.Checked(rule, given, state, Settings) is not { } value)
        {
            return ModelCalls.Failing("EINVAL");
        }

        if (rule.Name == "TCP_FASTOPEN_CONNECT" && !FastOpenSettings.MayOpen(Settings))
        {
            return ModelCalls.Failing("EOPNOTSUPP");
        }

        if (rule.Effect == OptionEffect.Refused && value != rule.DefaultIn(Settings))
        {
            throw Refused(rule);
        }

        var name = rule.Form == OptionForm.Force ? rule.Name[..^"FORCE".Length] : rule.Name;
        if (rule.Form is not (OptionForm.Ignored or OptionForm.Constant))
        {
            sockets.NotesAt(descriptor).Values[name] = value;
        }

        if (TransportOption(rule.Name, value) is { } change)
        {
            host.ConfigureTransport(sockets.Of(descriptor), change);
        }

        if (rule.Name == "TCP_KEEPIDLE")
        {
            host.ChangeIdleness(sockets.Of(descriptor), TimeSpan.FromSeconds(value));
        }

        if (!s_ofModel.TryGetValue(name, out var option))
        {
            return rule.Effect == OptionEffect.Model && !IsWithoutModel(rule, value)
                ? throw Refused(rule)
                : ModelCalls.Returning(0);
        }

        thread.Make(KernelThread.On(SystemCall.SetOption, descriptor) with { Option = option, Length = (int)value });
        return ModelCalls.Answer;
    }

    private AnswerMaker SetSpecial(KernelThread thread, OptionRule rule, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        var notes = sockets.NotesAt(descriptor);
        switch (rule.Name)
        {
            case "SO_LINGER" when IsShort(arguments, LingerOctets):
                return ModelCalls.Failing("EINVAL");
            case "SO_LINGER":
                var isOn = arguments.Field(3, "onoff", "l_onoff") != 0;
                var seconds = arguments.Field(3, "linger", "l_linger");
                notes.Values["SO_LINGER"] = isOn ? seconds : -1;
                thread.SetLinger(descriptor, isOn ? TimeSpan.FromSeconds(seconds) : null);
                return ModelCalls.Answer;
            case "SO_RCVLOWAT":
                var octets = arguments.Pointed(3);
                notes.Values["SO_RCVLOWAT"] = octets < 0 ? int.MaxValue : Math.Max(octets, 1);
                thread.SetReceiveLowWater(descriptor, octets);
                return ModelCalls.Answer;
            case "TCP_FASTOPEN_KEY":
                return SetFastOpenKeys(arguments, notes);
            case "SO_TIMESTAMPING":
                return SetTimeStamping(arguments, notes);
            case "SO_TIMESTAMP" or "SO_TIMESTAMPNS" when IsShort(arguments, NumberOctets):
                return ModelCalls.Failing("EINVAL");
            case "SO_TIMESTAMP" or "SO_TIMESTAMPNS":
                return SetStamp(rule.Name, arguments.Pointed(3) != 0, notes);
            default:
                return ModelCalls.Failing("ENOPROTOOPT");
        }
    }

    /// <summary>Which stamps are wanted (net/core/sock.c sock_set_timestamping).</summary>
    private AnswerMaker SetTimeStamping(CallArgumentReader arguments, SocketNotes notes)
    {
        var flags = arguments.Pointed(3);
        var tcb = sockets.TcbAt(arguments.Descriptor);
        var isNumbered = Has(flags, "SOF_TIMESTAMPING_OPT_ID");
        var isWrong = (flags & ~((CallArgumentReader.Constant("SOF_TIMESTAMPING_TX_COMPLETION") << 1) - 1)) != 0
            || (Has(flags, "SOF_TIMESTAMPING_OPT_ID_TCP") && !isNumbered)
            || (Has(flags, "SOF_TIMESTAMPING_OPT_STATS") && !Has(flags, "SOF_TIMESTAMPING_OPT_TSONLY"))
            || (isNumbered && sockets.StateAt(arguments.Descriptor) is TcpState.Closed or TcpState.Listen);
        if (isWrong)
        {
            return ModelCalls.Failing("EINVAL");
        }

        if (Has(flags, "SOF_TIMESTAMPING_BIND_PHC"))
        {
            throw arguments.Unknown(3, "stamps that are not of a clock of hardware");
        }

        if (ReceiveControl.AsksForStamps(flags))
        {
            host.StampArrivals();
        }

        if (isNumbered && (notes.Reports.Stamping & CallArgumentReader.Constant("SOF_TIMESTAMPING_OPT_ID")) == 0)
        {
            notes.Reports.FirstOctet = Has(flags, "SOF_TIMESTAMPING_OPT_ID_TCP") ? tcb.SndEnd : tcb.SndUna;
        }

        notes.Reports.Stamping = flags;
        notes.Values["SO_TIMESTAMPING"] = flags;
        return ModelCalls.Returning(0);
    }

    /// <summary>One key or two (net/ipv4/tcp.c do_tcp_setsockopt TCP_FASTOPEN_KEY).</summary>
    private static AnswerMaker SetFastOpenKeys(CallArgumentReader arguments, SocketNotes notes)
    {
        if (arguments[3] is not TextValue { Text: var text })
        {
            throw arguments.Unknown(3, "the octets of a key");
        }

        var octets = Encoding.Latin1.GetBytes(text);
        var length = arguments.IsAny(4) ? octets.Length : arguments.Int(4);
        if (length is not (FastOpenKey.Octets or 2 * FastOpenKey.Octets))
        {
            return ModelCalls.Failing("EINVAL");
        }

        if (octets.Length < length)
        {
            throw arguments.Unknown(3, $"{length} octets");
        }

        notes.FastOpenKeys = [.. octets.Take(length).Chunk(FastOpenKey.Octets).Select(key => FastOpenKey.Of(key))];
        notes.Texts["TCP_FASTOPEN_KEY"] = text[..length];
        return ModelCalls.Returning(0);
    }

    /// <summary>
    /// Whether and how it is told when text came; one takes the place of the other (net/core/sock.c
    /// __sock_set_timestamps).
    /// </summary>
    private AnswerMaker SetStamp(string name, bool isOn, SocketNotes notes)
    {
        notes.Values["SO_TIMESTAMP"] = notes.Values["SO_TIMESTAMPNS"] = 0;
        notes.Values[name] = isOn ? 1 : 0;
        if (isOn)
        {
            host.StampArrivals();
        }

        return ModelCalls.Returning(0);
    }

    /// <summary>A time-out; none is 0, and one before 0 passes at once (net/core/sock.c sock_set_timeout).</summary>
    private AnswerMaker SetTime(OptionRule rule, CallArgumentReader arguments)
    {
        if (IsShort(arguments, TimeOctets))
        {
            return ModelCalls.Failing("EINVAL");
        }

        var (seconds, rest) = (arguments.Field(3, "tv_sec"), arguments.Field(3, "tv_usec"));
        if (rest is < 0 or >= EventTime.Second)
        {
            return ModelCalls.Failing("EDOM");
        }

        var microseconds = (Math.Clamp(seconds, -1, int.MaxValue) * EventTime.Second) + rest;
        sockets.NotesAt(arguments.Descriptor).Values[rule.Name] = seconds < 0 ? -1 : microseconds;
        return ModelCalls.Returning(0);
    }

    private AnswerMaker SetText(OptionRule rule, CallArgumentReader arguments)
    {
        if (arguments[3] is not TextValue { Text: var text })
        {
            throw arguments.Unknown(3, "a name");
        }

        if (!s_modules.Contains(text))
        {
            return ModelCalls.Failing("ENOENT");
        }

        if (rule.Name != "TCP_CONGESTION" || !Sender.Algorithms.Contains(text))
        {
            throw new UnsupportedException($"the model has no '{text}' for {rule.Name}");
        }

        host.ConfigureTransport(
            sockets.Of(arguments.Descriptor), settings => settings with { CongestionControl = text });
        sockets.NotesAt(arguments.Descriptor).Texts[rule.Name] = text;
        return ModelCalls.Returning(0);
    }

    /// <summary>What an option changes of how the connection sends and times, if it does.</summary>
    private static Func<TransportSettings, TransportSettings>? TransportOption(string name, long value) => name switch
    {
        "TCP_SYNCNT" => settings => settings with { SynRetries = (int)value },
        "TCP_USER_TIMEOUT" => settings => settings with { UserTimeout = value * 1000 },
        "SO_MAX_PACING_RATE" => settings => settings with { PacingRateMost = value == -1 ? 0 : (uint)value },
        "TCP_THIN_LINEAR_TIMEOUTS" => settings => settings with { ThinStreamsAreLinear = value != 0 },
        "TCP_RTO_MAX_MS" => settings => settings with { TimeoutMost = value * 1000 },
        "TCP_RTO_MIN_US" => settings => settings with { TimeoutLeast = value },
        _ => null,
    };

    /// <summary>What the model does anyway, or what only other calls look at.</summary>
    private static bool IsWithoutModel(OptionRule rule, long value) => rule.Name switch
    {
        "IP_TOS" or "IP_TTL" or "IP_MINTTL" or "IPV6_TCLASS" or "IPV6_UNICAST_HOPS" or "IPV6_MINHOPCOUNT" => true,
        "SO_PEEK_OFF" or "SO_MAX_PACING_RATE" or "TCP_THIN_LINEAR_TIMEOUTS" or "TCP_RTO_MAX_MS"
            or "TCP_RTO_MIN_US" => true,
        "SO_ZEROCOPY" or "TCP_INQ" or "TCP_SAVE_SYN" or "TCP_KEEPIDLE" or "TCP_KEEPINTVL"
            or "TCP_FASTOPEN_CONNECT" or "TCP_FASTOPEN_NO_COOKIE" => true,
        _ => value == 0,
    };

    private static bool IsShort(CallArgumentReader arguments, int octets) =>
        !arguments.IsAny(4) && arguments.Int(4) < octets;

    private static bool Has(int flags, string flag) => (flags & CallArgumentReader.Constant(flag)) != 0;

    private static UnsupportedException Refused(OptionRule rule) =>
        new($"the model does not have what {rule.Name} asks for: {rule.Reason}");
}
