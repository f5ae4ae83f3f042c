namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// Room for what calls read and write. It is kept from call to call: an array for each recv of 100,000 octets would be
/// too large for the young generation, and its collections a third of the time of a suite.
/// </summary>
internal static class CallBuffers
{
    private const int Least = 128 * 1024;

    [ThreadStatic]
    private static byte[]? t_received;

    private static byte[] s_zeros = new byte[Least];

    /// <summary>Room on the calling thread for what a call reads; what is in it is of the call before.</summary>
    public static byte[] ToReceive(int octets) =>
        t_received is { } kept && kept.Length >= octets ? kept : t_received = new byte[Math.Max(octets, Least)];

    /// <summary>At least so many zeros, which is what scripts send. Nobody writes to them.</summary>
    public static byte[] Zeros(int octets) =>
        s_zeros is { } kept && kept.Length >= octets ? kept : s_zeros = new byte[octets];
}
