using System.Collections.Immutable;
using System.Net;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>How a script is run: its options, and what its commands set.</summary>
internal sealed record RunSettings
{
    private static readonly IPAddress s_local = IPAddress.Parse("192.168.0.1");
    private static readonly IPAddress s_remote = IPAddress.Parse("192.0.2.1");

    /// <summary>The version of IP: ipv4, ipv4-mapped-ipv6 or ipv6.</summary>
    public string IpVersion { get; init; } = "ipv4";

    /// <summary>Whether packets are of version 6; sockets of IPv6 may send those of version 4.</summary>
    public bool IsVersion6 => IpVersion == "ipv6";

    /// <summary>Whether sockets are of version 6.</summary>
    public bool HasVersion6Sockets => IpVersion != "ipv4";

    /// <summary>Whether new sockets find out the MTU of their path (inet_create).</summary>
    public bool DiscoversPath => Sysctls["net.ipv4.ip_no_pmtu_disc"] != "1";

    /// <summary>Octets of the headers of IP and TCP without options.</summary>
    public int HeaderOctets => IsVersion6 ? 60 : 40;

    /// <summary>The port that the stack listens at unless a call says another.</summary>
    public ushort LocalPort { get; init; } = 8080;

    /// <summary>The port that the stack connects to unless a call says another.</summary>
    public ushort RemotePort { get; init; } = 8080;

    /// <summary>The address of the stack.</summary>
    public IPAddress LocalAddress { get; init; } = s_local;

    /// <summary>The address of the script.</summary>
    public IPAddress RemoteAddress { get; init; } = s_remote;

    /// <summary>The MTU of the way.</summary>
    public int Mtu { get; init; } = 1500;

    /// <summary>Whether the route asks for no cookies of Fast Open.</summary>
    public bool NeedsNoCookies { get; init; }

    /// <summary>How long a jiffy of the model is, in microseconds; with 1000 its timers are due at their time.
    /// </summary>
    public long Jiffy { get; init; } = TransportClock.Jiffy;

    /// <summary>How far, in microseconds, a time may be off.</summary>
    public long Tolerance { get; init; } = 4000;

    /// <summary>Microseconds of a tick of time stamps; with 0 their values are not compared.</summary>
    public long TimeStampTick { get; init; }

    /// <summary>The part of the time since the event before that a time may be off.</summary>
    public double TolerancePart { get; init; } = 0.125;

    /// <summary>
    /// Whether an echo that the script was never shown stands as far from the first stamp as the script writes.
    /// </summary>
    public bool EchoesAreScaled { get; init; }

    /// <summary>Whether the script is only to be read.</summary>
    public bool IsOnlyRead { get; init; }

    /// <summary>The folder that the script lies in, if that is known.</summary>
    public string? Folder { get; init; }

    /// <summary>Whether each segment is compared by itself.</summary>
    public bool IsStrict { get; init; }

    /// <summary>Whether a packet that differs is only noted.</summary>
    public bool TolerantOfPackets { get; init; }

    /// <summary>Whether a call that differs is only noted.</summary>
    public bool TolerantOfCalls { get; init; }

    /// <summary>Where the stack departs from RFC 9293.</summary>
    public Deviations Deviations { get; init; } = Deviations.Linux618;

    /// <summary>The settings of the stack, as sysctl names them.</summary>
    public ImmutableDictionary<string, string> Sysctls { get; init; } = SysctlProfile.Linux618;
}
