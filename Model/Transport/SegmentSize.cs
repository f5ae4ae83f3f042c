namespace Wakeline.Model.Transport;

/// <summary>
/// How great segments are: what the peer takes, what the path is known to carry, and no more than half of the largest
/// window (RFC 9293 3.7.1; net/ipv4/tcp_output.c tcp_sync_mss). Sizes are in octets.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed class SegmentSize(TransportSettings settings)
{
    /// <summary>
    /// What a peer takes that has not said so, and sends before it has; up to that a window is small, and a segment may
    /// fill it (TCP_MSS_DEFAULT).
    /// </summary>
    public const int Unsaid = 536;

    /// <summary>Headers of TCP and least text that always find room (tcp_bound_to_half_wnd).</summary>
    private const int RoomLeast = 68, TcpHeader = 20;

    private int _peer = int.MaxValue;
    private int _options;
    private int? _searchLow;
    private int _searchHigh = int.MaxValue;
    private (int Mtu, int WindowMost) _sized;
    private bool _isSearchUnheeded;
    private int _probed;

    /// <summary>The MTU of the path as far as it is known (icsk_pmtu_cookie).</summary>
    public int Mtu { get; private set; } = settings.Mtu;

    /// <summary>Both ends know what the other takes (tcp_mtup_init).</summary>
    /// <param name="peer">The greatest segment that the peer takes, options included.</param>
    /// <param name="options">Octets of options in every segment.</param>
    /// <param name="heedsSearch">
    /// Whether a search that begins counts at once; deviation: that of a child does only when its size is worked out
    /// anew (tcp_init_transfer).
    /// </param>
    public void Begin(int peer, int options, bool heedsSearch)
    {
        (_peer, _options) = (peer, options);
        if (settings.MtuProbing > 1)
        {
            (_searchLow, _searchHigh) = (ToMtu(settings.BaseSegment), peer + settings.HeaderOctets);
            (_isSearchUnheeded, _sized) = (!heedsSearch, default);
        }
    }

    /// <summary>The MTU of the path is another.</summary>
    public void Follow(int mtu) => Mtu = mtu;

    /// <summary>The text of a full segment.</summary>
    /// <param name="windowMost">The largest window the peer has offered.</param>
    public int TextOctets(int windowMost)
    {
        if (_sized != (Mtu, windowMost))
        {
            _isSearchUnheeded &= _sized == default;
            _sized = (Mtu, windowMost);
        }

        var size = ToText(Mtu);
        var most = windowMost > Unsaid ? windowMost >> 1 : windowMost;
        if (most > 0 && size > most)
        {
            size = Math.Max(most, RoomLeast - TcpHeader - _options);
        }

        return _searchLow is { } low && !_isSearchUnheeded ? Math.Min(size, ToText(low)) : size;
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

        _isSearchUnheeded = false;
        if (_searchLow is not { } low)
        {
            (_searchLow, _searchHigh) = (ToMtu(settings.BaseSegment), _peer + settings.HeaderOctets);
            return;
        }

        var size = Math.Min(settings.BaseSegment, ToText(low) >> 1);
        _searchLow = ToMtu(Math.Max(Math.Max(size, settings.ProbeFloor), settings.SegmentLeast));
    }

    /// <summary>
    /// The text of a segment that is greater than is known to get through, and is to be tried; 0 for none
    /// (RFC 4821 7.3; tcp_mtu_probe).
    /// </summary>
    public int ProbeOctets
    {
        get
        {
            var high = Math.Min(_searchHigh, Mtu);
            return _searchLow is not { } low || _probed > 0 || high - low < settings.ProbeThreshold
                ? 0
                : ToText((high + low) >> 1);
        }
    }

    /// <summary>A segment of so much text is tried.</summary>
    public void NoteProbe(int octets) => _probed = ToMtu(octets);

    /// <summary>It has come through.</summary>
    /// <returns>Its MTU.</returns>
    public int EndProbe()
    {
        var mtu = _probed;
        (_searchLow, _probed, _isSearchUnheeded) = (mtu, 0, false);
        return mtu;
    }

    /// <summary>It was lost, alone.</summary>
    public void FailProbe() => (_searchHigh, _probed) = (_probed - 1, 0);

    /// <summary>Something else was lost, so that it says nothing (tcp_retransmit_skb).</summary>
    public void ForgetProbe() => _probed = 0;

    /// <summary>The MTU that a segment of so much text takes.</summary>
    public int ToMtu(int text) => text + _options + settings.HeaderOctets;

    private int ToText(int mtu) =>
        Math.Max(Math.Min(mtu - settings.HeaderOctets, _peer), settings.SegmentLeast) - _options;
}
