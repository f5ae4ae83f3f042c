using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>A packet on the wire, with the numbers that stand in its headers.</summary>
/// <param name="Time">When it is there.</param>
/// <param name="Source">The port it comes from.</param>
/// <param name="Destination">The port it goes to.</param>
/// <param name="Content">What IP carries; sequence numbers in it are those of the wire.</param>
internal sealed record WirePacket(long Time, ushort Source, ushort Destination, PacketContent Content)
{
    /// <summary>Fields of the IP header; <see langword="null"/> if the stack does not tell them.</summary>
    public Sequence<HeaderField>? Ip { get; init; }
}
