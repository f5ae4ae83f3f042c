using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel.Options;

/// <summary>
/// Options of connections under repair, as a socket has them that is not (net/ipv4/tcp.c do_tcp_setsockopt,
/// do_tcp_getsockopt).
/// </summary>
internal static class RepairOptions
{
    private const int NumberOctets = 4;

    /// <summary>The most that TCP_REPAIR may say (TCP_REPAIR_ON), and the least (TCP_REPAIR_OFF_NO_WP).</summary>
    private const int RepairMost = 1, RepairLeast = -1;

    /// <summary>setsockopt; <see langword="null"/> if the socket would be repaired.</summary>
    public static AnswerMaker? Set(OptionRule rule, CallArgumentReader arguments, TcpState state) => rule.Name switch
    {
        "TCP_REPAIR_WINDOW" => ModelCalls.Failing("EPERM"),
        _ when !arguments.IsAny(4) && arguments.Int(4) < NumberOctets => ModelCalls.Failing("EINVAL"),
        "TCP_REPAIR_OPTIONS" => ModelCalls.Failing("EINVAL"),
        "TCP_REPAIR_QUEUE" or "TCP_TIMESTAMP" => ModelCalls.Failing("EPERM"),
        "TCP_QUEUE_SEQ" => ModelCalls.Failing(state == TcpState.Closed ? "EINVAL" : "EPERM"),
        _ when state == TcpState.Listen => ModelCalls.Failing("EPERM"),
        _ => arguments.Pointed(3) is < RepairLeast or > RepairMost ? ModelCalls.Failing("EINVAL") : null,
    };

    /// <summary>getsockopt; <see langword="null"/> for a number that is told.</summary>
    public static AnswerMaker? Get(OptionRule rule) => rule.Name switch
    {
        "TCP_REPAIR_WINDOW" => ModelCalls.Failing("EPERM"),
        "TCP_REPAIR_OPTIONS" => ModelCalls.Failing("ENOPROTOOPT"),
        "TCP_REPAIR_QUEUE" or "TCP_QUEUE_SEQ" => ModelCalls.Failing("EINVAL"),
        "TCP_TIMESTAMP" => ModelCalls.Returning(0),
        _ => null,
    };
}
