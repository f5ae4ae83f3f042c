using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// The round-trip time as a receiver sees it: by the stamps that come back, or by how long a window takes
/// (net/ipv4/tcp_input.c tcp_rcv_rtt_measure_ts, tcp_rcv_rtt_measure). Times are in microseconds.
/// </summary>
internal sealed class ReceiverRtt
{
    private long? _begun;
    private SequenceNumber _end;
    private uint _lastEcho;

    /// <summary>Eight times the time; 0 before it is known (rcv_rtt_est.rtt_us).</summary>
    public long Eighths { get; private set; }

    /// <summary>Text came in order: a window has passed, or not.</summary>
    /// <param name="next">RCV.NXT, the text included.</param>
    /// <param name="window">The window as it was told.</param>
    /// <param name="now">The time.</param>
    public void NoteText(SequenceNumber next, int window, long now)
    {
        if (_begun is { } begun)
        {
            if (next < _end)
            {
                return;
            }

            Update(Math.Max(now - begun, 1), isByWindow: true);
        }

        (_end, _begun) = (next + window, now);
    }

    /// <summary>A full segment returns a stamp.</summary>
    /// <param name="echo">The stamp.</param>
    /// <param name="clock">The clock of stamps, in milliseconds.</param>
    /// <param name="isFull">Whether the segment is full.</param>
    public void NoteEcho(uint echo, uint clock, bool isFull)
    {
        if (echo == _lastEcho)
        {
            return;
        }

        _lastEcho = echo;
        var passed = unchecked((int)(clock - echo));
        if (isFull && passed > 0)
        {
            Update(passed * 1000L, isByWindow: false);
        }
    }

    private void Update(long sample, bool isByWindow)
    {
        if (Eighths == 0 || sample << 3 < Eighths)
        {
            Eighths = sample << 3;
        }
        else if (!isByWindow)
        {
            Eighths += sample - (Eighths >> 3);
        }
    }
}
