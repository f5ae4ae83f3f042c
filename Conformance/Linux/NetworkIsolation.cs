using System.Text;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// A network namespace of the calling thread's own, in which ports and settings are ours: its loopback interface is up,
/// every segment is acknowledged at once, and congestion control is Reno, so that no pacing timer decides when data
/// arrives.
/// </summary>
internal sealed record NetworkIsolation
{
    /// <summary>Whether the namespace is our own; otherwise it is the host's.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>What could not be had and what that means, one sentence each; empty if nothing is missing.</summary>
    public IReadOnlyList<string> Notes { get; private init; } = [];

    /// <summary>Moves the calling thread to a namespace of its own, or leaves it in the host's and notes why.</summary>
    public static NetworkIsolation Enter()
    {
        if (LibC.Unshare(Abi.CloneNewNet) != 0)
        {
            return new NetworkIsolation
            {
                Notes =
                [
                    $"The network namespace is the host's (unshare: {HostKernel.LastError}): delayed acknowledgments "
                    + "make runs slower, and settings of the host count.",
                ],
            };
        }

        BringLoopbackUp();
        var notes = new List<string>();
        if (!LoopbackRoutes.AcknowledgeAtOnce())
        {
            notes.Add("The route metric 'quickack' was refused: delayed acknowledgments make the run slower.");
        }

        if (!HostKernel.WriteFile("/proc/sys/net/ipv4/tcp_congestion_control", "reno"))
        {
            notes.Add("Congestion control 'reno' was refused: pacing may delay what is sent.");
        }

        return new NetworkIsolation { IsOwn = true, Notes = notes };
    }

    private static unsafe void BringLoopbackUp()
    {
        const int InterfaceRequestSize = 40;
        const int FlagsOffset = 16;
        var request = stackalloc byte[InterfaceRequestSize];
        new Span<byte>(request, InterfaceRequestSize).Clear();
        Encoding.ASCII.GetBytes("lo", new Span<byte>(request, FlagsOffset));
        *(short*)(request + FlagsOffset) = Abi.InterfaceUp;
        var socket = LibC.Socket(Abi.AfInet, Abi.SockStream, 0);
        var result = LibC.DeviceControl(socket, Abi.SiocSetInterfaceFlags, request);
        var error = HostKernel.Refused("ioctl(SIOCSIFFLAGS)");
        _ = LibC.Close(socket);
        if (result != 0)
        {
            throw error;
        }
    }
}
