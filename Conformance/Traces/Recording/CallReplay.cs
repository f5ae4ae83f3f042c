using System.Net;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>Calls of traces as they are made of a stack, and what they returned: the other way round.</summary>
internal static class CallReplay
{
    /// <summary>Octets of an address of IPv4 (struct sockaddr_in).</summary>
    private const int AddressOctets = 16;

    private static readonly AnyValue s_any = new();

    /// <summary>The call that a trace shows.</summary>
    /// <exception cref="UnsupportedException">It is none that traces show with all that belongs to it.</exception>
    public static CallRequest Request(CallEntry entry) => new(entry.Name, Arguments(entry));

    /// <summary>What a call returned, with what it wrote.</summary>
    /// <param name="request">The call.</param>
    /// <param name="exit">What the trace shows of its return.</param>
    /// <param name="time">When it returned, in microseconds.</param>
    /// <exception cref="UnsupportedException">A name in it is not known.</exception>
    public static CallAnswer Answer(CallRequest request, CallExit exit, long time) =>
        new(exit.Result, exit.Error, time) { Outputs = exit.Error is null ? Outputs(request, exit) : [] };

    private static Sequence<Value> Arguments(CallEntry entry)
    {
        var descriptor = new NumberValue(entry.Descriptor ?? -1);
        var flags = new NumberValue(ConstantNames.Number(entry.Flags));
        var length = new NumberValue(entry.Length ?? 0);
        return entry.Name switch
        {
            "socket" => Socket(entry),
            "bind" or "connect" => [descriptor, AddressOf(entry.Address), new NumberValue(AddressOctets)],
            "listen" => [descriptor, length],
            "accept" or "getsockname" or "getpeername" => [descriptor, s_any, s_any],
            "accept4" => [descriptor, s_any, s_any, flags],
            "close" => [descriptor],
            "shutdown" => [descriptor, new NumberValue(ConstantNames.Number(entry.How ?? "SHUT_RDWR"))],
            "fcntl" when entry.Value is { } value => [descriptor, Named(entry.Option), new NumberValue(value)],
            "fcntl" when entry.Option == "F_SETFL" => [descriptor, Named(entry.Option), flags],
            "fcntl" => [descriptor, Named(entry.Option)],
            "ioctl" => [descriptor, Named(entry.Option), Pointed(entry.Value ?? 0)],
            "setsockopt" or "getsockopt" => WithOption(descriptor, entry),
            "poll" or "epoll_create" or "epoll_create1" or "epoll_ctl" or "epoll_wait" =>
                ReadinessRecording.Arguments(entry),
            "read" or "write" => [descriptor, s_any, length],
            "recv" or "send" => [descriptor, s_any, length, flags],
            "recvfrom" or "sendto" =>
                [descriptor, s_any, length, flags, entry.Address is null ? s_any : AddressOf(entry.Address), s_any],
            "readv" or "writev" => [descriptor, Vector(length), new NumberValue(1)],
            "recvmsg" or "sendmsg" when entry.Arguments.Count == 0 =>
                [descriptor, new StructureValue([new FieldValue("msg_iov", null, Vector(length))]), flags],
            _ => throw new UnsupportedException($"'{entry.Name}' cannot be handed on with all its arguments"),
        };
    }

    private static Sequence<Value> Socket(CallEntry entry)
    {
        var (family, type, protocol) = entry.Arguments is [var first, var second, var third]
            ? (first, second, third)
            : ("AF_INET", "SOCK_STREAM", "IPPROTO_TCP");
        return
        [
            Named(family), new NumberValue(ConstantNames.Number(type) | ConstantNames.Number(entry.Flags)),
            Named(protocol),
        ];
    }

    private static Sequence<Value> WithOption(NumberValue descriptor, CallEntry entry)
    {
        var (level, option) = OptionRecording.NumbersOf(entry.Option ?? "");
        Value size = entry.Size is not { } octets ? s_any
            : entry.Name == "getsockopt" ? Pointed(octets)
            : new NumberValue(octets);
        Value value = entry.Name == "setsockopt" ? OptionRecording.ValueOf(entry) : s_any;
        return [descriptor, new NumberValue(level), new NumberValue(option), value, size];
    }

    private static Dictionary<int, Value> Outputs(CallRequest request, CallExit exit)
    {
        switch (request.Name)
        {
            case "accept" or "accept4" or "getsockname" or "getpeername" when exit.Address is { } address:
                return new Dictionary<int, Value> { [1] = AddressOf(address), [2] = Pointed(AddressOctets) };
            case "ioctl" when exit.Value is { } number:
                return new Dictionary<int, Value> { [2] = Pointed(number) };
            case "getsockopt":
                var option = OptionRecording.NameOf(
                    request.Arguments[1].Number ?? 0, request.Arguments[2].Number ?? 0);
                return OptionRecording.Outputs(option, exit);
            case "poll":
                return new Dictionary<int, Value>
                {
                    [0] = ReadinessRecording.Polled(request.Arguments[0], exit.Ready),
                };
            case "epoll_wait":
                return new Dictionary<int, Value> { [1] = ReadinessRecording.Reported(exit.Ready) };
            default:
                return [];
        }
    }

    /// <summary>An address; none is one of AF_UNSPEC.</summary>
    private static StructureValue AddressOf(IPEndPoint? address) => address is null
        ? Ancillary.Structure(("sa_family", 0))
        : new StructureValue(
        [
            .. Ancillary.Structure(("sa_family", ConstantNames.Number("AF_INET")), ("sin_port", address.Port)).Fields,
            new FieldValue("sin_addr", null, new TextValue($"{address.Address}")),
        ]);

    private static ListValue Vector(NumberValue length) => new(
        [new StructureValue([new FieldValue(null, null, s_any), new FieldValue(null, null, length)])]);

    private static NumberValue Named(string? name) => new(ConstantNames.Number(name ?? ""));

    private static ListValue Pointed(long number) => new([new NumberValue(number)]);
}
