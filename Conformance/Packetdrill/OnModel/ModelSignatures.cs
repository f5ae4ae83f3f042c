using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// Segments that are signed where nobody has a key: they are dropped, and not even a reset answers them (RFC 2385 4.1;
/// net/ipv4/tcp.c tcp_inbound_md5_hash, net/ipv4/tcp_ipv4.c tcp_v4_send_reset).
/// </summary>
internal static class ModelSignatures
{
    private const int DigestDigits = 32;

    /// <summary>Whether a packet has a digest. One of another length is no option of that kind.</summary>
    public static bool IsSigned(WirePacket packet) =>
        packet.Content is TcpSegment { Options: { } options }
        && options.List.TakeWhile(option => option is not PlainOption { Kind: PlainOptionKind.EndOfList })
            .Any(option => option is Signature { Digest.Length: DigestDigits });

    /// <summary>Whether a signed segment is heard all the same: TIME-WAIT does not look at signatures.</summary>
    public static bool IsHeard(KernelHost host, in Segment segment) =>
        host.FindReceiver(in segment) is { } socket && host.State.Sockets[socket].Tcb.State == TcpState.TimeWait;
}
