namespace Wakeline.Spec.Sockets;

/// <summary>What happens to a socket whose file nobody holds any more.</summary>
public static class SocketRelease
{
    /// <summary>Releases a socket (sock_close): its file has just been put for the last time.</summary>
    public static void Released(ref Kernel kernel, int socket) => kernel.Sockets[socket] = default;
}
