using System.Net;
using Wakeline.Conformance.Packetdrill.OnModel.Options;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Calls that open, name and end connections.</summary>
/// <param name="host">The model.</param>
/// <param name="sockets">The sockets.</param>
/// <param name="files">What is known of open files.</param>
internal sealed class ConnectionCalls(KernelHost host, ModelSockets sockets, FileControls files)
{
    /// <summary>Octets of an address (struct sockaddr_in, struct sockaddr_in6).</summary>
    private int AddressOctets => Settings.HasVersion6Sockets ? 28 : 16;

    /// <summary>The settings in force.</summary>
    public RunSettings Settings { get; set; } = new();

    /// <summary>Begins a call.</summary>
    public AnswerMaker Make(KernelThread thread, string name, CallArgumentReader arguments)
    {
        switch (name)
        {
            case "socket":
                return OpenSocket(thread, arguments);
            case "accept" or "accept4":
                return Accept(thread, name, arguments);
            case "bind":
                sockets.NotesAt(arguments.Descriptor).BoundHost = arguments.Host(1) ?? $"{Settings.LocalAddress}";
                thread.Bind(arguments.Descriptor, new Endpoint(0, arguments.Port(1) ?? Settings.LocalPort));
                return ModelCalls.Answer;
            case "listen":
                thread.Listen(arguments.Descriptor, arguments.Int(1));
                return ModelCalls.Answer;
            case "connect":
                return Connect(thread, arguments);
            case "shutdown":
                return Shutdown(thread, arguments);
            case "close":
                thread.Make(
                    KernelThread.On(SystemCall.Close, arguments.Descriptor),
                    sockets.NotesAt(arguments.Descriptor).LingerTime);
                return ModelCalls.Answer;
            default:
                return NameOf(arguments, isPeer: name == "getpeername");
        }
    }

    private AnswerMaker OpenSocket(KernelThread thread, CallArgumentReader arguments)
    {
        var family = Settings.HasVersion6Sockets ? "AF_INET6" : "AF_INET";
        if (!arguments.IsAny(0) && arguments.Int(0) != CallArgumentReader.Constant(family))
        {
            throw new UnsupportedException($"the model's sockets are of {family} only in {Settings.IpVersion}");
        }

        var (nonblocking, closes) =
            (CallArgumentReader.Constant("SOCK_NONBLOCK"), CallArgumentReader.Constant("SOCK_CLOEXEC"));
        var type = arguments.Int(1) & ~(nonblocking | closes);
        if (type != CallArgumentReader.Constant("SOCK_STREAM") || arguments.Int(2) is not (0 or 6))
        {
            throw new UnsupportedException("the model's sockets are of SOCK_STREAM and IPPROTO_TCP only");
        }

        var isNonblocking = arguments.Has(1, "SOCK_NONBLOCK");
        var closesOnExec = arguments.Has(1, "SOCK_CLOEXEC");
        thread.Socket(isNonblocking);
        return outcome =>
        {
            if (outcome.Value >= 0)
            {
                files.Open(outcome.Value, closesOnExec);
                sockets.Open(outcome.Value);
                if (!Settings.DiscoversPath)
                {
                    thread.Make(KernelThread.On(SystemCall.SetOption, outcome.Value) with
                    {
                        Option = SocketOption.PathDiscovery,
                        Length = CallArgumentReader.Constant("IP_PMTUDISC_DONT"),
                    });
                }
            }

            return ModelCalls.Answer(outcome);
        };
    }

    private AnswerMaker Accept(KernelThread thread, string name, CallArgumentReader arguments)
    {
        var listener = arguments.Descriptor;
        var flags = name == "accept4" ? arguments.Int(3) : 0;
        var isNonblocking = (flags & CallArgumentReader.Constant("SOCK_NONBLOCK")) != 0;
        var closesOnExec = (flags & CallArgumentReader.Constant("SOCK_CLOEXEC")) != 0;
        var known = CallArgumentReader.Constant("SOCK_NONBLOCK") | CallArgumentReader.Constant("SOCK_CLOEXEC");
        if ((flags & ~known) != 0)
        {
            return ModelCalls.Failing("EINVAL");
        }

        thread.Make(
            KernelThread.On(SystemCall.Accept, listener) with { Flag = isNonblocking },
            sockets.NotesAt(listener).ReceiveTimeout);
        return outcome =>
        {
            if (outcome.Value < 0)
            {
                return ModelCalls.Answer(outcome);
            }

            files.Open(outcome.Value, closesOnExec);
            sockets.Accept(listener, outcome.Value, HeaderFields.ReflectsService(Settings));
            return ModelCalls.Answer(outcome) with
            {
                Outputs = new Dictionary<int, Value>
                {
                    [1] = AddressOf(sockets.TcbAt(outcome.Value).Remote, null),
                    [2] = new ListValue([new NumberValue(AddressOctets)]),
                },
            };
        };
    }

    /// <summary>Whether a connection of the socket waits for its first text (inet defer_connect).</summary>
    public bool IsDeferred(int descriptor) =>
        sockets.Of(descriptor) is not ModelSockets.None && sockets.NotesAt(descriptor).DeferredPort is not null;

    /// <summary>A send opens a connection (MSG_FASTOPEN, or the first one after a connect that waits for it).</summary>
    /// <returns>What makes the answer; an error if clients do not (net/ipv4/tcp.c tcp_sendmsg_fastopen).</returns>
    public AnswerMaker OpenFast(KernelThread thread, int descriptor, ushort? port, int octets)
    {
        if (sockets.Of(descriptor) is not ModelSockets.None && !FastOpenSettings.MayOpen(Settings))
        {
            return ModelCalls.Failing("EOPNOTSUPP");
        }

        var notes = sockets.NotesAt(descriptor);
        using var terms = new FastOpenOverride(host, notes, Settings);
        var deferred = notes.DeferredPort;
        notes.DeferredPort = null;
        if (deferred is not null)
        {
            host.DeferConnect(sockets.Of(descriptor), defers: false);
        }

        thread.Make(
            KernelThread.On(SystemCall.Connect, descriptor) with
            {
                Address = ModelSegments.Peer,
                Length = deferred ?? port ?? Settings.RemotePort,
                Number = octets,
                OpensFast = true,
            },
            notes.SendTimeout);
        return ModelCalls.Answer;
    }

    private AnswerMaker Connect(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        if (arguments.Family(1) == CallArgumentReader.Constant("AF_UNSPEC"))
        {
            thread.Disconnect(descriptor);
            return ModelCalls.Answer;
        }

        if (IsDeferred(descriptor))
        {
            return ModelCalls.Failing("EISCONN");
        }

        if (RepairOptions.IsRepaired(sockets.NotesAt(descriptor)))
        {
            throw new UnsupportedException("the model does not open connections by repair");
        }

        if (sockets.Of(descriptor) is not ModelSockets.None && IsDeferring(descriptor))
        {
            sockets.NotesAt(descriptor).DeferredPort = arguments.Port(1) ?? Settings.RemotePort;
            host.DeferConnect(sockets.Of(descriptor), defers: true);
            return ModelCalls.Returning(0);
        }

        var notes = sockets.NotesAt(descriptor);
        using var terms = new FastOpenOverride(host, notes, Settings);
        thread.Make(
            KernelThread.On(SystemCall.Connect, descriptor) with
            {
                Address = ModelSegments.Peer,
                Length = arguments.Port(1) ?? Settings.RemotePort,
                OpensFast = notes.Has("TCP_FASTOPEN_CONNECT"),
            },
            notes.SendTimeout);
        return ModelCalls.Answer;
    }

    /// <summary>
    /// Whether connect would wait for the first text, which its SYN can carry (tcp_fastopen_defer_connect).
    /// </summary>
    private bool IsDeferring(int descriptor) =>
        sockets.NotesAt(descriptor).Has("TCP_FASTOPEN_CONNECT") && MaySendText(sockets.NotesAt(descriptor))
        && sockets.StateAt(descriptor) == TcpState.Closed;

    private bool MaySendText(SocketNotes notes)
    {
        using var terms = new FastOpenOverride(host, notes, Settings);
        return host.State.Net.FastOpenClient.MaySendText;
    }

    private AnswerMaker Shutdown(KernelThread thread, CallArgumentReader arguments)
    {
        var directions = arguments.Int(1) switch
        {
            0 => ShutdownDirections.Receive,
            1 => ShutdownDirections.Send,
            2 => ShutdownDirections.Both,
            _ => ShutdownDirections.None,
        };
        if (directions != ShutdownDirections.None && IsDeferred(arguments.Descriptor))
        {
            sockets.NotesAt(arguments.Descriptor).DeferredPort = null;
            host.BreakOffDeferred(sockets.Of(arguments.Descriptor));
            return ModelCalls.Returning(0);
        }

        thread.Shutdown(arguments.Descriptor, directions);
        return ModelCalls.Answer;
    }

    /// <summary>An end of a connection; sockets without a peer have none (net/ipv4/af_inet.c inet_getname).</summary>
    private AnswerMaker NameOf(CallArgumentReader arguments, bool isPeer)
    {
        if (sockets.Of(arguments.Descriptor) == ModelSockets.None)
        {
            return sockets.Missing(arguments.Descriptor);
        }

        var tcb = sockets.TcbAt(arguments.Descriptor);
        if (isPeer && (tcb.State is TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.TimeWait))
        {
            return ModelCalls.Failing("ENOTCONN");
        }

        var end = isPeer ? tcb.Remote : sockets.BoundAt(arguments.Descriptor);
        return _ => new CallAnswer(0, null, 0)
        {
            Outputs = new Dictionary<int, Value>
            {
                [1] = AddressOf(end, sockets.NotesAt(arguments.Descriptor).BoundHost),
                [2] = new ListValue([new NumberValue(AddressOctets)]),
            },
        };
    }

    /// <summary>An end as calls tell it.</summary>
    /// <param name="end">The end.</param>
    /// <param name="bound">The host that the user has bound the socket to, if that is not settled yet.</param>
    private StructureValue AddressOf(Endpoint end, string? bound)
    {
        var (family, name) = Settings.HasVersion6Sockets ? ("AF_INET6", "sin6") : ("AF_INET", "sin");
        var host = end.Host == ModelSegments.Peer ? Settings.RemoteAddress
            : end.Host == ModelSegments.Host ? Settings.LocalAddress
            : bound is not null && IPAddress.TryParse(bound, out var said) ? said
            : Settings.HasVersion6Sockets ? IPAddress.IPv6Any : IPAddress.Any;
        var shown = Settings.HasVersion6Sockets ? host.MapToIPv6() : host;
        return new StructureValue(
        [
            .. Ancillary.Structure(("sa_family", Ancillary.Constant(family)), ($"{name}_port", end.Port)).Fields,
            new FieldValue($"{name}_addr", null, new TextValue($"{shown}")),
        ]);
    }
}
