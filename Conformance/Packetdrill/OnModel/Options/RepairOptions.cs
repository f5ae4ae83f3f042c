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

    /// <summary>What is repaired: what is received, or what is sent (TCP_RECV_QUEUE, TCP_SEND_QUEUE).</summary>
    private const int ReceiveQueue = 1, SendQueue = 2;

    private const string Repair = "TCP_REPAIR", Queue = "TCP_REPAIR_QUEUE", Number = "TCP_QUEUE_SEQ";

    /// <summary>Whether a socket is under repair, so that connect would open it without a handshake.</summary>
    public static bool IsRepaired(SocketNotes notes) => notes.Has(Repair);

    /// <summary>setsockopt; <see langword="null"/> if a connection would be repaired.</summary>
    public static AnswerMaker? Set(
        OptionRule rule, CallArgumentReader arguments, TcpState state, SocketNotes notes) =>
        state == TcpState.Closed && rule.Name is Repair or Queue or Number
            && !arguments.IsAny(4) && arguments.Int(4) >= NumberOctets
            ? SetOfNew(rule.Name, arguments.Pointed(3), notes)
            : Set(rule, arguments, state);

    /// <summary>
    /// A socket without a connection may be repaired: what it begins with is said, which no script can see.
    /// </summary>
    private static AnswerMaker SetOfNew(string name, int value, SocketNotes notes)
    {
        var queue = notes.Values.GetValueOrDefault(Queue);
        var error = name switch
        {
            Repair => value is < RepairLeast or > RepairMost ? "EINVAL" : null,
            Queue => !IsRepaired(notes) ? "EPERM" : value is < 0 or > SendQueue ? "EINVAL" : null,
            _ => queue is ReceiveQueue or SendQueue ? null : "EINVAL",
        };
        if (error is not null)
        {
            return ModelCalls.Failing(error);
        }

        if (name == Repair && value == RepairMost)
        {
            notes.Values[Queue] = 0;
        }

        notes.Values[name == Number ? $"{Number}{queue}" : name] = name == Repair ? Math.Max(value, 0) : value;
        return ModelCalls.Returning(0);
    }

    private static AnswerMaker? Set(OptionRule rule, CallArgumentReader arguments, TcpState state) => rule.Name switch
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
    public static AnswerMaker? Get(OptionRule rule, SocketNotes notes) => rule.Name switch
    {
        Queue or Number when IsTold(rule.Name, notes) => null,
        "TCP_REPAIR_WINDOW" => ModelCalls.Failing("EPERM"),
        "TCP_REPAIR_OPTIONS" => ModelCalls.Failing("ENOPROTOOPT"),
        "TCP_REPAIR_QUEUE" or "TCP_QUEUE_SEQ" => ModelCalls.Failing("EINVAL"),
        "TCP_TIMESTAMP" => ModelCalls.Returning(0),
        _ => null,
    };

    /// <summary>The number that is told.</summary>
    public static long Tell(OptionRule rule, SocketNotes notes) => notes.Values.GetValueOrDefault(
        rule.Name == Number ? $"{Number}{notes.Values.GetValueOrDefault(Queue)}" : rule.Name);

    private static bool IsTold(string name, SocketNotes notes) =>
        name == Queue ? IsRepaired(notes) : notes.Values.GetValueOrDefault(Queue) is ReceiveQueue or SendQueue;
}
