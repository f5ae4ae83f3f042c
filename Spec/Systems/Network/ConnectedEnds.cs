using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Systems.Network;

/// <summary>What is demanded of each end of a connection with regard to the other.</summary>
internal enum EndLaw : byte
{
    /// <summary>It expects no number that the other has not sent.</summary>
    NothingIsInvented,
    /// <summary>What it believes acknowledged has arrived.</summary>
    WhatIsAcknowledgedArrived,
    /// <summary>It sends no more than was offered.</summary>
    TheWindowIsKept,
    /// <summary>What it has sent has arrived, and what is not sent waits for the window.</summary>
    WhatIsSentArrives,
}

/// <summary>The ends of connections past the handshake, two by two, as an observer sees both at once.</summary>
internal static class ConnectedEnds
{
    /// <summary>Whether each end keeps a law, if it and the other end know each other.</summary>
    public static bool Keep(in Kernel kernel, EndLaw law)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var own = ref kernel.Sockets[socket].Tcb;
            var other = IsConnected(in own) ? PeerOf(in kernel, in own) : SocketTable.None;
            if (other != SocketTable.None && !Keeps(in own, in kernel.Sockets[other].Tcb, law))
            {
                return false;
            }
        }

        return true;
    }

    private static bool Keeps(in Tcb own, in Tcb peer, EndLaw law) => law switch
    {
        EndLaw.NothingIsInvented => own.RcvNxt <= peer.SndNxt,
        EndLaw.WhatIsAcknowledgedArrived => own.SndUna <= peer.RcvNxt,
        EndLaw.TheWindowIsKept => own.SndNxt <= peer.RcvNxt + peer.RcvWnd,
        _ => own.SndNxt == peer.RcvNxt && (own.Unsent == 0 || own.SndNxt - own.SndUna >= own.SndWnd),
    };

    private static int PeerOf(in Kernel kernel, in Tcb own)
    {
        for (var socket = 0; socket < Capacity.Sockets; socket++)
        {
            ref readonly var peer = ref kernel.Sockets[socket].Tcb;
            if (peer.Local == own.Remote && peer.Remote == own.Local && IsConnected(in peer)
                && peer.Irs == own.Iss && own.Irs == peer.Iss)
            {
                return socket;
            }
        }

        return SocketTable.None;
    }

    /// <summary>An end past the handshake; a request is replaced by its child.</summary>
    private static bool IsConnected(in Tcb tcb) =>
        tcb.State is not (TcpState.Closed or TcpState.Listen or TcpState.SynSent or TcpState.SynReceived);
}
