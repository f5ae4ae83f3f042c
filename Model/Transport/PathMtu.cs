namespace Wakeline.Model.Transport;

/// <summary>
/// The MTU of the path to the peer, which all connections with it share: that of the link, or what routers have told
/// (RFC 1191 6.1; net/ipv4/route.c __ip_rt_update_pmtu). Times are in microseconds.
/// </summary>
internal sealed class PathMtu
{
    private int? _told;
    private long _until;

    /// <summary>Whether the path takes less than is believed, so that segments may be cut on their way.</summary>
    public bool IsLocked { get; private set; }

    /// <summary>The MTU at a time.</summary>
    public int At(long now, TransportSettings settings) =>
        _told is { } told && now < _until ? Math.Min(told, settings.Mtu) : settings.Mtu;

    /// <summary>A router tells what the next link takes. Only less is news.</summary>
    public void Take(int mtu, long now, TransportSettings settings)
    {
        var before = At(now, settings);
        if ((IsLocked && now < _until) || before < mtu || (mtu < settings.PathMtuLeast && !settings.PathsAreCut))
        {
            return;
        }

        IsLocked = mtu < settings.PathMtuLeast;
        _told = IsLocked ? Math.Min(before, settings.PathMtuLeast) : mtu;
        _until = now + settings.PathMtuLife;
    }
}
