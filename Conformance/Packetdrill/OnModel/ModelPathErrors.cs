using Wakeline.Conformance.Packetdrill.Icmp;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Model.Transport;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>Messages of ICMP as the errors that the model is told of.</summary>
internal static class ModelPathErrors
{
    /// <summary>The error; <see langword="null"/> if no connection is told of the message.</summary>
    /// <param name="packet">The packet that carries it.</param>
    /// <param name="message">The message.</param>
    /// <param name="settings">The settings in force.</param>
    /// <exception cref="UnsupportedException">It is none about an error.</exception>
    public static (PathError Error, PathNotice Notice)? ToModel(
        WirePacket packet, IcmpMessage message, RunSettings settings)
    {
        var (type, code) = IcmpNames.Find(message, settings.IsVersion6);
        if (IcmpError.Of(type, code, settings.IsVersion6) is not { } meaning)
        {
            throw new UnsupportedException($"the model takes messages of ICMP about errors only, not '{message.Type}'");
        }

        return message.Quoted is QuotedSegment { Range.First: var sequence }
            ? (new PathError(
                new Endpoint(ModelSegments.Host, packet.Destination), new Endpoint(ModelSegments.Peer, packet.Source),
                new SequenceNumber(sequence), meaning.Kind, meaning.Error, meaning.EndsRequest),
                new PathNotice((int)(message.Mtu ?? 0), meaning.RevertsBackOff))
            : null;
    }
}
