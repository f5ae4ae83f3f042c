namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>A script asks for something that is not there to be had; its verdict stays open.</summary>
/// <param name="reason">What is not there.</param>
internal sealed class UnsupportedException(string reason) : Exception(reason);
