using Wakeline.Conformance.Packetdrill.Plans;

namespace Wakeline.Conformance.Packetdrill.OnModel.Reports;

/// <summary>
/// A report that recvmsg takes from the error queue of a socket (struct sock_extended_err of
/// include/uapi/linux/errqueue.h).
/// </summary>
/// <param name="Errno">The error that it goes by.</param>
/// <param name="Origin">Where it comes from.</param>
/// <param name="Code">What it says beside; of a message of ICMP, its code.</param>
/// <param name="Information">Of time stamps, what happened; of copies saved, the first call.</param>
/// <param name="Data">Of time stamps, the octet; of copies saved, the last call.</param>
internal sealed record ErrorReport(string? Errno, string Origin, long Code, long Information, long Data)
{
    /// <summary>When it happened, in microseconds; only of time stamps.</summary>
    public long? Time { get; init; }

    /// <summary>Whether it tells figures of the connection (SOF_TIMESTAMPING_OPT_STATS).</summary>
    public bool HasStatistics { get; init; }

    /// <summary>Whether the packet that it is about does not come along (SOF_TIMESTAMPING_OPT_TSONLY).</summary>
    public bool CarriesNoPacket { get; init; } = true;

    /// <summary>The octets of that packet; 0 if the model does not know them.</summary>
    public int Packet { get; init; }

    /// <summary>Of a message of ICMP, its type.</summary>
    public byte Type { get; init; }

    /// <summary>Whether it is of a message of ICMP.</summary>
    public bool IsOfPath => Quoted > 0;

    /// <summary>Octets that it quotes of the packet that it is about.</summary>
    public int Quoted { get; init; }

    /// <summary>The octets of text that it comes with.</summary>
    public int Octets => IsOfPath ? Quoted : CarriesNoPacket ? 0 : Packet;

    /// <summary>The messages of control that tell it, in the order of ip_recv_error.</summary>
    /// <param name="isVersion6">Whether the socket is one of IPv6 (ipv6_recv_error).</param>
    public IEnumerable<Value> Control(bool isVersion6)
    {
        var (level, name) = isVersion6 ? ("SOL_IPV6", "IPV6_RECVERR") : ("SOL_IP", "IP_RECVERR");
        if (Time is { } time)
        {
            yield return Ancillary.Stamp("SCM_TIMESTAMPING", time);
        }

        if (HasStatistics)
        {
            yield return Ancillary.Message("SOL_SOCKET", "SCM_TIMESTAMPING_OPT_STATS", new AnyValue());
        }

        yield return Ancillary.Message(level, name, Ancillary.Structure(
            ("ee_errno", Errno is null ? 0 : Ancillary.Constant(Errno)), ("ee_origin", Ancillary.Constant(Origin)),
            ("ee_type", Type), ("ee_code", Code), ("ee_info", Information), ("ee_data", Data)));
    }
}
