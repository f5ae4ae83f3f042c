using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Model;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// While one socket opens, or is asked to, what its user has set holds for all of the model, which has it for all
/// sockets or none: that no cookies are needed (TCP_FASTOPEN_NO_COOKIE; net/ipv4/tcp_fastopen.c
/// tcp_fastopen_no_cookie), and keys of cookies (TCP_FASTOPEN_KEY). It does without Fast Open while the host pauses.
/// </summary>
internal sealed class FastOpenOverride : IDisposable
{
    private readonly KernelHost _host;
    private readonly RestoredTerms? _before;

    /// <summary>Begins it.</summary>
    /// <param name="host">The model.</param>
    /// <param name="notes">What its user has set.</param>
    /// <param name="settings">The settings in force.</param>
    public FastOpenOverride(KernelHost host, SocketNotes notes, RunSettings settings)
    {
        _host = host;
        var net = host.State.Net;
        var needsNoCookie = notes.Has("TCP_FASTOPEN_NO_COOKIE");
        if (!needsNoCookie && notes.FastOpenKeys.Count == 0 && !host.PausesFastOpen)
        {
            return;
        }

        _before = new RestoredTerms(net.FastOpenClient.NeedsNoCookie, net.FastOpenClient.IsEnabled, net.FastOpenServer);
        net.FastOpenClient.NeedsNoCookie |= needsNoCookie;
        net.FastOpenClient.IsEnabled &= !host.PausesFastOpen;
        net.FastOpenServer.ServesWithoutCookie |= needsNoCookie;
        if (notes.FastOpenKeys.Count > 0)
        {
            net.FastOpenServer = FastOpenSettings.WithKeys(net.FastOpenServer, notes.FastOpenKeys, settings);
        }

        host.Configure(in net);
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (_before is { } before)
        {
            var net = _host.State.Net;
            (net.FastOpenClient.NeedsNoCookie, net.FastOpenClient.IsEnabled, net.FastOpenServer) = before;
            _host.Configure(in net);
        }
    }

    /// <summary>What held before, and does again.</summary>
    private sealed record RestoredTerms(bool NeedsNoCookie, bool IsEnabled, Spec.Tcp.FastOpenTerms Server);
}
