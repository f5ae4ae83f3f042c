using Wakeline.Spec;

namespace Wakeline.Conformance.Linux;

/// <summary>
/// Replaces the two local routes of 127.0.0.0/8 by ones with the metric <c>quickack</c>.
/// </summary>
internal static class LoopbackRoutes
{
    private const byte TableLocal = 255;
    private const byte ProtocolKernel = 2;
    private const byte ScopeHost = 254;
    private const byte TypeLocal = 2;
    private const ushort MetricQuickAck = 15;

    private static ReadOnlySpan<byte> Loopback => [127, 0, 0, 1];

    /// <summary>Sets the metric on both routes.</summary>
    /// <returns>Whether the kernel accepted both.</returns>
    public static bool AcknowledgeAtOnce() => Replace([127, 0, 0, 0], 8) && Replace(Loopback, 32);

    private static bool Replace(ReadOnlySpan<byte> destination, byte prefixLength) =>
        new NetlinkRequest(
            NetlinkRequest.NewRoute,
            [Abi.AfInet, prefixLength, 0, 0, TableLocal, ProtocolKernel, ScopeHost, TypeLocal, 0, 0, 0, 0])
            .With(NetlinkRequest.Destination, destination)
            .With(NetlinkRequest.Interface, [1, 0, 0, 0])
            .With(NetlinkRequest.PreferredSource, Loopback)
            .With(NetlinkRequest.Metrics, [(MetricQuickAck, [1, 0, 0, 0])])
            .Send() == Errno.None;
}
