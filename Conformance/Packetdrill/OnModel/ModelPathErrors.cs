using Wakeline.Conformance.Packetdrill.Icmp;
using Wakeline.Conformance.Packetdrill.OnModel.Reports;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Messages of ICMP as the errors that the model is told of.</summary>
internal static class ModelPathErrors
{
    /// <summary>Octets behind the header of IP that a message of a script quotes.</summary>
    private const int Quoted = 8;

    /// <summary>The messages of neighbour discovery (RFC 4861 4).</summary>
    private const byte RouterSolicitation = 133, Redirect = 137;

    /// <summary>What a socket is told of a message that has ended its handshake (ip_icmp_error).</summary>
    public static ErrorReport ReportOf(IcmpMessage message, in PathError error, in PathNotice notice, bool isVersion6)
    {
        var (type, code) = IcmpNames.Find(message, isVersion6);
        return new ErrorReport(
            $"{error.Error}", isVersion6 ? "SO_EE_ORIGIN_ICMP6" : "SO_EE_ORIGIN_ICMP", code, notice.Mtu, 0)
        {
            Type = type,
            Quoted = Quoted,
        };
    }

    /// <summary>The error; <see langword="null"/> if no connection is told of the message.</summary>
    /// <param name="packet">The packet that carries it.</param>
    /// <param name="message">The message.</param>
    /// <param name="settings">The settings in force.</param>
    /// <exception cref="UnsupportedException">It is about the link.</exception>
    public static (PathError Error, PathNotice Notice)? ToModel(
        WirePacket packet, IcmpMessage message, RunSettings settings)
    {
        var (type, code) = IcmpNames.Find(message, settings.IsVersion6);
        if (settings.IsVersion6 && type is >= RouterSolicitation and <= Redirect)
        {
            throw new UnsupportedException($"the model has no neighbours that '{message.Type}' could tell it of");
        }

        if (IcmpError.Of(type, code, settings.IsVersion6) is not { } meaning)
        {
            return null;                                               // IP answers it, or nobody does.
        }

        if (meaning.Kind == PathErrorKind.TooBig && RouteMetrics.IsMtuLocked(settings))
        {
            return null;
        }

        // Without discovery the MTU is not looked at, or not even the message (net/ipv4/icmp.c icmp_unreach).
        if (meaning.Kind == PathErrorKind.TooBig && !settings.IsVersion6
            && settings.Sysctls["net.ipv4.ip_no_pmtu_disc"] == "2")
        {
            return null;
        }

        var mtu = settings.IsVersion6 || settings.DiscoversPath ? message.Mtu ?? 0 : 0;
        return message.Quoted is QuotedSegment { Range.First: var sequence }
            ? (new PathError(
                new Endpoint(ModelSegments.Host, packet.Destination), new Endpoint(ModelSegments.Peer, packet.Source),
                new SequenceNumber(sequence), meaning.Kind, meaning.Error, meaning.EndsRequest),
                new PathNotice((int)mtu, meaning.RevertsBackOff))
            : null;
    }
}
