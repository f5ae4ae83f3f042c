using Wakeline.Conformance.Observations;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Comparison;

/// <summary>
/// Whether what is seen of the kernel is what the model shows, apart from what the model leaves open.
/// </summary>
internal static class Matching
{
    /// <summary>Compares two observations.</summary>
    /// <param name="allowed">What the model shows.</param>
    /// <param name="seen">What is seen of the kernel.</param>
    /// <param name="hasFilled">
    /// A buffer was filled: how many octets that took is the kernel's secret, so only whether there are any is
    /// compared.
    /// </param>
    public static bool Agree(Observation allowed, Observation seen, bool hasFilled)
    {
        if (allowed.Threads != seen.Threads || allowed.Sockets.Count != seen.Sockets.Count)
        {
            return false;
        }

        for (var place = 0; place < allowed.Sockets.Count; place++)
        {
            if (!Agree(allowed.Sockets[place], seen.Sockets[place], hasFilled))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>
    /// SIOCOUTQ of a socket without a connection is what its last one left behind (tcp_disconnect, tcp_done), no queue.
    /// </summary>
    private static bool Agree(SocketView allowed, SocketView seen, bool hasFilled) =>
        allowed.Descriptor == seen.Descriptor && allowed.State == seen.State
        && allowed.AcceptQueue == seen.AcceptQueue
        && AreSame(allowed.Readable, seen.Readable, hasFilled)
        && (allowed.State == TcpState.Closed || AreSame(allowed.Unacknowledged, seen.Unacknowledged, hasFilled));

    private static bool AreSame(int allowed, int seen, bool hasFilled) =>
        hasFilled ? allowed > 0 == seen > 0 : allowed == seen;
}
