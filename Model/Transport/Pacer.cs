namespace Wakeline.Model.Transport;

/// <summary>
/// Packets are spread in time where the user bounds the rate (SO_MAX_PACING_RATE; net/ipv4/tcp_output.c
/// tcp_pacing_check, tcp_update_skb_after_send). Times are in nanoseconds where it is not said otherwise.
/// </summary>
/// <param name="sender">The sender.</param>
internal sealed class Pacer(Sender sender)
{
    /// <summary>So many segments go before any is held back.</summary>
    private const int Free = 10;
    private const long Second = 1_000_000_000;
    private const long Microsecond = 1000;

    private long _next;
    private long _start;
    private long _credit;
    private long _octets;

    /// <summary>Whether anything is spread at all.</summary>
    public bool IsOn => sender.Settings.PacingRateMost > 0;

    /// <summary>Whether the next packet has to wait.</summary>
    public bool Holds => IsOn && _next > Now;

    /// <summary>When it may go, in microseconds, if one waits.</summary>
    public long? Deadline { get; private set; }

    /// <summary>How much later timers of the sender run, in microseconds (tcp_pacing_delay).</summary>
    public long Delay => Holds ? (_next - Now) / Microsecond / TransportClock.Jiffy * TransportClock.Jiffy : 0;

    private long Now => sender.Now * Microsecond;

    /// <summary>A packet waits.</summary>
    public void Wait() => Deadline = (_next + Microsecond - 1) / Microsecond;

    /// <summary>It waits no more.</summary>
    public void EndWait() => Deadline = null;

    /// <summary>A segment leaves.</summary>
    /// <param name="octets">Its octets of text.</param>
    /// <param name="beginsPacket">Whether it is the first of its packet.</param>
    /// <param name="segments">How many with text have left, this one among them.</param>
    public void NoteSent(int octets, bool beginsPacket, int segments)
    {
        if (beginsPacket)
        {
            _start = Math.Max(_next, Now);
            (_credit, _octets) = (_start - _next, 0);
        }

        _octets += octets;
        _next = _start;
        var rate = sender.PacingRate > 0 ? sender.PacingRate : sender.Settings.PacingRateMost;
        if (IsOn && rate > 0 && segments >= Free)
        {
            var time = _octets * Second / rate;
            _next += time - Math.Min(time / 2, _credit);
        }
    }
}
