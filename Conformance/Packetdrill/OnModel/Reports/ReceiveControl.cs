using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using static Wakeline.Conformance.Packetdrill.OnModel.Reports.Ancillary;

namespace Wakeline.Conformance.Packetdrill.OnModel.Reports;

/// <summary>
/// Messages of control that come with text that is received: when it came (net/ipv4/tcp.c tcp_recv_timestamp), and how
/// much is left to read (tcp_inq_hint).
/// </summary>
internal static class ReceiveControl
{
    private const long NanosecondsOfMicrosecond = 1000;

    /// <summary>Whether a value of SO_TIMESTAMPING asks for stamps of what is received.</summary>
    public static bool AsksForStamps(long stamping) =>
        (stamping & Constant("SOF_TIMESTAMPING_RX_SOFTWARE")) != 0;

    /// <summary>The messages, in the kernel's order.</summary>
    /// <param name="notes">What the user has set.</param>
    /// <param name="stamp">When the last text came that was read, if it is stamped, in microseconds.</param>
    /// <param name="left">How much is left to read.</param>
    public static IEnumerable<Value> Of(SocketNotes notes, long? stamp, int left)
    {
        if (stamp is { } time)
        {
            if (notes.Has("SO_TIMESTAMPNS"))
            {
                yield return Message("SOL_SOCKET", "SCM_TIMESTAMPNS", Structure(
                    ("tv_sec", time / EventTime.Second),
                    ("tv_nsec", time % EventTime.Second * NanosecondsOfMicrosecond)));
            }
            else if (notes.Has("SO_TIMESTAMP"))
            {
                yield return Message("SOL_SOCKET", "SCM_TIMESTAMP", Structure(
                    ("tv_sec", time / EventTime.Second), ("tv_usec", time % EventTime.Second)));
            }

            if (IsTold(notes.Reports.Stamping))
            {
                yield return Stamp("SCM_TIMESTAMPING", time);
            }
        }

        if (notes.Has("TCP_INQ"))
        {
            yield return Message("SOL_TCP", "TCP_CM_INQ", new NumberValue(left));
        }
    }

    /// <summary>Stamps are told to whoever asks for them, or did not say that others are not meant.</summary>
    private static bool IsTold(int stamping) => (stamping & Constant("SOF_TIMESTAMPING_SOFTWARE")) != 0
        && (AsksForStamps(stamping) || (stamping & Constant("SOF_TIMESTAMPING_OPT_RX_FILTER")) == 0);
}
