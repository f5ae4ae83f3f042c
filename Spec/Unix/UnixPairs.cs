using Wakeline.Spec.Files;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Unix;

/// <summary>
/// What UNIX stream sockets that are connected to each other are, apart from the calls on them: how they are made, what
/// they are ready for, whom they wake, how they end.
/// </summary>
public static class UnixPairs
{
    private const PollEvents InKey = PollEvents.In | PollEvents.Pri | PollEvents.RdNorm | PollEvents.RdBand;

    private const PollEvents OutKey = PollEvents.Out | PollEvents.WrNorm | PollEvents.WrBand;

    /// <summary>The default of SO_SNDBUF (net.core.wmem_default) where a page has 4 KiB.</summary>
    private const int SendBuffer = 212_992;

    /// <summary>
    /// What a message costs beside its octets: struct sk_buff and the end of its buffer, rounded as the allocator does.
    /// </summary>
    private const int MessageOverhead = 767;

    /// <summary>Makes a pair (net/socket.c __sys_socketpair, net/unix/af_unix.c unix_socketpair).</summary>
    /// <returns>The two descriptors.</returns>
    /// <exception cref="BoundExceededException">Every socket or file is in use.</exception>
    public static (int First, int Second) Open(ref Kernel kernel, bool nonblocking)
    {
        var first = Create(ref kernel, nonblocking, out var firstDescriptor);
        var second = Create(ref kernel, nonblocking, out var secondDescriptor);
        kernel.UnixSockets[first].PeerAndOne = (byte)(second + 1);
        kernel.UnixSockets[second].PeerAndOne = (byte)(first + 1);
        return (firstDescriptor, secondDescriptor);
    }

    /// <summary>What a socket is ready for (net/unix/af_unix.c unix_poll).</summary>
    public static PollEvents Readiness(in Kernel kernel, int socket)
    {
        ref readonly var end = ref kernel.UnixSockets[socket];
        var ready = end.Error != Errno.None ? PollEvents.Err : PollEvents.None;
        ready |= end.Shutdown == ShutdownDirections.Both ? PollEvents.Hup : PollEvents.None;
        if ((end.Shutdown & ShutdownDirections.Receive) != 0)
        {
            ready |= PollEvents.RdHup | PollEvents.In | PollEvents.RdNorm;
        }

        ready |= end.Messages.IsEmpty ? PollEvents.None : PollEvents.In | PollEvents.RdNorm;
        return ready | (IsWritable(in kernel, socket) ? OutKey : PollEvents.None);
    }

    /// <summary>
    /// Releases a socket whose file nobody holds any more (unix_release_sock): the other end is shut, and has an error
    /// if it sent what nobody has read.
    /// </summary>
    public static void Release(ref Kernel kernel, int socket)
    {
        var end = kernel.UnixSockets[socket];
        kernel.UnixSockets[socket] = default;
        if (!end.HasPeer)
        {
            return;
        }

        ref var peer = ref kernel.UnixSockets[end.Peer];
        peer.PeerAndOne = 0;
        peer.Shutdown = ShutdownDirections.Both;
        peer.Error = end.Messages.IsEmpty ? peer.Error : Errno.ECONNRESET;
        WakeAll(ref kernel, end.Peer);
        for (var message = 0; message < end.Messages.Count; message++)
        {
            OfferSpace(ref kernel, end.Peer);
        }
    }

    /// <summary>Whether a message may be queued (sock_alloc_send_pskb).</summary>
    internal static bool HasRoomToSend(in Kernel kernel, int socket) => Charged(in kernel, socket) < SendBuffer;

    /// <summary>Wakes who waits for data (sock_def_readable).</summary>
    internal static void WakeReaders(ref Kernel kernel, int socket) =>
        Waking.Wake(ref kernel, kernel.UnixSockets[socket].File, InKey, 1);

    /// <summary>Wakes everybody, with a key that says nothing (sock_def_wakeup).</summary>
    internal static void WakeAll(ref Kernel kernel, int socket) =>
        Waking.Wake(ref kernel, kernel.UnixSockets[socket].File, PollEvents.None, 0);

    /// <summary>
    /// A message of the socket is gone: who waits for room is woken if there is enough (unix_write_space).
    /// </summary>
    internal static void OfferSpace(ref Kernel kernel, int socket)
    {
        if (IsWritable(in kernel, socket))
        {
            Waking.Wake(ref kernel, kernel.UnixSockets[socket].File, OutKey, 1);
        }
    }

    /// <summary>Whether three quarters of the buffer are free (unix_writable).</summary>
    private static bool IsWritable(in Kernel kernel, int socket) => 4 * Charged(in kernel, socket) <= SendBuffer;

    /// <summary>What the messages that the other end has not read whole are charged with (sk_wmem_alloc).</summary>
    private static int Charged(in Kernel kernel, int socket)
    {
        var charged = 0;
        if (kernel.UnixSockets[socket].HasPeer)
        {
            foreach (var octets in kernel.UnixSockets[kernel.UnixSockets[socket].Peer].Messages.Items)
            {
                charged += octets + MessageOverhead;
            }
        }

        return charged;
    }

    private static int Create(ref Kernel kernel, bool nonblocking, out int descriptor)
    {
        for (var socket = 0; socket < Capacity.UnixSockets; socket++)
        {
            if (!kernel.UnixSockets[socket].InUse)
            {
                descriptor = OpenFiles.Open(ref kernel, FileKind.UnixSocket, socket, nonblocking);
                kernel.UnixSockets[socket].InUse = true;
                kernel.UnixSockets[socket].File = kernel.Descriptors.FileOf(descriptor);
                return socket;
            }
        }

        BoundExceededException.Throw(nameof(Kernel.UnixSockets), Capacity.UnixSockets);
        descriptor = -1;
        return -1;
    }
}
