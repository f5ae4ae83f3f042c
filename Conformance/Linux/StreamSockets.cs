using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;
using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>The calls that make sockets and give them addresses.</summary>
internal static unsafe class StreamSockets
{
    /// <summary>
    /// Opens a TCP socket without Nagle's algorithm, and with Reno, which every kernel has and anybody may choose:
    /// when a segment leaves is not what is compared, and waiting for an acknowledgment or a pacing timer would only
    /// make it late. Accepted connections inherit both from the listener.
    /// </summary>
    public static int Open(CallStep step)
    {
        var type = Abi.SockStream | (step.Nonblocking ? Abi.SockNonblock : 0);
        var descriptor = LibC.Socket(Abi.AfInet, type, 0);
        if (descriptor < 0)
        {
            return descriptor;
        }

        var on = 1;
        if (LibC.SetOption(descriptor, Abi.IpProtoTcp, Abi.TcpNoDelay, &on, sizeof(int)) != 0)
        {
            throw HostKernel.Refused("setsockopt(TCP_NODELAY)");
        }

        var reno = "reno"u8;
        fixed (byte* first = reno)
        {
            return LibC.SetOption(descriptor, Abi.IpProtoTcp, Abi.TcpCongestion, first, (uint)reno.Length) == 0
                ? descriptor : throw HostKernel.Refused("setsockopt(TCP_CONGESTION)");
        }
    }

    /// <summary>Sends the acknowledgment that a socket has put off, if there is one.</summary>
    public static void AcknowledgeNow(int descriptor)
    {
        var on = 1;
        _ = LibC.SetOption(descriptor, Abi.IpProtoTcp, Abi.TcpQuickAck, &on, sizeof(int));
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
