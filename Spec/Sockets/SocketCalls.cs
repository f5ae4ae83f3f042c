namespace Wakeline.Spec.Sockets;

/// <summary>The system calls of sockets.</summary>
public static class SocketCalls
{
    /// <summary>Sets the first step of the machine that handles the call of a task.</summary>
    public static void Enter(ref Kernel kernel, int task)
    {
    }
}
