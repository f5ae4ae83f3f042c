using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>The system calls of a stimulus, on descriptors that calls before have opened.</summary>
internal sealed class StimulusCalls
{
    private const int Backlog = 5;

    /// <summary>Octets that go on the SYN of a connection that is opened fast.</summary>
    public const int FastText = 100;

    private long? _listener;
    private long? _socket;

    /// <summary>
    /// The next calls of a stimulus; each is made, and its answer noted, before the next is asked for. Calls on a
    /// socket that is not there are left out.
    /// </summary>
    public IEnumerable<CallRequest> Of(Stimulus stimulus)
    {
        switch (stimulus.Kind)
        {
            case StimulusKind.Listen:
                yield return NewSocket();
                (_listener, _socket) = (_socket, null);
                foreach (var option in OptionsOf(stimulus.Choice, _listener, listens: true))
                {
                    yield return option;
                }

                yield return Request("bind", _listener, new AnyValue(), new AnyValue());
                yield return Request("listen", _listener, new NumberValue(Backlog));
                break;
            case StimulusKind.Connect:
                yield return NewSocket();
                foreach (var option in OptionsOf(stimulus.Choice, _socket))
                {
                    yield return option;
                }

                yield return stimulus.Choice == SocketChoice.FastOpen
                    ? Request(
                        "sendto", _socket, new AnyValue(), new NumberValue(FastText), Constant("MSG_FASTOPEN"),
                        new AnyValue(), new AnyValue())
                    : Request("connect", _socket, new AnyValue(), new AnyValue());
                break;
            case StimulusKind.Accept when _listener is not null:
                yield return Request("accept", _listener, new AnyValue(), new AnyValue());
                break;
            default:
                if ((_socket ?? _listener) is { } descriptor)
                {
                    foreach (var request in Of(stimulus, descriptor))
                    {
                        yield return request;
                    }
                }

                break;
        }
    }

    /// <summary>Notes what a call has returned.</summary>
    public void Note(CallRequest request, CallAnswer answer)
    {
        if (request.Name is "socket" or "accept" && answer.Value >= 0)
        {
            _socket = answer.Value;
        }
        else if (request.Name == "close")
        {
            (_socket, _listener) = _socket is null ? (null, null) : ((long?)null, _listener);
        }
    }

    private static IEnumerable<CallRequest> Of(Stimulus stimulus, long descriptor)
    {
        switch (stimulus.Kind)
        {
            case StimulusKind.Send:
                yield return Request(
                    "send", descriptor, new AnyValue(), new NumberValue(stimulus.Octets), Constant("MSG_DONTWAIT"));
                break;
            case StimulusKind.Receive:
                yield return Request(
                    "recv", descriptor, new AnyValue(), new NumberValue(stimulus.Octets), Constant("MSG_DONTWAIT"));
                break;
            case StimulusKind.GetError:
                yield return Request(
                    "getsockopt", descriptor, Constant("SOL_SOCKET"), Constant("SO_ERROR"),
                    new ListValue([new AnyValue()]), new ListValue([new NumberValue(4)]));
                break;
            case StimulusKind.ShutReceive or StimulusKind.ShutSend or StimulusKind.ShutBoth:
                yield return Request(
                    "shutdown", descriptor, new NumberValue(stimulus.Kind - StimulusKind.ShutReceive));
                break;
            case StimulusKind.Abort:
                yield return Request(
                    "setsockopt", descriptor, Constant("SOL_SOCKET"), Constant("SO_LINGER"),
                    new StructureValue(
                    [
                        new FieldValue("onoff", null, new NumberValue(1)),
                        new FieldValue("linger", null, new NumberValue(0)),
                    ]),
                    new NumberValue(8));
                yield return Request("close", descriptor);
                break;
            case StimulusKind.DelayAcknowledgments:
                yield return Option(descriptor, "SOL_TCP", "TCP_QUICKACK", 0);
                break;
            case StimulusKind.AcknowledgeNow:
                yield return Option(descriptor, "SOL_TCP", "TCP_QUICKACK", 1);
                break;
            case StimulusKind.ConnectAgain:
                yield return Request("connect", descriptor, new AnyValue(), new AnyValue());
                break;
            default:
                yield return Request("close", descriptor);
                break;
        }
    }

    private static CallRequest[] OptionsOf(SocketChoice choice, long? descriptor, bool listens = false) => choice switch
    {
        SocketChoice.KeepAlive =>
        [
            Option(descriptor, "SOL_SOCKET", "SO_KEEPALIVE", 1), Option(descriptor, "SOL_TCP", "TCP_KEEPIDLE", 10),
            Option(descriptor, "SOL_TCP", "TCP_KEEPINTVL", 5), Option(descriptor, "SOL_TCP", "TCP_KEEPCNT", 1),
        ],
        SocketChoice.UserTimeout => [Option(descriptor, "SOL_TCP", "TCP_USER_TIMEOUT", 10_000)],
        SocketChoice.LeaveFinWait2 => [Option(descriptor, "SOL_TCP", "TCP_LINGER2", -1)],
        SocketChoice.DeferAccept => [Option(descriptor, "SOL_TCP", "TCP_DEFER_ACCEPT", 5)],
        SocketChoice.FastOpen when listens => [Option(descriptor, "SOL_TCP", "TCP_FASTOPEN", Backlog)],
        SocketChoice.ReceiveErrors => [Option(descriptor, "SOL_IP", "IP_RECVERR", 1)],
        _ => [],
    };

    private static CallRequest Option(long? descriptor, string level, string name, int value) => Request(
        "setsockopt", descriptor, Constant(level), Constant(name), new ListValue([new NumberValue(value)]),
        new NumberValue(4));

    private static CallRequest NewSocket() => new("socket",
    [
        new AnyValue(),
        new NumberValue(Number("SOCK_STREAM") | Number("SOCK_NONBLOCK")),
        Constant("IPPROTO_TCP"),
    ]);

    private static CallRequest Request(string name, long? descriptor, params ReadOnlySpan<Value> arguments) =>
        new(name, [new NumberValue(descriptor ?? -1), .. arguments]);

    private static NumberValue Constant(string name) => new(Number(name));

    private static long Number(string name) =>
        SocketConstants.Find(name) ?? throw new ArgumentOutOfRangeException(nameof(name));
}
