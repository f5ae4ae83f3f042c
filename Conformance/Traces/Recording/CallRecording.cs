using System.Net;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.Traces.Recording;

/// <summary>Calls of scripts as traces show them.</summary>
internal static class CallRecording
{
    private static readonly string[] s_messageFlags =
        ["MSG_OOB", "MSG_PEEK", "MSG_DONTWAIT", "MSG_WAITALL", "MSG_NOSIGNAL", "MSG_MORE", "MSG_ZEROCOPY", "MSG_TRUNC",
        "MSG_ERRQUEUE", "MSG_FASTOPEN"];

    private static readonly string[] s_options = ["SO_LINGER", "SO_ERROR", "SO_RCVLOWAT", "SO_REUSEADDR"];

    /// <summary>A call that begins.</summary>
    /// <param name="time">When.</param>
    /// <param name="thread">The thread.</param>
    /// <param name="request">The call.</param>
    /// <param name="addressOf">The address with a port.</param>
    /// <param name="settings">The ports that hold where the script names none.</param>
    public static CallEntry Entry(
        long time, int thread, CallRequest request, Func<int, IPEndPoint> addressOf, RunSettings settings)
    {
        var arguments = request.Arguments;
        var entry = new CallEntry(time, thread, request.Name)
        {
            Descriptor = request.Name == "socket" ? null : (int?)Number(arguments, 0),
            Arguments = arguments.Count > 0 ? arguments.Select(each => $"{each}").ToSequence() : [],
        };
        return request.Name switch
        {
            "bind" => entry with { Address = addressOf(PortOf(arguments) ?? settings.LocalPort) },
            "connect" when IsDisconnecting(arguments) => entry,
            "connect" => entry with { Address = addressOf(PortOf(arguments) ?? settings.RemotePort) },
            "listen" => entry with { Length = Number(arguments, 1) },
            "read" or "write" => entry with { Length = Number(arguments, 2) },
            "recv" or "send" or "recvfrom" or "sendto" => entry with
            {
                Length = Number(arguments, 2),
                Flags = FlagsOf(Number(arguments, 3) ?? 0),
            },
            "recvmsg" or "sendmsg" => entry with { Flags = FlagsOf(Number(arguments, 2) ?? 0) },
            "readv" or "writev" => entry with { Length = VectorLength(arguments) },
            "shutdown" => entry with
            {
                How = Number(arguments, 1) switch { 0 => "SHUT_RD", 1 => "SHUT_WR", _ => "SHUT_RDWR" },
            },
            "setsockopt" or "getsockopt" => WithOption(entry, arguments),
            _ => entry,
        };
    }

    /// <summary>A call that returns.</summary>
    public static CallExit Exit(long time, int thread, string name, CallAnswer answer) =>
        new(time, thread, name, answer.Value, answer.Error)
        {
            Value = name == "getsockopt" && answer.Outputs.TryGetValue(3, out var told)
                ? told is ListValue { Items: [var only] } ? only.Number : told.Number
                : null,
        };

    private static CallEntry WithOption(CallEntry entry, Sequence<Value> arguments)
    {
        var number = Number(arguments, 2);
        var level = Number(arguments, 1);
        var name = level == SocketConstants.Find("SOL_SOCKET")
            ? Array.Find(s_options, option => SocketConstants.Find(option) == number)
            : null;
        return entry with
        {
            Option = name ?? $"{level}:{number}",
            Value = name == "SO_LINGER" && arguments.Count > 3 ? Linger(arguments[3]) : null,
        };
    }

    /// <summary>Seconds, or -1 if it is off.</summary>
    private static long Linger(Value value)
    {
        var structure = value is ListValue { Items: [var only] } ? only : value;
        var fields = (structure as StructureValue)?.Fields.Select(field => field.Value.Number ?? 0).ToArray();
        return fields is [not 0, var seconds] ? seconds : -1;
    }

    private static Sequence<string> FlagsOf(long flags) =>
        s_messageFlags.Where(flag => SocketConstants.Find(flag) is { } bit && bit != 0 && (flags & bit) == bit)
            .ToSequence();

    private static long? Number(Sequence<Value> arguments, int place) =>
        place < arguments.Count ? arguments[place].Number : null;

    /// <summary>connect to AF_UNSPEC dissolves the association.</summary>
    private static bool IsDisconnecting(Sequence<Value> arguments) =>
        arguments.Count > 1 && (arguments[1] as StructureValue)?["sa_family"]?.Number == 0;

    private static int? PortOf(Sequence<Value> arguments)
    {
        var structure = arguments.Count > 1 && arguments[1] is ListValue { Items: [var only] } ? only
            : arguments.Count > 1 ? arguments[1] : null;
        return (int?)(structure as StructureValue)?["sin_port"]?.Number;
    }

    private static long? VectorLength(Sequence<Value> arguments) =>
        arguments.Count > 1 && arguments[1] is ListValue { Items: var items }
            ? items.OfType<StructureValue>().Sum(item => item.Fields.Count > 1 ? item.Fields[1].Value.Number ?? 0 : 0)
            : null;
}
