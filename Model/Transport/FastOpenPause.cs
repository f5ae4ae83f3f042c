namespace Wakeline.Model.Transport;

/// <summary>
/// While a path seems to swallow what opens fast, clients of the host do without, each time for longer
/// (net/ipv4/tcp_fastopen.c tcp_fastopen_active_disable, tcp_fastopen_active_should_disable).
/// </summary>
internal sealed class FastOpenPause
{
    /// <summary>How often the pause doubles at most.</summary>
    private const int DoublingsMost = 6;

    private long _began;
    private int _times;

    /// <summary>Something points to such a path.</summary>
    /// <param name="now">The time, in microseconds.</param>
    /// <param name="settings">What says how long the first pause is.</param>
    public void Begin(long now, TransportSettings settings)
    {
        if (settings.FastOpenPause > 0)
        {
            (_began, _times) = (now, _times + 1);
        }
    }

    /// <summary>Whether clients do without it now.</summary>
    /// <param name="now">The time, in microseconds.</param>
    /// <param name="settings">What says how long the first pause is.</param>
    public bool IsOn(long now, TransportSettings settings) => settings.FastOpenPause > 0 && _times > 0
        && now < _began + (settings.FastOpenPause << Math.Min(_times - 1, DoublingsMost));

    /// <summary>What was seen is forgotten: the user has set how long a pause is.</summary>
    public void Forget() => _times = 0;
}
