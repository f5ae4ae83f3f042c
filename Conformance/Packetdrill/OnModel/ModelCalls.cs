using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Model;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>System calls of scripts as the model makes them.</summary>
/// <param name="host">The model.</param>
internal sealed class ModelCalls(KernelHost host)
{
    /// <summary>
    /// How much a script may have under way: the memory that a socket's text takes is not modelled, and up to here it
    /// makes no difference.
    /// </summary>
    private const int UnderWayMost = 32_768;

    private readonly HashSet<int> _nonblocking = [];

    /// <summary>The settings in force.</summary>
    public RunSettings Settings { get; set; } = new();

    /// <summary>The socket of the last call that was about one.</summary>
    public int? LastSocket { get; private set; }

    /// <summary>Begins a call.</summary>
    /// <returns>What makes an answer of its outcome once that is there.</returns>
    /// <exception cref="UnsupportedException">The model has no such call.</exception>
    public Func<CallOutcome, CallAnswer> Make(KernelThread thread, CallRequest request)
    {
        NoteSocket(request);
        var arguments = new CallArgumentReader(request);
        switch (request.Name)
        {
            case "fcntl" or "getsockopt" or "setsockopt" or "ioctl":
                return new ModelOptions(host, _nonblocking).Make(thread, request.Name, arguments);
            case "epoll_create" or "epoll_create1" or "epoll_ctl" or "epoll_wait" or "poll":
                return ModelReadiness.Make(thread, request.Name, arguments);
            case "socket":
                OpenSocket(thread, arguments);
                return Opened(arguments.Has(1, "SOCK_NONBLOCK"));
            case "accept" or "accept4":
                var isNonblocking = request.Name == "accept4" && arguments.Has(3, "SOCK_NONBLOCK");
                thread.Accept(arguments.Descriptor, isNonblocking);
                return Opened(isNonblocking);
            default:
                MakePlain(thread, request.Name, arguments);
                return Answer;
        }
    }

    /// <summary>An answer that is nothing but the outcome.</summary>
    public static CallAnswer Answer(CallOutcome outcome) => new(
        outcome.Value, outcome.Error == Errno.None ? null : $"{outcome.Error}", 0);

    private void MakePlain(KernelThread thread, string name, CallArgumentReader arguments)
    {
        var descriptor = arguments.Descriptor;
        switch (name)
        {
            case "bind":
                thread.Bind(descriptor, new Endpoint(0, arguments.Port(1) ?? Settings.LocalPort));
                break;
            case "listen":
                thread.Listen(descriptor, arguments.Int(1));
                break;
            case "connect":
                RequireNoEcn();
                thread.Connect(
                    descriptor, new Endpoint(ModelSegments.Peer, arguments.Port(1) ?? Settings.RemotePort));
                break;
            case "read" or "readv":
                thread.Receive(descriptor, name == "read" ? arguments.Int(2) : arguments.Vector(1));
                break;
            case "recv":
                thread.Receive(descriptor, arguments.Int(2), arguments.OnlyFlags(3, "MSG_DONTWAIT"));
                break;
            case "write" or "writev":
                Send(thread, descriptor, name == "write" ? arguments.Int(2) : arguments.Vector(1), false);
                break;
            case "send":
                Send(
                    thread, descriptor, arguments.Int(2),
                    arguments.OnlyFlags(3, "MSG_DONTWAIT", ignored: "MSG_NOSIGNAL"));
                break;
            case "shutdown":
                thread.Shutdown(descriptor, arguments.Int(1) switch
                {
                    0 => ShutdownDirections.Receive,
                    1 => ShutdownDirections.Send,
                    2 => ShutdownDirections.Both,
                    _ => throw new UnsupportedException("the model shuts nothing but SHUT_RD, SHUT_WR and SHUT_RDWR"),
                });
                break;
            case "close":
                thread.Close(descriptor);
                break;
            default:
                throw new UnsupportedException($"the model has no '{name}'");
        }
    }

    private static void OpenSocket(KernelThread thread, CallArgumentReader arguments)
    {
        if (!arguments.IsAny(0) && arguments.Int(0) != SocketConstants.Find("AF_INET"))
        {
            throw new UnsupportedException("the model's sockets are of AF_INET only");
        }

        var type = arguments.Int(1) & ~(int)(SocketConstants.Find("SOCK_NONBLOCK")! | SocketConstants.Find(
            "SOCK_CLOEXEC")!);
        if (type != SocketConstants.Find("SOCK_STREAM") || arguments.Int(2) is not (0 or 6))
        {
            throw new UnsupportedException("the model's sockets are of SOCK_STREAM and IPPROTO_TCP only");
        }

        thread.Socket(arguments.Has(1, "SOCK_NONBLOCK"));
    }

    private Func<CallOutcome, CallAnswer> Opened(bool isNonblocking) => outcome =>
    {
        _nonblocking.Remove(outcome.Value);
        if (SocketOf(outcome.Value) is { } socket)
        {
            LastSocket = socket;
        }

        if (isNonblocking && outcome.Value >= 0)
        {
            _nonblocking.Add(outcome.Value);
        }

        return Answer(outcome);
    };

    private void Send(KernelThread thread, int descriptor, int octets, bool dontWait)
    {
        if (octets + (LastSocket is { } socket ? host.State.Sockets[socket].Tcb.Unacknowledged : 0) > UnderWayMost)
        {
            throw new UnsupportedException(
                $"the model does not account for the memory of more than {UnderWayMost} octets under way");
        }

        thread.Send(descriptor, octets, dontWait);
    }

    private void RequireNoEcn()
    {
        if (Settings.Sysctls["net.ipv4.tcp_ecn"] == "1")
        {
            throw new UnsupportedException("the model's SYN does not ask for ECN as 'net.ipv4.tcp_ecn=1' says");
        }
    }

    private void NoteSocket(CallRequest request)
    {
        if (request.Arguments.Count > 0 && request.Arguments[0].Number is { } descriptor)
        {
            LastSocket = SocketOf(descriptor) ?? LastSocket;
        }
    }

    private int? SocketOf(long descriptor) =>
        ModelOptions.SocketOf(in host.State, descriptor) is >= 0 and var socket ? socket : null;
}
