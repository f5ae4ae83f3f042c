namespace Wakeline.Spec.Sockets;

/// <summary>The poll method of a socket.</summary>
public static class SocketReadiness
{
    /// <summary>What the socket is ready for.</summary>
    public static PollEvents Of(in Kernel kernel, int socket) => PollEvents.None;
}
