using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Model;
using Wakeline.Spec;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Calls that move text.</summary>
/// <param name="host">The model.</param>
/// <param name="sockets">The sockets.</param>
/// <param name="connections">What a send opens that opens a connection.</param>
internal sealed class TransferCalls(KernelHost host, ModelSockets sockets, ConnectionCalls connections)
{
    private static readonly string[] s_sendFlags =
    [
        "MSG_DONTWAIT", "MSG_NOSIGNAL", "MSG_OOB", "MSG_ZEROCOPY", "MSG_CONFIRM", "MSG_DONTROUTE", "MSG_EOR",
        "MSG_MORE", "MSG_FASTOPEN",
    ];

    private static readonly string[] s_receiveFlags =
    [
        "MSG_DONTWAIT", "MSG_NOSIGNAL", "MSG_OOB", "MSG_PEEK", "MSG_TRUNC", "MSG_WAITALL", "MSG_ERRQUEUE",
        "MSG_CMSG_CLOEXEC",
    ];

    /// <summary>Whether sockets are of IPv6.</summary>
    public bool IsVersion6 { get; set; }

    /// <summary>Begins a call.</summary>
    /// <exception cref="UnsupportedException">The model has no such call.</exception>
    public AnswerMaker Make(KernelThread thread, string name, CallArgumentReader arguments) => name switch
    {
        "read" => Read(thread, arguments.Descriptor, arguments.Int(2)),
        "readv" => Read(thread, arguments.Descriptor, arguments.Vector(1)),
        "recv" => Receive(thread, arguments.Descriptor, arguments.Int(2), arguments.Flags(3, s_receiveFlags)),
        "recvfrom" => ReceiveFrom(thread, arguments),
        "recvmsg" => ReceiveMessage(thread, arguments),
        "write" => Send(thread, arguments.Descriptor, arguments.Int(2), 0),
        "writev" => Send(thread, arguments.Descriptor, arguments.Vector(1), 0),
        "send" => Send(thread, arguments.Descriptor, arguments.Int(2), arguments.Flags(3, s_sendFlags)),
        "sendto" => Send(
            thread, arguments.Descriptor, arguments.Int(2), arguments.Flags(3, s_sendFlags),
            port: arguments.PortIfSaid(4)),
        "sendmsg" => SendMessage(thread, arguments),
        "sendfile" => Send(thread, arguments.Descriptor, arguments.Int(3), 0),
        _ => throw new UnsupportedException($"the model has no '{name}'"),
    };

    /// <summary>read of nothing does not look at the socket (net/socket.c sock_read_iter).</summary>
    private AnswerMaker Read(KernelThread thread, int descriptor, int octets) =>
        octets == 0 && sockets.Of(descriptor) != ModelSockets.None
            ? ModelCalls.Returning(0)
            : Receive(thread, descriptor, octets, 0);

    /// <summary>Begins a call that receives.</summary>
    public AnswerMaker Receive(KernelThread thread, int descriptor, int octets, int flags)
    {
        if (Has(flags, "MSG_ERRQUEUE"))
        {
            thread.Make(KernelThread.On(SystemCall.TakeReport, descriptor));
            return outcome => Reported(descriptor, outcome, octets, out _);
        }

        if (connections.IsDeferred(descriptor)
            && (Has(flags, "MSG_DONTWAIT") || sockets.IsNonblocking(descriptor)))
        {
            return ModelCalls.Failing("EAGAIN");                       // It counts as one whose SYN was sent.
        }

        var notes = sockets.NotesAt(descriptor);
        var isPeeking = Has(flags, "MSG_PEEK") && !Has(flags, "MSG_OOB");
        var skipped = isPeeking ? PeekOffset.Of(notes) : 0;
        thread.Make(
            KernelThread.On(SystemCall.Receive, descriptor) with
            {
                Length = octets + skipped,
                Flag = Has(flags, "MSG_DONTWAIT"),
                Urgent = Has(flags, "MSG_OOB"),
                Peek = Has(flags, "MSG_PEEK"),
                WaitAll = Has(flags, "MSG_WAITALL"),
            },
            notes.ReceiveTimeout);
        return outcome =>
        {
            var answer = skipped == 0 ? ModelCalls.Answer(outcome) : Behind(descriptor, outcome, skipped, flags);
            PeekOffset.Move(notes, Has(flags, "MSG_OOB") ? 0 : answer.Value, isPeeking);
            return answer;
        };
    }

    /// <summary>What a call gets that peeks at what lies behind an offset.</summary>
    private CallAnswer Behind(int descriptor, CallOutcome outcome, int skipped, int flags)
    {
        if (outcome.Value > skipped || outcome.Error != Errno.None)
        {
            return ModelCalls.Answer(outcome) with { Value = outcome.Value - (outcome.Value > 0 ? skipped : 0) };
        }

        var mayNotSleep = Has(flags, "MSG_DONTWAIT") || sockets.IsNonblocking(descriptor);
        return sockets.TcbAt(descriptor).FinReceived ? new CallAnswer(0, null, 0)
            : mayNotSleep ? new CallAnswer(-1, $"{Errno.EAGAIN}", 0)
            : throw new UnsupportedException("the model does not sleep for what lies behind SO_PEEK_OFF");
    }

    /// <summary>A stream tells no address with its text (net/socket.c __sys_recvfrom: msg_namelen is 0).</summary>
    private AnswerMaker ReceiveFrom(KernelThread thread, CallArgumentReader arguments)
    {
        var make = Receive(thread, arguments.Descriptor, arguments.Int(2), arguments.Flags(3, s_receiveFlags));
        return outcome => make(outcome) with
        {
            Outputs = new Dictionary<int, Value>
            {
                [4] = arguments[4],
                [5] = new ListValue([new NumberValue(0)]),
            },
        };
    }

    private AnswerMaker ReceiveMessage(KernelThread thread, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        var message = arguments.Message(1);
        var flags = arguments.Flags(2, s_receiveFlags);
        var notes = sockets.NotesAt(descriptor);
        if (Has(flags, "MSG_ERRQUEUE"))
        {
            thread.Make(KernelThread.On(SystemCall.TakeReport, descriptor));
            return outcome =>
            {
                var answer = Reported(descriptor, outcome, message.Octets, out var report);
                if (report is null)
                {
                    return answer;
                }

                var told = Ancillary.Constant("MSG_ERRQUEUE")
                    | (report.Octets > message.Octets || (!report.CarriesNoPacket && message.Octets == 0)
                        ? Ancillary.Constant("MSG_TRUNC") : 0);
                return Writing(answer, message.After(told, report.Control(IsVersion6)));
            };
        }

        var make = Receive(thread, descriptor, message.Octets, flags);
        return outcome =>
        {
            var behind = Has(flags, "MSG_PEEK") ? PeekOffset.Of(notes) : 0;
            var answer = make(outcome);
            return Writing(answer, message.After(
                Has(flags, "MSG_OOB") ? Ancillary.Constant("MSG_OOB") : 0,
                answer.Value < 0 || Has(flags, "MSG_OOB") ? []
                    : ReceiveControl.Of(notes, StampOf(descriptor, answer, flags, behind), Left(descriptor))));
        };
    }

    /// <summary>When the last text came that a call has got, if it is stamped.</summary>
    private long? StampOf(int descriptor, CallAnswer answer, int flags, int behind)
    {
        if (answer.Value <= 0)
        {
            return null;
        }

        var tcb = sockets.TcbAt(descriptor);
        var end = Has(flags, "MSG_PEEK") ? tcb.Copied + behind + (int)answer.Value
            : tcb.FinReceived && tcb.Copied == tcb.RcvNxt ? tcb.Copied - 1
            : tcb.Copied;
        return host.TransportOf(sockets.Of(descriptor))?.Receive.StampOf(end - 1);
    }

    /// <summary>A report. The packet that it comes with is cut off where there is no room for any of it.</summary>
    private CallAnswer Reported(int descriptor, CallOutcome outcome, int room, out ErrorReport? report)
    {
        var reports = sockets.NotesAt(descriptor).Reports;
        report = outcome.Error == Errno.None ? reports.Take() : null;
        if (report is { IsOfPath: true } && !reports.IsOfPathNext)
        {
            host.ForgetError(sockets.Of(descriptor));
        }

        return report is null || report.CarriesNoPacket || room == 0 || report.Packet > 0
            ? ModelCalls.Answer(outcome) with { Value = Math.Min(report?.Octets ?? outcome.Value, room) }
            : throw new UnsupportedException(
                "the model keeps no packets for reports; use SOF_TIMESTAMPING_OPT_TSONLY, or room for none");
    }

    /// <summary>
    /// What is left to read; behind a FIN there is always something: the end (net/ipv4/tcp.c tcp_inq_hint).
    /// </summary>
    private int Left(int descriptor)
    {
        var tcb = sockets.TcbAt(descriptor);
        var left = tcb.RcvNxt - tcb.Copied;
        return left == 0 && tcb.FinReceived ? 1 : left;
    }

    private AnswerMaker SendMessage(KernelThread thread, CallArgumentReader arguments)
    {
        var message = arguments.Message(1);
        int? stamping = null;
        foreach (var each in message.Control)
        {
            if (each["cmsg_level"]?.Number != Ancillary.Constant("SOL_SOCKET")
                || each["cmsg_type"]?.Number != Ancillary.Constant("SO_TIMESTAMPING"))
            {
                throw arguments.Unknown(1, "no control but SO_TIMESTAMPING");
            }

            var asked = each["cmsg_data"] switch
            {
                ListValue { Items: [{ Number: { } number }] } => number,
                { Number: { } number } => number,
                _ => throw arguments.Unknown(1, "a number with SO_TIMESTAMPING"),
            };
            if ((asked & ~TransmitReports.Kinds) != 0)
            {
                return sockets.Of(arguments.Descriptor) == ModelSockets.None
                    ? sockets.Missing(arguments.Descriptor)
                    : ModelCalls.Failing("EINVAL");
            }

            // What one message wants takes the place of what the socket wants (net/core/sock.c __sock_cmsg_send).
            stamping = (int)asked;
        }

        return Send(
            thread, arguments.Descriptor, message.Octets, arguments.Flags(2, s_sendFlags), stamping);
    }

    /// <summary>Begins a call that sends.</summary>
    public AnswerMaker Send(
        KernelThread thread, int descriptor, int octets, int flags, int? stamping = null, ushort? port = null)
    {
        var notes = sockets.NotesAt(descriptor);
        if (Has(flags, "MSG_FASTOPEN") || connections.IsDeferred(descriptor))
        {
            var open = connections.OpenFast(thread, descriptor, Has(flags, "MSG_FASTOPEN") ? port : null, octets);
            return outcome =>
            {
                var answer = open(outcome);
                if (answer.Value > 0 && Has(flags, "MSG_ZEROCOPY") && notes.Has("SO_ZEROCOPY"))
                {
                    notes.Reports.NoteUncopied(sockets.TcbAt(descriptor), joins: false);
                }

                return answer;
            };
        }

        var first = sockets.Of(descriptor) is not ModelSockets.None ? sockets.TcbAt(descriptor).SndNxt : default;
        var joins = sockets.Of(descriptor) is not ModelSockets.None and var socket
            && host.State.Sockets[socket].Tcb.Unsent > 0;
        thread.Make(
            KernelThread.On(SystemCall.Send, descriptor) with
            {
                Length = octets,
                Flag = Has(flags, "MSG_DONTWAIT"),
                Urgent = Has(flags, "MSG_OOB"),
                More = Has(flags, "MSG_MORE"),
            },
            notes.SendTimeout);
        return outcome =>
        {
            if (outcome.Value == octets && Has(flags, "MSG_EOR"))
            {
                host.TransportOf(sockets.Of(descriptor))?.EndRecord(sockets.TcbAt(descriptor).SndEnd);
            }

            if (outcome.Value > 0)
            {
                notes.Reports.NoteSent(
                    sockets.TcbAt(descriptor), stamping ?? notes.Reports.Stamping, first);
                if (Has(flags, "MSG_ZEROCOPY") && notes.Has("SO_ZEROCOPY"))
                {
                    notes.Reports.NoteUncopied(sockets.TcbAt(descriptor), joins);
                }
            }

            return ModelCalls.Answer(outcome);
        };
    }

    private static bool Has(int flags, string flag) => (flags & CallArgumentReader.Constant(flag)) != 0;

    private static CallAnswer Writing(CallAnswer answer, StructureValue header) => answer with
    {
        Outputs = new Dictionary<int, Value> { [1] = header },
    };
}
