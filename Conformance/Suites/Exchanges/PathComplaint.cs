using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What a router says of a segment that it could not deliver (RFC 792).</summary>
internal enum PathComplaint : byte
{
    /// <summary>The host is not to be reached: a soft error (RFC 9293 3.9.2.2).</summary>
    HostUnreachable,

    /// <summary>Nobody has the port: a hard error.</summary>
    PortUnreachable,

    /// <summary>The host is unknown: neither.</summary>
    HostUnknown,

    /// <summary>It is too big for the next link, which takes 1,000 octets (RFC 1191).</summary>
    TooBig,

    /// <summary>Send less: nobody heeds it any more (RFC 6633).</summary>
    Quench,
}

/// <summary>Complaints as messages of ICMP.</summary>
internal static class PathComplaints
{
    private const long MtuTold = 1000;

    /// <summary>The message.</summary>
    /// <param name="complaint">What it says.</param>
    /// <param name="sequence">The sequence number of the segment that it quotes.</param>
    public static IcmpMessage ToMessage(this PathComplaint complaint, uint sequence)
    {
        var quoted = new QuotedSegment(new SequenceRange(sequence, 0));
        return complaint switch
        {
            PathComplaint.Quench => new IcmpMessage("source_quench", null, null, null, quoted),
            PathComplaint.TooBig => new IcmpMessage("unreachable", "frag_needed", MtuTold, null, quoted),
            _ => new IcmpMessage("unreachable", CodeOf(complaint), null, null, quoted),
        };
    }

    private static string CodeOf(PathComplaint complaint) => complaint switch
    {
        PathComplaint.HostUnreachable => "host_unreachable",
        PathComplaint.PortUnreachable => "port_unreachable",
        _ => "host_unknown",
    };
}
