using System.Text;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// A network namespace of the calling thread's own, in which ports and settings are ours: its loopback interface is up,
/// and every segment is acknowledged at once.
/// </summary>
internal sealed record NetworkIsolation
{
    /// <summary>Whether the namespace is our own; otherwise it is the host's.</summary>
    public bool IsOwn { get; private init; }

    /// <summary>
    /// Whether the kernel acknowledges every segment at once; otherwise it may wait up to 40 ms before it does.
    /// </summary>
    public bool AcknowledgesAtOnce { get; private init; }

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
                    $"The programs ran in the network namespace of the host (unshare: {HostKernel.LastError}): its "
                    + "settings count, and delayed acknowledgments make the run slower.",
                ],
            };
        }

        BringLoopbackUp();
        var acknowledges = LoopbackRoutes.AcknowledgeAtOnce();
        return new NetworkIsolation
        {
            IsOwn = true,
            AcknowledgesAtOnce = acknowledges,
            Notes = acknowledges ? []
                : ["The route metric 'quickack' was refused: delayed acknowledgments make the run slower."],
        };
    }

    /// <summary>Brings the loopback interface up in the network namespace of the calling thread.</summary>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public static unsafe void BringLoopbackUp()
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
