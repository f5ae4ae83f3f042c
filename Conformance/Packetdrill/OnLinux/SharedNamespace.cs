using Wakeline.Conformance.Linux;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// A network namespace that several threads are in, each with an interface and addresses of its own. It has no name: it
/// is gone with the threads that are in it and this, however the process ends.
/// </summary>
internal sealed class SharedNamespace : IDisposable
{
    private const int None = -1;

    private readonly Lock _lock = new();
    private int _descriptor = None;
    private int _generation;

    /// <summary>Moves the calling thread there.</summary>
    /// <param name="after">A namespace that was used up: the next one is wanted, which the first to ask makes.</param>
    /// <returns>The number of the namespace, for the next time.</returns>
    /// <exception cref="KernelException">The kernel refuses.</exception>
    public int Enter(int after)
    {
        lock (_lock)
        {
            if (_generation > after)
            {
                return LibC.SetNamespace(_descriptor, Abi.CloneNewNet) == 0
                    ? _generation : throw HostKernel.Refused("setns");
            }

            if (LibC.Unshare(Abi.CloneNewNet) != 0)
            {
                throw HostKernel.Refused("unshare(CLONE_NEWNET)");
            }

            Dispose();
            _descriptor = LinuxNetwork.OpenOwnNamespace();
            return ++_generation;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_descriptor != None)
        {
            _ = LibC.Close(_descriptor);
            _descriptor = None;
        }
    }
}
