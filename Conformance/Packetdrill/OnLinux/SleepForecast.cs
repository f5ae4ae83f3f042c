using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Packetdrill.OnModel;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// Whether a call that is about to be made may sleep. A call that does not is made on the driving thread, which is what
/// makes cases fast; one that only might is made on another, which is always right.
/// </summary>
internal static unsafe class SleepForecast
{
    /// <summary>So much fits into the buffer of a socket that poll calls writable.</summary>
    private const int SmallSend = 1000;

    private const short PollIn = 1;
    private const short PollOut = 4;

    /// <summary>The place of the time-out, if the call waits for readiness.</summary>
    public static int? ReadinessTimeout(string name) => name switch
    {
        "poll" => 2,
        "epoll_wait" => 3,
        _ => null,
    };

    /// <summary>Whether a call on a socket other than connect may sleep.</summary>
    public static bool MaySleep(string name, CallArgumentReader arguments) => name switch
    {
        "accept" or "accept4" or "read" or "readv" => IsBlocking(arguments) && !IsReady(arguments, PollIn),
        "recv" or "recvfrom" => IsBlocking(arguments, 3)
            && (Has(arguments, 3, "MSG_WAITALL") || !IsReady(arguments, PollIn)),
        "recvmsg" => IsBlocking(arguments, 2) && (Has(arguments, 2, "MSG_WAITALL") || !IsReady(arguments, PollIn)),
        "write" => IsBlocking(arguments) && IsSendLong(arguments, arguments.Int(2)),
        "writev" => IsBlocking(arguments) && IsSendLong(arguments, arguments.Vector(1)),
        "send" or "sendto" => IsBlocking(arguments, 3)
            && (Has(arguments, 3, "MSG_FASTOPEN") || IsSendLong(arguments, arguments.Int(2))),
        "sendmsg" => IsBlocking(arguments, 2)
            && (Has(arguments, 2, "MSG_FASTOPEN") || IsSendLong(arguments, arguments.Message(1).Octets)),
        "splice" => IsBlocking(arguments) && !(IsReady(arguments, PollIn) && IsReady(arguments, PollOut, 2)),
        "sendfile" => IsBlocking(arguments),
        "close" => Lingers(arguments.Descriptor),
        _ => false,
    };

    /// <summary>Whether the descriptor is open, and its calls may sleep.</summary>
    public static bool IsBlocking(CallArgumentReader arguments) =>
        LibC.Control(arguments.Descriptor, Abi.FGetFl, 0) is >= 0 and var flags && (flags & Abi.ONonblock) == 0;

    private static bool IsSendLong(CallArgumentReader arguments, int octets) =>
        octets > SmallSend || !IsReady(arguments, PollOut);

    private static bool IsBlocking(CallArgumentReader arguments, int flags) =>
        !Has(arguments, flags, "MSG_DONTWAIT") && IsBlocking(arguments);

    private static bool Has(CallArgumentReader arguments, int place, string flag) =>
        !arguments.IsAny(place) && arguments.Has(place, flag);

    private static bool IsReady(CallArgumentReader arguments, short what, int place = 0)
    {
        var request = new PollFd { Descriptor = arguments.Int(place), Asked = what };
        return LibC.Poll(&request, 1, 0) > 0;
    }

    /// <summary>close waits for what is on its way only where SO_LINGER says so.</summary>
    private static bool Lingers(int descriptor)
    {
        Linger linger;
        var length = (uint)sizeof(Linger);
        return LibC.GetOption(descriptor, Abi.SolSocket, Abi.SoLinger, &linger, &length) == 0
            && linger is { On: not 0, Seconds: > 0 };
    }
}
