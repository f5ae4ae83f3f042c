using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;

namespace Wakeline.Conformance.Packetdrill.Running;

/// <summary>
/// The connections of a script, found by the ports that it writes. Packets without ports belong to one connection.
/// </summary>
/// <param name="settings">Which ports stand for those that are not written.</param>
internal sealed class FlowTable(RunSettings settings)
{
    /// <summary>Ports of the script that it did not choose itself.</summary>
    private const ushort FirstRemotePort = 49152;

    /// <summary>Stands for ports that are not written.</summary>
    private static readonly (ushort Local, ushort Remote) s_unsaid = (0, 0);

    private readonly Dictionary<(ushort Local, ushort Remote), Flow> _flows = [];

    /// <summary>The connection of a packet that arrives.</summary>
    public Flow OfInbound(Packet packet)
    {
        (ushort Local, ushort Remote) key = packet.Ports is { } ports ? (ports.Destination, ports.Source) : s_unsaid;
        if (!_flows.TryGetValue(key, out var flow))
        {
            flow = new Flow(
                key == s_unsaid ? settings.LocalPort : key.Local,
                key == s_unsaid ? (ushort)(FirstRemotePort + _flows.Count) : key.Remote,
                settings);
            _flows.Add(key, flow);
        }

        return flow;
    }

    /// <summary>The connection of an expected packet, which the packet that came may open.</summary>
    /// <returns>The connection; <see langword="null"/> if the packet that came is of another.</returns>
    public Flow? OfOutbound(Packet expected, WirePacket came)
    {
        (ushort Local, ushort Remote) key = expected.Ports is { } ports ? (ports.Source, ports.Destination) : s_unsaid;
        var isOpening = came.Content is TcpSegment segment
            && (segment.Flags & (ControlBits.Syn | ControlBits.Ack)) == ControlBits.Syn;
        if (!_flows.TryGetValue(key, out var flow))
        {
            if (!isOpening || (key != s_unsaid && key != (came.Source, came.Destination)))
            {
                return null;
            }

            flow = new Flow(came.Source, came.Destination, settings);
            _flows.Add(key, flow);
        }
        else if (isOpening && key == s_unsaid)
        {
            flow.Begin(came);
        }

        return (flow.LocalPort, flow.RemotePort) == (came.Source, came.Destination) ? flow : null;
    }
}
