using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>Slow start and congestion avoidance of RFC 5681 3.1 (net/ipv4/tcp_cong.c tcp_reno).</summary>
internal sealed class Reno : ICongestionControl
{
    /// <inheritdoc/>
    public string Name => "reno";

    /// <inheritdoc/>
    public void Grow(CongestionWindow window, int acknowledged, long now)
    {
        if (window.IsInSlowStart)
        {
            acknowledged = window.SlowStart(acknowledged);
        }

        if (acknowledged > 0)
        {
            window.Avoid(window.Size, acknowledged);
        }
    }

    /// <inheritdoc/>
    public int ThresholdAfterLoss(CongestionWindow window) => Math.Max(window.Size >> 1, 2);

    /// <inheritdoc/>
    public void NoteRtt(CongestionWindow window, in RttSample sample)
    {
    }

    /// <inheritdoc/>
    public void Reset(long now, SequenceNumber next)
    {
    }

    /// <inheritdoc/>
    public void NoteStart(long lastSent, long now)
    {
    }
}
