using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// Puts segments on the wire (tcp_write_xmit, tcp_transmit_skb). The wire of the loopback leads back to the card.
/// </summary>
public static class Transmission
{
    /// <summary>
    /// Sends what a connection may send now. If the wire is full the rest waits until the card has taken a frame
    /// (netif_stop_queue).
    /// </summary>
    public static void Send(ref Kernel kernel, int socket)
    {
        kernel.Sockets[socket].Tcb.StampClock = kernel.Net.StampClock;
        SendMemory.Free(ref kernel, socket);
        while (!kernel.Nic.Wire.IsFull)
        {
            if (Connection.TryEmit(ref kernel.Sockets[socket].Tcb, out var segment, kernel.Mutation) < 0)
            {
                SendMemory.Follow(ref kernel, socket);
                return;
            }

            kernel.Nic.Wire.Enqueue(in segment);
        }

        kernel.Nic.IsStopped = true;
    }

    /// <summary>Answers a segment that belongs to no connection (tcp_v4_send_reset).</summary>
    public static void Refuse(ref Kernel kernel, in Segment segment)
    {
        var nobody = default(Tcb);
        Answer(ref kernel, ref nobody, in segment);
    }

    /// <summary>Answers a segment that belongs to no connection of the listener it found.</summary>
    public static void AnswerForListener(ref Kernel kernel, in Segment segment)
    {
        var listener = new Tcb { State = TcpState.Listen, Deviations = kernel.Net.Deviations };
        Answer(ref kernel, ref listener, in segment);
    }

    /// <summary>The wire has room again (netif_wake_queue).</summary>
    public static void Resume(ref Kernel kernel)
    {
        if (!kernel.Nic.IsStopped)
        {
            return;
        }

        kernel.Nic.IsStopped = false;
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            if (kernel.Sockets[socket].InUse)
            {
                Send(ref kernel, socket);
                SocketInput.Collect(ref kernel, socket);
            }
        }
    }

    /// <summary>An answer for which the wire has no room is lost; the peer will ask again.</summary>
    private static void Answer(ref Kernel kernel, ref Tcb tcb, in Segment segment)
    {
        Connection.Fire(ref tcb, in segment, kernel.Mutation);
        if (Connection.TryEmit(ref tcb, out var answer, kernel.Mutation) >= 0 && !kernel.Nic.Wire.IsFull)
        {
            kernel.Nic.Wire.Enqueue(in answer);
        }
    }
}
