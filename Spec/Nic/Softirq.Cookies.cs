using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Nic;

/// <content>SYN cookies: requests that stand in the peer's acknowledgment number alone.</content>
public static partial class Softirq
{
    private static bool HasMoreRequestsThanBacklog(in Kernel kernel, int queue) =>
        SocketTable.RequestsOf(in kernel, Listener(in kernel, queue))
            > kernel.Sockets[Listener(in kernel, queue)].Backlog;

    private static bool WantsCookie(in Kernel kernel, int queue) =>
        kernel.Net.CookieUse == CookieUse.Always
        || (kernel.Net.CookieUse == CookieUse.WhenFull && HasMoreRequestsThanBacklog(in kernel, queue));

    /// <summary>
    /// A listener that has sent no cookies knows none (tcp_synq_no_recent_overflow; old ones are no cookies any more).
    /// </summary>
    private static bool BringsCookie(in Kernel kernel, int queue) =>
        kernel.Net.CookieUse != CookieUse.Never && kernel.Sockets[Found(in kernel, queue)].HasSentCookies
        && SynCookies.TryRead(in kernel.Net, in kernel.Nic.Queues[queue].Frame, out _);

    /// <summary>The answer for which the wire has no room is lost, as any may be.</summary>
    private static void SendCookie(ref Kernel kernel, int queue)
    {
        var listener = Found(in kernel, queue);
        var syn = SynCookies.Limit(kernel.Nic.Queues[queue].Frame);
        var request = FreshRequest(in kernel, listener, SynCookies.Make(in kernel.Net, in syn));
        DropFrame(ref kernel, queue);
        kernel.Sockets[listener].HasSentCookies = true;
        Connection.Fire(ref request, in syn, kernel.Mutation);
        request.StampClock = SynCookies.Stamp(kernel.Net.StampClock, in request);
        if (Connection.TryEmit(ref request, out var answer, kernel.Mutation) >= 0 && !kernel.Nic.Wire.IsFull)
        {
            kernel.Nic.Wire.Enqueue(in answer);
        }
    }

    /// <summary>The request comes back, as if its SYN,ACK had just been sent (cookie_v4_check).</summary>
    private static void RebuildRequest(ref Kernel kernel, int queue)
    {
        var last = kernel.Nic.Queues[queue].Frame;
        if (SynCookies.TryRead(in kernel.Net, in last, out var syn))
        {
            var request = CreateRequest(ref kernel, queue, last.Acknowledgment - 1);
            ref var tcb = ref kernel.Sockets[request].Tcb;
            Connection.Fire(ref tcb, in syn, kernel.Mutation);
            _ = Connection.TryEmit(ref tcb, out _, kernel.Mutation);
            kernel.Nic.Queues[queue].FoundAndOne = (byte)(request + 1);
        }
    }
}
