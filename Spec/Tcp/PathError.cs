using System.Runtime.InteropServices;

namespace Wakeline.Spec.Tcp;

/// <summary>What an error that ICMP tells of means to a connection (RFC 9293 3.9.2.2).</summary>
public enum PathErrorKind : byte
{
    /// <summary>The peer asks for less (Source Quench, which RFC 6633 has deprecated).</summary>
    Quench,
    /// <summary>A segment is greater than the path takes (RFC 1191 4, RFC 8201 4).</summary>
    TooBig,
    /// <summary>It may pass: unreachable with codes 0, 1 and 5, time exceeded, parameter problem.</summary>
    Soft,
    /// <summary>Any other code of unreachable, of which the text does not speak.</summary>
    Unclassified,
    /// <summary>It will not pass: unreachable with codes 2 and 3.</summary>
    Hard,
}

/// <summary>An error on the path to the peer, told by a message of ICMP that quotes a segment.</summary>
/// <param name="Local">Where the segment came from.</param>
/// <param name="Remote">Where it was to go.</param>
/// <param name="Sequence">Its SEG.SEQ.</param>
/// <param name="Kind">What it means.</param>
/// <param name="Error">The error as the user is told of it; none for one that the user is not told of.</param>
/// <param name="EndsRequest">
/// Whether it says that the peer of a request is out of reach (net/ipv4/tcp_ipv4.c tcp_req_err).
/// </param>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public readonly record struct PathError(
    Endpoint Local, Endpoint Remote, SequenceNumber Sequence, PathErrorKind Kind, Errno Error, bool EndsRequest);
