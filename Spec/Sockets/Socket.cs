using System.Runtime.InteropServices;

namespace Wakeline.Spec.Sockets;

/// <summary>A socket (struct sock).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct Socket
{
    /// <summary>Whether the socket exists.</summary>
    public bool InUse;
}
