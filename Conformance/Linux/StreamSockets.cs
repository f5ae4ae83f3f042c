using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>The calls that make sockets and give them addresses.</summary>
internal static unsafe class StreamSockets
{
    /// <summary>
    /// Opens a TCP socket without Nagle's algorithm: when a small segment leaves is not what is compared, and waiting
    /// for an acknowledgment would only make it late.
    /// </summary>
    public static int Open(CallStep step)
    {
        var type = Abi.SockStream | (step.Nonblocking ? Abi.SockNonblock : 0);
        var descriptor = LibC.Socket(Abi.AfInet, type, 0);
        var on = 1;
        if (descriptor >= 0 && LibC.SetOption(descriptor, Abi.IpProtoTcp, Abi.TcpNoDelay, &on, sizeof(int)) != 0)
        {
            throw HostKernel.Refused("setsockopt(TCP_NODELAY)");
        }

        return descriptor;
    }

    /// <summary>bind, connect, and connect to AF_UNSPEC.</summary>
    public static CallResult Address(CallStep step, int descriptor, CallSite site)
    {
        var address = site.AddressOf(step);
        if (step.Verb == Verb.Disconnect)
        {
            address = new SocketAddress { Family = Abi.AfUnspec };
        }

        var pointer = UserPointer.Of(step, &address);
        var result = CallMaker.Returned(step.Verb == Verb.Bind
            ? LibC.Bind(descriptor, pointer, (uint)sizeof(SocketAddress))
            : LibC.Connect(descriptor, pointer, (uint)sizeof(SocketAddress)));
        if (step.Verb == Verb.Disconnect && result.Error == Errno.None)
        {
            site.Open[site.NumberOf(descriptor)]?.BeginStreams();
        }

        return result;
    }
}
