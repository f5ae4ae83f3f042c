using System.Numerics;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The memory that a socket's text takes until it is acknowledged (sk_wmem_queued), and how much it may take
/// (sk_sndbuf). Where the network's buffers have no overhead, octets are counted.
/// </summary>
public static class SendMemory
{
    /// <summary>What the smallest buffer has room for (SKB_SMALL_HEAD_HEADROOM).</summary>
    private const int HeaderRoom = 256;

    /// <summary>The headers that a segment is taken to have at most (MAX_TCP_HEADER).</summary>
    private const int HeadersMost = 192;

    /// <summary>What a buffer needs to describe itself (struct sk_buff and struct skb_shared_info, aligned).</summary>
    private const int Description = 256, SharedDescription = 320;

    /// <summary>What an empty buffer takes (SKB_TRUESIZE of MAX_TCP_HEADER).</summary>
    public const int BufferOverhead = HeaderRoom + Description + SharedDescription;

    /// <summary>The greatest packet that a device cuts into segments (GSO_LEGACY_MAX_SIZE, sk_setup_caps).</summary>
    private const int PacketMost = 65_536 - HeaderRoom - 1;

    /// <summary>The least cwnd that the size of the buffer is made for (TCP_INIT_CWND).</summary>
    private const int WindowLeast = 10;

    /// <summary>A window below which a buffer may be as great as the window (TCP_MSS_DEFAULT).</summary>
    private const int SmallWindow = 536;

    /// <summary>What the socket's text takes.</summary>
    public static int Taken(in Kernel kernel, int socket)
    {
        ref readonly var endpoint = ref kernel.Sockets[socket];
        return kernel.Net.BufferOverhead == 0
            ? endpoint.Tcb.Unacknowledged
            : endpoint.WriteQueue.Octets + (endpoint.WriteQueue.Count * kernel.Net.BufferOverhead);
    }

    /// <summary>What it may take.</summary>
    public static int Limit(in Kernel kernel, int socket)
    {
        ref readonly var endpoint = ref kernel.Sockets[socket];
        return endpoint.Settings.SendBuffer > 0
            ? endpoint.Settings.SendBuffer
            : Math.Max(endpoint.SendBuffer, kernel.Net.SendBuffer);
    }

    /// <summary>How much more the last buffer takes without new memory.</summary>
    public static int RoomInTail(in Kernel kernel, int socket, bool isUrgent) => kernel.Net.BufferOverhead == 0
        ? 0
        : kernel.Sockets[socket].WriteQueue.RoomInTail(
            in kernel.Sockets[socket].Tcb, BufferMost(in kernel.Sockets[socket].Tcb, isUrgent));

    /// <summary>
    /// Whether no more can be queued behind text that has just found its buffer; what is there is pushed then
    /// (tcp_sendmsg_locked wait_for_space).
    /// </summary>
    public static bool IsFull(in Kernel kernel, int socket, int octets, bool isUrgent) =>
        kernel.Net.BufferOverhead > 0 && !SocketReadiness.HasRoom(in kernel, socket, octets)
        && kernel.Sockets[socket].WriteQueue.IsTailFull(BufferMost(in kernel.Sockets[socket].Tcb, isUrgent));

    /// <summary>
    /// How much is queued at once: a segment, or what fits a buffer, which is half the greatest window at most
    /// (tcp_xmit_size_goal).
    /// </summary>
    public static int Portion(in Kernel kernel, int socket, bool isUrgent)
    {
        ref readonly var tcb = ref kernel.Sockets[socket].Tcb;
        if (kernel.Net.BufferOverhead == 0)
        {
            return tcb.SndMss;
        }

        var room = RoomInTail(in kernel, socket, isUrgent);
        return room > 0 ? room : BufferMost(in tcb, isUrgent);
    }

    /// <summary>Text is queued.</summary>
    public static void Queue(ref Kernel kernel, int socket, int octets, bool isUrgent)
    {
        if (kernel.Net.BufferOverhead > 0)
        {
            var isAppended = RoomInTail(in kernel, socket, isUrgent) > 0;
            kernel.Sockets[socket].WriteQueue.Add(kernel.Sockets[socket].Tcb.SndEnd, octets, isAppended);
        }
    }

    /// <summary>What was acknowledged is free, before anything that is sent now (tcp_clean_rtx_queue).</summary>
    public static void Free(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (endpoint.WriteQueue.Count > 0)
        {
            endpoint.WriteQueue.Acknowledge(in endpoint.Tcb);
        }
    }

    /// <summary>Buffers follow what was acknowledged and what was sent.</summary>
    public static void Follow(ref Kernel kernel, int socket)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (endpoint.WriteQueue.Count > 0)
        {
            endpoint.WriteQueue.Cut(in endpoint.Tcb, BurstMost(in endpoint.Tcb));
            endpoint.WriteQueue.Acknowledge(in endpoint.Tcb);
            endpoint.WriteQueue.Grow(Math.Min(BurstMost(in endpoint.Tcb), QuotaLeft(in endpoint.Tcb)));
        }
    }

    /// <summary>
    /// The memory grows with the congestion window, so that a window of segments twice finds room
    /// (tcp_sndbuf_expand).
    /// </summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="socket">The socket.</param>
    /// <param name="asked">The size of segments that the peer has asked for, if they could be greater.</param>
    public static void Expand(ref Kernel kernel, int socket, int asked = 0)
    {
        ref var endpoint = ref kernel.Sockets[socket];
        if (kernel.Net.BufferOverhead > 0)
        {
            var segments = Math.Max(CongestionWindow(in endpoint.Tcb), WindowLeast);
            var size = Math.Max(endpoint.Tcb.SndMss, asked);
            var each = BitOperations.RoundUpToPowerOf2((uint)(size + HeadersMost + SharedDescription));
            var wanted = 2 * segments * ((int)each + Description);
            endpoint.SendBuffer = Math.Max(
                Math.Max(endpoint.SendBuffer, kernel.Net.SendBuffer), Math.Min(wanted, kernel.Net.SendBufferMost));
        }
    }

    /// <summary>Urgent text lies in buffers of a segment each.</summary>
    private static int BufferMost(in Tcb tcb, bool isUrgent)
    {
        if (isUrgent)
        {
            return tcb.SndMss;
        }

        var half = tcb.SndWndMost > SmallWindow ? tcb.SndWndMost / 2 : tcb.SndWndMost;
        return Math.Max(Math.Min(half, PacketMost) / tcb.SndMss, 1) * tcb.SndMss;
    }

    /// <summary>At least two packets share a congestion window (tcp_cwnd_test).</summary>
    private static int BurstMost(in Tcb tcb)
    {
        var segments = Math.Max(CongestionWindow(in tcb) / 2, 0);
        return (tcb.SndBurst > 0 ? Math.Min(segments, tcb.SndBurst) : segments) * tcb.SndMss;
    }

    private static int QuotaLeft(in Tcb tcb) => tcb.HasSndLimit ? Math.Max(tcb.SndLimit - tcb.SndNxt, 0) : 0;

    private static int CongestionWindow(in Tcb tcb) =>
        tcb.HasSndLimit ? Math.Max(tcb.SndLimit - tcb.SndUna, 0) / tcb.SndMss : 0;
}
