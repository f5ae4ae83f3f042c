using Wakeline.Conformance.Observations;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// What TCP_INFO, SIOCINQ and SIOCOUTQ tell of a socket. None of it changes what a program sees afterwards.
/// </summary>
internal static unsafe class SocketInspection
{
    /// <summary>Offset of tcpi_unacked in struct tcp_info: for a listener, the length of its accept queue.</summary>
    private const int UnackedOffset = 24;

    private const int InfoSize = 104;

    /// <summary>The states by their numbers in include/net/tcp_states.h.</summary>
    private static readonly TcpState[] s_states =
    [
        TcpState.Closed, TcpState.Established, TcpState.SynSent, TcpState.SynReceived, TcpState.FinWait1,
        TcpState.FinWait2, TcpState.TimeWait, TcpState.Closed, TcpState.CloseWait, TcpState.LastAck, TcpState.Listen,
        TcpState.Closing, TcpState.SynReceived,
    ];

    /// <summary>Looks at a socket.</summary>
    /// <returns>What is seen, or <see langword="null"/> if the descriptor is no TCP socket.</returns>
    public static SocketView? Look(int descriptor, int number)
    {
        var info = stackalloc byte[InfoSize];
        var length = (uint)InfoSize;
        if (LibC.GetOption(descriptor, Abi.IpProtoTcp, Abi.TcpInfo, info, &length) != 0)
        {
            return null;
        }

        var state = info[0] < s_states.Length ? s_states[info[0]] : TcpState.Closed;
        return state == TcpState.Listen
            ? new SocketView(number, state, -1, -1, *(int*)(info + UnackedOffset))
            : new SocketView(number, state, Ask(descriptor, Abi.SiocInq), Ask(descriptor, Abi.SiocOutq), -1);
    }

    private static int Ask(int descriptor, nuint request)
    {
        var octets = 0;
        return LibC.DeviceControl(descriptor, request, &octets) == 0 ? octets : -1;
    }
}
