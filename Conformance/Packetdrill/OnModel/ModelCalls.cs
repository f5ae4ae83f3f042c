using Wakeline.Conformance.Packetdrill.OnLinux;
using Wakeline.Conformance.Packetdrill.OnModel.Options;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>What makes an answer of the outcome of a call, once that is there.</summary>
internal delegate CallAnswer AnswerMaker(CallOutcome outcome);

/// <summary>System calls of scripts as the model makes them.</summary>
internal sealed class ModelCalls
{
    private readonly KernelHost _host;
    private readonly ModelSockets _sockets;
    private readonly ConnectionCalls _connections;
    private readonly TransferCalls _transfers;
    private readonly ModelPipes _pipes;
    private readonly FileControls _files;
    private readonly ModelReadiness _readiness = new();
    private readonly OptionSetter _setter;
    private readonly OptionGetter _getter;
    private SocketNotes? _answered;

    /// <summary>Takes the calls for a model.</summary>
    /// <param name="host">The model.</param>
    /// <param name="tell">What is told of the connection last used.</param>
    public ModelCalls(KernelHost host, Func<string, decimal?> tell)
    {
        _host = host;
        _sockets = new ModelSockets(host);
        _files = new FileControls(host, _sockets);
        _connections = new ConnectionCalls(host, _sockets, _files);
        _transfers = new TransferCalls(host, _sockets, _connections);
        _pipes = new ModelPipes(_sockets, _transfers);
        _setter = new OptionSetter(host, _sockets);
        _getter = new OptionGetter(host, _sockets, tell);
        host.TimesOf = TimesOf;
    }

    /// <summary>The settings in force.</summary>
    public RunSettings Settings
    {
        get;
        set
        {
            field = value;
            _connections.Settings = value;
            _transfers.IsVersion6 = value.HasVersion6Sockets;
            _setter.Settings = value;
            _getter.Settings = value;
        }
    } = new();

    /// <summary>The socket of the last call that was about one.</summary>
    public int? LastSocket { get; private set; }

    /// <summary>Begins a call.</summary>
    /// <exception cref="UnsupportedException">The model has no such call.</exception>
    public AnswerMaker Make(KernelThread thread, CallRequest request)
    {
        if (request.Arguments.Count > 0 && request.Arguments[0].Number is { } descriptor)
        {
            NoteSocket(descriptor);
        }

        var arguments = new CallArgumentReader(request);
        return request.Name switch
        {
            _ when _pipes.Takes(request) => _pipes.Make(thread, request, arguments),
            "socket" or "accept" or "accept4" => Noting(_connections.Make(thread, request.Name, arguments)),
            "bind" or "listen" or "connect" or "shutdown" or "close" or "getsockname" or "getpeername" =>
                _connections.Make(thread, request.Name, arguments),
            "fcntl" or "ioctl" or "open" or "cap_set" => _files.Make(thread, request.Name, arguments),
            "setsockopt" => _setter.Make(thread, arguments),
            "getsockopt" => _getter.Make(thread, arguments),
            "epoll_create" or "epoll_create1" or "epoll_ctl" or "epoll_wait" or "poll" =>
                _readiness.Make(thread, request.Name, arguments),
            _ => _transfers.Make(thread, request.Name, arguments),
        };
    }

    /// <summary>A message of ICMP arrives.</summary>
    public void TakeError(WirePacket packet, IcmpMessage message)
    {
        if (ModelPathErrors.ToModel(packet, message, Settings) is not (var error, var notice))
        {
            return;
        }

        var socket = _host.FindConnection(error.Local, error.Remote);
        var isOpening = socket is { } found && _host.State.Sockets[found].Tcb.IsOpening;
        _host.Deliver(in error, in notice);
        if (isOpening && _host.State.Sockets[socket!.Value] is { HasFile: true, Tcb.IsOpening: false })
        {
            _sockets.NotesOf(socket.Value).Reports.Add(
                ModelPathErrors.ReportOf(message, in error, in notice, Settings.IsVersion6));
            _host.QueueReports(socket.Value, 1);
        }
    }

    /// <summary>The header of IP of a segment that was sent.</summary>
    public Sequence<HeaderField> HeaderOf(in SentSegment sent) => HeaderFields.Of(
        sent.Marks.Codepoint, NotesForHeader(in sent), Settings);

    private SocketNotes? NotesForHeader(in SentSegment sent) =>
        HeaderFields.ReflectsService(Settings) && _sockets.ServiceOfSyn(in sent) is { } service ? service
            : sent.Socket is { } socket ? _sockets.NotesOf(socket)
            : _answered;

    /// <summary>
    /// Whether a segment that arrives is near enough for the socket that it is for (tcp_v4_rcv), and not signed: nobody
    /// has a key (tcp_inbound_hash).
    /// </summary>
    public bool Hears(in Segment segment, WirePacket packet)
    {
        var header = packet.Ip ?? [];
        _answered = HeaderFields.AnswerTo(header, Settings);
        if (ModelSignatures.IsSigned(packet) && !ModelSignatures.IsHeard(_host, in segment))
        {
            return false;
        }

        if (segment.Has(SegmentFlags.Rst) && ModelSettings.IsOn(Settings.Sysctls[ModelSettings.LastingTimeWait])
            && _host.FindConnection(segment.Destination, segment.Source) is { } left
            && _host.State.Sockets[left].Tcb.State == TcpState.TimeWait)
        {
            return false;
        }

        return _host.FindReceiver(in segment) is not { } socket || _host.State.Sockets[socket].IsRequest
            || HeaderFields.IsHeard(header, _sockets.NotesOf(socket), Settings);
    }

    /// <summary>Notes what a listener may be asked of a SYN.</summary>
    public void NoteArrival(WirePacket packet, in Segment segment, int headers)
    {
        if (segment.Has(SegmentFlags.Syn) && packet.Content is TcpSegment { Options: var options })
        {
            _sockets.NoteSyn(packet.Source, headers + TcpOptionFormat.Write(options?.List ?? []).Length,
                HeaderFields.AnswerTo(packet.Ip ?? [], Settings));
        }
    }

    /// <summary>What is noted of the socket that a segment is for.</summary>
    public SocketNotes NotesOfReceiver(in Segment segment) =>
        _host.FindReceiver(in segment) is { } socket ? _sockets.NotesOf(socket) : new SocketNotes();

    /// <summary>Reports what has come of what was sent.</summary>
    /// <param name="now">The time in microseconds.</param>
    /// <returns>Whether there was anything to report.</returns>
    public bool Follow(long now)
    {
        var isReported = false;
        foreach (var socket in _sockets.Noted.Where(socket => socket != ModelSockets.None))
        {
            var reports = _sockets.NotesOf(socket).Reports.Follow(in _host.State.Sockets[socket].Tcb, now);
            if (reports > 0)
            {
                _host.QueueReports(socket, reports);
                isReported = true;
            }
        }

        return isReported;
    }

    /// <summary>Reports that a segment has left.</summary>
    /// <returns>Whether there was anything to report.</returns>
    public bool NoteLeft(in SentSegment sent, int headers)
    {
        if (sent is not { Socket: { } socket, Segment.Payload: > 0 })
        {
            return false;
        }

        var segment = sent.Segment;
        var reports = _sockets.NotesOf(socket).Reports.NoteLeft(
            in segment, headers, ModelStack.Microseconds(sent.Time));
        if (reports > 0)
        {
            _host.QueueReports(socket, reports);
        }

        return reports > 0;
    }

    /// <summary>An answer that is nothing but the outcome.</summary>
    public static CallAnswer Answer(CallOutcome outcome) => new(
        outcome.Value, outcome.Error == Errno.None ? null : $"{outcome.Error}", 0);

    /// <summary>An answer that does not depend on the model.</summary>
    public static AnswerMaker Returning(long value) => _ => new CallAnswer(value, null, 0);

    /// <summary>An error that does not depend on the model.</summary>
    public static AnswerMaker Failing(string error) => _ => new CallAnswer(-1, error, 0);

    /// <summary>A child that waits for accept has the times of its listener.</summary>
    private ConnectionTimes TimesOf(int socket)
    {
        var listener = _host.State.Sockets[socket].ListenerAndOne - 1;
        var notes = _sockets.NotesOf(listener >= 0 ? listener : socket);
        return new ConnectionTimes
        {
            TimeWait = HasRoomInTimeWait(socket) ? new ConnectionTimes().TimeWait : TimeSpan.Zero,
            FinWait2 = TimeSpan.FromSeconds(NumberOf(notes, "TCP_LINGER2")),
            KeepAliveIdle = TimeSpan.FromSeconds(NumberOf(notes, "TCP_KEEPIDLE")),
            KeepAliveInterval = TimeSpan.FromSeconds(NumberOf(notes, "TCP_KEEPINTVL")),
            User = TimeSpan.FromMilliseconds(NumberOf(notes, "TCP_USER_TIMEOUT")),
        };
    }

    /// <summary>Where too many wait already, a connection is over at once (inet_twsk_alloc).</summary>
    private bool HasRoomInTimeWait(int socket)
    {
        var most = ModelSettings.Number(ModelSettings.TimeWaitMost, Settings.Sysctls[ModelSettings.TimeWaitMost]);
        var others = 0;
        for (var other = 0; other < Capacity.Sockets; other++)
        {
            ref readonly var tcb = ref _host.State.Sockets[other].Tcb;
            others += other != socket && tcb.State == TcpState.TimeWait ? 1 : 0;
        }

        return others < most;
    }

    private long NumberOf(SocketNotes notes, string option) =>
        notes.Values.GetValueOrDefault(option) is > 0 and var set
            ? set
            : OptionRule.Named(option).DefaultIn(Settings);

    private AnswerMaker Noting(AnswerMaker make) => outcome =>
    {
        var answer = make(outcome);
        NoteSocket(answer.Value);
        return answer;
    };

    private void NoteSocket(long descriptor) =>
        LastSocket = _sockets.Of(descriptor) is not ModelSockets.None and var socket ? socket : LastSocket;
}
