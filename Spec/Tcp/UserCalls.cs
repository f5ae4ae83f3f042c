using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>Active OPEN (RFC 9293 3.10.1): connect to a remote socket.</summary>
/// <param name="Local">This end.</param>
/// <param name="Remote">The other end.</param>
/// <param name="InitialSequence">ISS; its choice is open (RFC 9293 3.4.1).</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ActiveOpen(Endpoint Local, Endpoint Remote, SequenceNumber InitialSequence);

/// <summary>Passive OPEN (RFC 9293 3.10.1): wait for a request.</summary>
/// <param name="Local">This end.</param>
/// <param name="InitialSequence">ISS of the connection that the first request makes.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct PassiveOpen(Endpoint Local, SequenceNumber InitialSequence);

/// <summary>SEND (RFC 9293 3.10.2): octets are queued; how they are cut into segments is open.</summary>
/// <param name="Octets">How many.</param>
/// <param name="Urgent">Whether the last of them is urgent.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct SendData(int Octets, bool Urgent);

/// <summary>RECEIVE (RFC 9293 3.10.3): octets leave the receive queue.</summary>
/// <param name="Octets">How many places of the stream, an urgent octet that is skipped and the FIN included.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ReadData(int Octets);

/// <summary>CLOSE (RFC 9293 3.10.4): no more data will be sent. Receiving goes on.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Close;

/// <summary>ABORT (RFC 9293 3.10.5): the connection ends at once, the peer is told by a reset.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Abort;
