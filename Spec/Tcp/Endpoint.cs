using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>
/// One end of a connection: an address of the loopback network and a port. Host 0 is the wildcard (INADDR_ANY), port 0
/// is "none".
/// </summary>
/// <param name="Host">Last octet of 127.0.0.x, or 0 for any.</param>
/// <param name="Port">The port.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Endpoint(byte Host, ushort Port)
{
    /// <summary>Whether the address is the wildcard.</summary>
    public bool IsWildcard => Host == 0;

    /// <inheritdoc/>
    public override string ToString() => IsWildcard ? $"*:{Port}" : $"127.0.0.{Host}:{Port}";
}
