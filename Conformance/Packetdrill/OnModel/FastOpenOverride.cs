using Wakeline.Model;

namespace Wakeline.Conformance.Packetdrill.OnModel;

/// <summary>
/// While one socket opens, or is asked to, it needs no cookies if its user said so (TCP_FASTOPEN_NO_COOKIE;
/// net/ipv4/tcp_fastopen.c tcp_fastopen_no_cookie). The model has that for all sockets or none.
/// </summary>
internal sealed class FastOpenOverride : IDisposable
{
    private readonly KernelHost _host;
    private readonly (bool Client, bool Server)? _before;

    /// <summary>Begins it.</summary>
    /// <param name="host">The model.</param>
    /// <param name="notes">What its user has set.</param>
    public FastOpenOverride(KernelHost host, SocketNotes notes)
    {
        _host = host;
        if (notes.Has("TCP_FASTOPEN_NO_COOKIE"))
        {
            var net = host.State.Net;
            _before = (net.FastOpenClient.NeedsNoCookie, net.FastOpenServer.ServesWithoutCookie);
            Set(true, true);
        }
    }

    /// <summary>Ends it.</summary>
    public void Dispose()
    {
        if (_before is var (client, server))
        {
            Set(client, server);
        }
    }

    private void Set(bool client, bool server)
    {
        var net = _host.State.Net;
        net.FastOpenClient.NeedsNoCookie = client;
        net.FastOpenServer.ServesWithoutCookie = server;
        _host.Configure(in net);
    }
}
