using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>Active OPEN (RFC 9293 3.10.1): connect to a remote socket.</summary>
/// <param name="Local">This end.</param>
/// <param name="Remote">The other end.</param>
/// <param name="InitialSequence">ISS; its choice is open (RFC 9293 3.4.1).</param>
/// <param name="Text">Octets that go on the SYN (RFC 7413 4.2.1).</param>
/// <param name="FastOpening">The cookie that vouches for them, or that one is asked for.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ActiveOpen(
    Endpoint Local,
    Endpoint Remote,
    SequenceNumber InitialSequence,
    ushort Text = 0,
    FastOpenTerms FastOpening = default);

/// <summary>Passive OPEN (RFC 9293 3.10.1): wait for a request.</summary>
/// <param name="Local">This end.</param>
/// <param name="InitialSequence">ISS of the connection that the first request makes.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct PassiveOpen(Endpoint Local, SequenceNumber InitialSequence);

/// <summary>SEND (RFC 9293 3.10.2): octets are queued; how they are cut into segments is open.</summary>
/// <param name="Octets">How many.</param>
/// <param name="Urgent">Whether the last of them is urgent.</param>
/// <param name="More">Whether the same call has more of them, so that these are not pushed.</param>
/// <param name="IsPart">Whether they are never pushed: what they belong to is urgent and not all there.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct SendData(int Octets, bool Urgent, bool More = false, bool IsPart = false);

/// <summary>RECEIVE (RFC 9293 3.10.3): octets leave the receive queue.</summary>
/// <param name="Octets">How many places of the stream, an urgent octet that is skipped and the FIN included.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct ReadData(int Octets);

/// <summary>
/// Text that was sent goes again: the host's loss recovery takes it for lost, or probes for a loss (RFC 5681 3.2, RFC
/// 6675, RFC 8985).
/// </summary>
/// <param name="Start">Its first octet.</param>
/// <param name="Octets">How many sequence numbers, FIN included; no more than a segment's worth goes.</param>
/// <param name="Pushed">Whether it was pushed when it was sent first.</param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Resend(SequenceNumber Start, int Octets, bool Pushed);

/// <summary>An acknowledgment that waits shall go now: the host has reason to (RFC 9293 3.8.6.3).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct AcknowledgeNow;

/// <summary>CLOSE (RFC 9293 3.10.4): no more data will be sent. Receiving goes on.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Close;

/// <summary>ABORT (RFC 9293 3.10.5): the connection ends at once, the peer is told by a reset.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct Abort;
