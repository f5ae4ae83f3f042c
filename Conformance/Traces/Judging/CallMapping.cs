using Wakeline.Conformance.Traces.Format;
using Wakeline.Model;
using Wakeline.Model.Oracle;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Traces.Judging;

/// <summary>System calls of traces as the oracle takes them.</summary>
internal static class CallMapping
{
    /// <summary>Stands for an error that the specification does not know; it is taken as it is.</summary>
    private const Errno OtherError = (Errno)byte.MaxValue;

    private static readonly string[] s_without =
    [
        "poll", "ppoll", "select", "pselect6", "epoll_create", "epoll_create1", "epoll_ctl", "epoll_wait",
        "epoll_pwait", "epoll_pwait2", "getsockname", "getpeername", "ioctl", "fstat", "nanosleep", "pipe", "pipe2",
    ];

    private static readonly string[] s_otherTypes = ["SOCK_DGRAM", "SOCK_RAW", "SOCK_SEQPACKET"];

    private static readonly string[] s_strangeFlags =
        ["MSG_OOB", "MSG_TRUNC", "MSG_ZEROCOPY", "MSG_ERRQUEUE"];

    /// <summary>A call; <see cref="SystemCall.None"/> if it makes no difference to connections.</summary>
    /// <param name="entry">The call as the trace shows it.</param>
    /// <param name="address">Its address.</param>
    /// <param name="strange">Why it cannot be judged, if it cannot.</param>
    public static ObservedCall Map(CallEntry entry, Endpoint? address, out string? strange)
    {
        strange = entry.Flags.FirstOrDefault(flag => s_strangeFlags.Contains(flag)) is { } flag
            ? $"'{entry.Name}' with {flag} is not judged"
            : null;
        var call = KindOf(entry);
        if (call is null)
        {
            strange = $"'{entry.Name}' is not judged";
        }

        return new ObservedCall
        {
            Call = call ?? SystemCall.None,
            Descriptor = entry.Descriptor ?? -1,
            Address = address ?? default,
            Length = (int)Math.Clamp(entry.Length ?? entry.Value ?? LengthLeftOut(call), -1, int.MaxValue),
            Option = entry.Option,
            OpensFast = address is not null && entry.Flags.Contains("MSG_FASTOPEN"),
            Peeks = entry.Flags.Contains("MSG_PEEK"),
            Directions = entry.How switch
            {
                "SHUT_RD" => ShutdownDirections.Receive,
                "SHUT_WR" => ShutdownDirections.Send,
                _ => ShutdownDirections.Both,
            },
        };
    }

    /// <summary>What a call returned.</summary>
    public static CallOutcome Map(CallExit exit)
    {
        var error = exit.Result >= 0 ? Errno.None
            : Enum.TryParse<Errno>(exit.Error, out var known) && known != Errno.None ? known
            : OtherError;
        var value = exit is { Name: "getsockopt", Result: 0, Value: { } told } ? told : exit.Result;
        return new CallOutcome(false, (int)Math.Clamp(value, int.MinValue, int.MaxValue), error);
    }

    /// <summary>Sockets of other families and types are none of TCP.</summary>
    private static bool IsStream(CallEntry entry)
    {
        foreach (var argument in entry.Arguments)
        {
            if ((argument.StartsWith("AF_", StringComparison.Ordinal) && argument is not ("AF_INET" or "AF_INET6"))
                || s_otherTypes.Any(type => argument.Contains(type, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static int LengthLeftOut(SystemCall? call) => call is SystemCall.SetLinger ? -1 : int.MaxValue;

    private static SystemCall? KindOf(CallEntry entry) => entry.Name switch
    {
        "socket" => IsStream(entry) ? SystemCall.Socket : SystemCall.None,
        "bind" => SystemCall.Bind,
        "listen" => SystemCall.Listen,
        "accept" or "accept4" => SystemCall.Accept,
        "connect" => entry.Address is null ? null : SystemCall.Connect,
        "read" or "readv" or "recv" or "recvfrom" or "recvmsg" => SystemCall.Receive,
        "write" or "writev" or "send" or "sendto" or "sendmsg" or "sendfile" => SystemCall.Send,
        "shutdown" => SystemCall.Shutdown,
        "close" => SystemCall.Close,
        "dup" or "dup2" or "dup3" => SystemCall.Dup,
        "fcntl" => entry.Option is "F_DUPFD" or "F_DUPFD_CLOEXEC" ? SystemCall.Dup : SystemCall.None,
        "getsockopt" => entry.Option == "SO_ERROR" ? SystemCall.GetError : SystemCall.None,
        "setsockopt" => entry.Option == "SO_LINGER" ? SystemCall.SetLinger
            : entry.Value is null ? SystemCall.None
            : SystemCall.SetOption,
        _ => s_without.Contains(entry.Name) ? SystemCall.None : null,
    };
}
