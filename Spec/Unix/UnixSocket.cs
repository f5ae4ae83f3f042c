using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tasks;

namespace Wakeline.Spec.Unix;

/// <summary>One end of a pair of UNIX stream sockets (struct unix_sock).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct UnixSocket
{
    /// <summary>Whether the socket exists.</summary>
    public bool InUse;

    /// <summary>Its file.</summary>
    public byte File;

    /// <summary>1 + the other end; 0 once that is released.</summary>
    public byte PeerAndOne;

    /// <summary>Which directions are shut (sk_shutdown).</summary>
    public ShutdownDirections Shutdown;

    /// <summary>The error that the user has not been told (sk_err).</summary>
    public Errno Error;

    /// <summary>1 + the task that holds the mutex of readers (iolock); 0 for none.</summary>
    public byte ReaderAndOne;

    /// <summary>Octets a blocked reader waits for (SO_RCVLOWAT); 0 for the default, 1.</summary>
    public int LowWater;

    /// <summary>The messages that wait to be read, by the octets each was sent with (sk_receive_queue).</summary>
    public Ring<int, InlineArray8<int>> Messages;

    /// <summary>Octets of the oldest message that were read.</summary>
    public int Consumed;

    /// <summary>Whether the other end still exists.</summary>
    public readonly bool HasPeer => PeerAndOne != 0;

    /// <summary>The other end.</summary>
    public readonly int Peer => PeerAndOne - 1;

    /// <summary>Octets of the oldest message that were not read.</summary>
    public readonly int OldestRest => Messages.Items[0] - Consumed;
}
