namespace Wakeline.Model.Transport;

/// <summary>
/// How great segments are: what the peer takes, what the path is known to carry, and no more than half of the largest
/// window (RFC 9293 3.7.1; net/ipv4/tcp_output.c tcp_sync_mss). Sizes are in octets.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed class SegmentSize(TransportSettings settings)
{
    /// <summary>
    /// What a peer takes that has not said so; up to that a window is small, and a segment may fill it
    /// (TCP_MSS_DEFAULT).
    /// </summary>
    public const int Unsaid = 536;

    /// <summary>Headers of TCP and least text that always find room (tcp_bound_to_half_wnd).</summary>
    private const int RoomLeast = 68, TcpHeader = 20;

    private int _peer = int.MaxValue;
    private int _options;
    private int? _searchLow;

    /// <summary>The MTU of the path as far as it is known (icsk_pmtu_cookie).</summary>
    public int Mtu { get; private set; } = settings.Mtu;

    /// <summary>Both ends know what the other takes (tcp_mtup_init).</summary>
    /// <param name="peer">The greatest segment that the peer takes, options included.</param>
    /// <param name="options">Octets of options in every segment.</param>
    public void Begin(int peer, int options)
    {
        (_peer, _options) = (peer, options);
        if (settings.MtuProbing > 1)
        {
            _searchLow = ToMtu(settings.BaseSegment);
        }
    }

    /// <summary>The MTU of the path is another.</summary>
    public void Follow(int mtu) => Mtu = mtu;

    /// <summary>The text of a full segment.</summary>
    /// <param name="windowMost">The largest window the peer has offered.</param>
    public int TextOctets(int windowMost)
    {
        var size = ToText(Mtu);
        var most = windowMost > Unsaid ? windowMost >> 1 : windowMost;
        if (most > 0 && size > most)
        {
            size = Math.Max(most, RoomLeast - TcpHeader - _options);
        }

        return _searchLow is { } low ? Math.Min(size, ToText(low)) : size;
    }

    /// <summary>
    /// Nothing gets through for long: perhaps segments are too great, and nobody says so (tcp_mtu_probing).
    /// </summary>
    public void SuspectBlackHole()
    {
        if (settings.MtuProbing == 0)
        {
            return;
        }

        if (_searchLow is not { } low)
        {
            _searchLow = ToMtu(settings.BaseSegment);
            return;
        }

        var size = Math.Min(settings.BaseSegment, ToText(low) >> 1);
        _searchLow = ToMtu(Math.Max(Math.Max(size, settings.ProbeFloor), settings.SegmentLeast));
    }

    private int ToText(int mtu) =>
        Math.Max(Math.Min(mtu - settings.HeaderOctets, _peer), settings.SegmentLeast) - _options;

    private int ToMtu(int text) => text + _options + settings.HeaderOctets;
}
