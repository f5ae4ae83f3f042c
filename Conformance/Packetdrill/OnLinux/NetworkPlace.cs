using System.Net;

namespace Wakeline.Conformance.Packetdrill.OnLinux;

/// <summary>
/// The addresses and the interface of one of the threads that share a namespace. No two have an address in common, so
/// that they may use the same ports.
/// </summary>
/// <param name="Number">Its number; 0 has the addresses that cases have.</param>
internal readonly record struct NetworkPlace(int Number)
{
    /// <summary>The name of the interface.</summary>
    public string Interface => $"tun{Number}";

    /// <summary>The address of the stack, for what a case has.</summary>
    public IPAddress Local(IPAddress usual) => Number == 0 ? usual : Parse($"192.168.{Number}.1");

    /// <summary>The address of the peer, for what a case has.</summary>
    public IPAddress Remote(IPAddress usual) => Number == 0 ? usual : Parse($"192.0.2.{Number + 1}");

    private static IPAddress Parse(string text) => IPAddress.Parse(text);
}
