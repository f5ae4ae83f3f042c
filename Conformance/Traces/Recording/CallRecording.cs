using System.Net;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>Calls of scripts as traces show them.</summary>
/// <param name="settings">The addresses and ports that hold where a script names none.</param>
/// <param name="own">The address under which the trace shows the stack.</param>
/// <param name="peer">The address under which the trace shows its peer.</param>
internal sealed class CallRecording(RunSettings settings, IPAddress own, IPAddress peer)
{
    private readonly HashSet<long> _pipes = [];

    /// <summary>A call that begins.</summary>
    /// <param name="time">When.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="request">The call.</param>
    public CallEntry Entry(long time, int thread, CallRequest request)
    {
        var arguments = request.Arguments;
        var entry = new CallEntry(time, thread, NameOf(request))
        {
            Descriptor = request.Name is "socket" or "poll" or "epoll_create" or "epoll_create1" or "open" or "pipe"
                ? null
                : (int?)Number(arguments, 0),
        };
        return request.Name switch
        {
            "socket" => Socket(entry, arguments),
            "bind" => entry with { Address = AddressOf(arguments, 1, IPAddress.Any, settings.LocalPort) },
            "connect" when IsDisconnecting(arguments) => entry,
            "connect" => entry with { Address = AddressOf(arguments, 1, peer, settings.RemotePort) },
            "listen" => entry with { Length = Number(arguments, 1) },
            "accept4" => entry with { Flags = ConstantNames.Sockets.Bits(Number(arguments, 3) ?? 0) },
            "shutdown" => entry with { How = ConstantNames.Directions.Name(Number(arguments, 1) ?? 0) },
            "fcntl" or "ioctl" => Control(entry, arguments),
            "setsockopt" or "getsockopt" => WithOption(entry, arguments),
            "poll" or "epoll_create" or "epoll_create1" or "epoll_ctl" or "epoll_wait" =>
                ReadinessRecording.Entry(entry, arguments),
            "splice" => Splice(entry, arguments),
            "accept" or "close" or "getsockname" or "getpeername" => entry,
            _ => Transfer(entry, arguments),
        };
    }

    /// <summary>A call that returns.</summary>
    /// <param name="time">When.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="request">The call.</param>
    /// <param name="answer">What it returned.</param>
    public CallExit Exit(long time, int thread, CallRequest request, CallAnswer answer)
    {
        var exit = new CallExit(time, thread, NameOf(request), answer.Value, answer.Error);
        switch (request.Name)
        {
            case "pipe" when answer.Outputs.GetValueOrDefault(0) is ListValue { Items: var ends }:
                _pipes.UnionWith(ends.Select(end => end.Number).OfType<long>());
                return exit;
            case "accept" or "accept4" or "getsockname" or "getpeername":
                return exit with
                {
                    Address = answer.Outputs.ContainsKey(1)
                        ? AddressIn(answer.Outputs[1], request.Name == "getsockname" ? own : peer)
                        : null,
                };
            case "ioctl":
                return exit with { Value = Pointed(answer.Outputs.GetValueOrDefault(2)) };
            case "getsockopt":
                var option = OptionRecording.NameOf(
                    Number(request.Arguments, 1) ?? 0, Number(request.Arguments, 2) ?? 0);
                return OptionRecording.WithTold(
                    exit, option, answer.Outputs.GetValueOrDefault(3), Pointed(answer.Outputs.GetValueOrDefault(4)));
            case "poll":
                return exit with { Ready = ReadinessRecording.Polled(answer.Outputs.GetValueOrDefault(0)) };
            case "epoll_wait":
                return exit with { Ready = ReadinessRecording.Reported(answer.Outputs.GetValueOrDefault(1)) };
            default:
                return exit;
        }
    }

    private CallEntry Transfer(CallEntry entry, Sequence<Value> arguments) => entry.Name switch
    {
        "read" or "write" => entry with { Length = Number(arguments, 2) },
        "recv" or "send" or "recvfrom" => entry with
        {
            Length = Number(arguments, 2),
            Flags = FlagsOf(arguments, 3),
        },
        "sendto" => entry with
        {
            Length = Number(arguments, 2),
            Flags = FlagsOf(arguments, 3),
            Address = Structure(arguments, 4) is null && !FlagsOf(arguments, 3).Contains("MSG_FASTOPEN")
                ? null
                : AddressOf(arguments, 4, peer, settings.RemotePort),
        },
        "sendfile" => entry with { Length = Number(arguments, 3) },
        "readv" or "writev" => entry with { Length = VectorLength(At(arguments, 1)) },
        "recvmsg" or "sendmsg" when Structure(arguments, 1) is { } header => entry with
        {
            Length = VectorLength(header["msg_iov"]),
            Flags = FlagsOf(arguments, 2),
            Arguments = HasControl(header) ? arguments.Select(each => $"{each}").ToSequence() : [],
        },
        _ => entry with { Arguments = arguments.Select(each => $"{each}").ToSequence() },
    };

    /// <summary>To a connection splice is as recv or send: what a trace shows is its end of the pipe.</summary>
    private string NameOf(CallRequest request) => request.Name != "splice" ? request.Name
        : IsPipe(request.Arguments, 2) ? "recv"
        : "send";

    private CallEntry Splice(CallEntry entry, Sequence<Value> arguments) => entry with
    {
        Descriptor = (int?)Number(arguments, IsPipe(arguments, 2) ? 0 : 2),
        Length = Number(arguments, 4),
    };

    private bool IsPipe(Sequence<Value> arguments, int place) =>
        Number(arguments, place) is { } descriptor && _pipes.Contains(descriptor);

    private CallEntry Socket(CallEntry entry, Sequence<Value> arguments)
    {
        var type = Number(arguments, 1) ?? 0;
        var flags = ConstantNames.Number(["SOCK_NONBLOCK", "SOCK_CLOEXEC"]);
        return entry with
        {
            Arguments =
            [
                ConstantNames.Families.Name(Number(arguments, 0)
                    ?? ConstantNames.Number(settings.HasVersion6Sockets ? "AF_INET6" : "AF_INET")),
                ConstantNames.Types.Name(type & ~flags), ConstantNames.Protocols.Name(Number(arguments, 2) ?? 0),
            ],
            Flags = ConstantNames.Sockets.Bits(type & flags),
        };
    }

    private static CallEntry Control(CallEntry entry, Sequence<Value> arguments)
    {
        var request = Number(arguments, 1) ?? 0;
        var names = entry.Name == "fcntl" ? ConstantNames.FileControls : ConstantNames.DeviceControls;
        var option = names.Name(request);
        var value = Pointed(At(arguments, 2));
        return option == "F_SETFL"
            ? entry with { Option = option, Flags = ConstantNames.Files.Bits(value ?? 0) }
            : entry with { Option = option, Value = value };
    }

    private static CallEntry WithOption(CallEntry entry, Sequence<Value> arguments)
    {
        entry = entry with
        {
            Option = OptionRecording.NameOf(Number(arguments, 1) ?? 0, Number(arguments, 2) ?? 0),
        };
        var size = Pointed(At(arguments, 4));
        return entry.Name == "setsockopt" && arguments.Count > 3
            ? OptionRecording.WithValue(entry, arguments[3], size)
            : entry with { Size = size };
    }

    /// <summary>
    /// An address as the trace shows it. One that the script does not say is the one that holds; either end of the way
    /// is shown as the trace calls it.
    /// </summary>
    private IPEndPoint AddressOf(Sequence<Value> arguments, int place, IPAddress otherwise, ushort port) =>
        Structure(arguments, place) is { } structure
            ? AddressIn(structure, otherwise)
            : new IPEndPoint(otherwise, port);

    private IPEndPoint? AddressIn(Value value, IPAddress otherwise) =>
        Single(value) is StructureValue structure ? AddressIn(structure, otherwise) : null;

    private IPEndPoint AddressIn(StructureValue structure, IPAddress otherwise)
    {
        var said = (structure["sin_addr"] ?? structure["sin6_addr"]) is TextValue { Text: var text }
            && IPAddress.TryParse(text, out var address)
                ? address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address
                : otherwise;
        var shown = said.Equals(settings.LocalAddress) ? own : said.Equals(settings.RemoteAddress) ? peer : said;
        var port = (structure["sin_port"] ?? structure["sin6_port"])?.Number ?? 0;
        return new IPEndPoint(shown, (int)port & ushort.MaxValue);
    }

    private static Sequence<string> FlagsOf(Sequence<Value> arguments, int place) =>
        ConstantNames.Messages.Bits(Number(arguments, place) ?? 0);

    /// <summary>connect to AF_UNSPEC dissolves the association.</summary>
    private static bool IsDisconnecting(Sequence<Value> arguments) =>
        Structure(arguments, 1)?["sa_family"]?.Number == 0;

    private static bool HasControl(StructureValue header) => header["msg_control"] is ListValue { Items.Count: > 0 };

    private static long? VectorLength(Value? value) => value is ListValue { Items: var items }
        ? items.OfType<StructureValue>().Sum(item => item.Fields.Count > 1 ? item.Fields[1].Value.Number ?? 0 : 0)
        : null;

    private static Value? At(Sequence<Value> arguments, int place) => place < arguments.Count ? arguments[place] : null;

    private static long? Number(Sequence<Value> arguments, int place) => At(arguments, place)?.Number;

    private static StructureValue? Structure(Sequence<Value> arguments, int place) =>
        Single(At(arguments, place)) as StructureValue;

    private static long? Pointed(Value? value) => Single(value)?.Number;

    private static Value? Single(Value? value) => value is ListValue { Items: [var only] } ? only : value;
}
