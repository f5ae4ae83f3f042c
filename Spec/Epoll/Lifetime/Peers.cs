namespace Wakeline.Spec.Epoll.Lifetime;

/// <summary>
/// A datagram socket whose poll depends on its peer: there is room for it to write if the peer's queue is not full. It
/// keeps the peer's socket, and with it the wait queue, until it is connected to somebody else; what the peer's queue
/// tells, it passes on to its own (net/unix/af_unix.c: unix_dgram_peer_wake_relay).
/// </summary>
internal static class Peers
{
    /// <summary>The socket lets go of its peer.</summary>
    public static void Disconnect(ref Heap heap, int file)
    {
        var peer = heap.Files[file].PeerAndOne - 1;
        if (peer >= 0)
        {
            heap.Files[file].PeerAndOne = 0;
            PutQueue(ref heap, peer);
        }
    }

    /// <summary>Somebody lets go of a socket; the last one frees it with its wait queue.</summary>
    public static void PutQueue(ref Heap heap, int queue)
    {
        heap.Queues[queue].References--;
        if (heap.Queues[queue].References == 0)
        {
            ReadCopyUpdate.Free(ref heap, ref heap.Queues[queue].Memory);
        }
    }
}
