using System.Runtime.InteropServices;

namespace Wakeline.Spec.Systems.Network;

/// <summary>How far the user of a far end is.</summary>
public enum PeerStep : byte
{
    /// <summary>Has not connected.</summary>
    Absent,
    /// <summary>Has begun to connect, and sends and reads when the connection is up.</summary>
    Open,
    /// <summary>Has closed or broken off the connection.</summary>
    Ended,
}

/// <summary>How the user of a far end may end its connection.</summary>
[Flags]
public enum PeerEnding : byte
{
    /// <summary>Not at all.</summary>
    None = 0,
    /// <summary>By closing it, when everything is sent.</summary>
    Close = 1,
    /// <summary>By breaking it off, when everything is sent.</summary>
    Abort = 2,
}

/// <summary>What the user of a far end has done.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct PeerState
{
    /// <summary>How far it is.</summary>
    public PeerStep Step;

    /// <summary>1 + its socket; 0 before it has one.</summary>
    public byte SocketAndOne;

    /// <summary>Octets sent.</summary>
    public byte Sent;
}
