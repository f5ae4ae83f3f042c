using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>What waits since the user bounds the rate (net/ipv4/tcp_output.c tcp_pacing_check).</content>
internal sealed partial class ConnectionPolicy
{
    /// <summary>Whether a segment that goes again has to wait; what has begun to go as one packet has not.</summary>
    private bool IsHeldByPace(Sent sent)
    {
        if (!_sender.Pacer.Holds || (sent.Burst == _burst && _burstLeft > 0))
        {
            return false;
        }

        _sender.Pacer.Wait();
        return true;
    }

    /// <summary>One packet goes at a time, and none before its time.</summary>
    private SequenceNumber PacedLimit(SequenceNumber limit)
    {
        if (_sender.Pacer.Holds)
        {
            _sender.Pacer.Wait();
            return _sender.Edges.Next;
        }

        var segments = Math.Max(SendBuffers.QuotaOf(Bounds, _sender.Board.InFlight), 1);
        var end = _sender.Edges.Next + (segments * _sender.Edges.TextSize);
        return end < limit && end < TextEnd ? end : limit;             // FIN rides on the last.
    }

    /// <summary>The next packet may go (tcp_pace_kick).</summary>
    private void EndPause()
    {
        _sender.Pacer.EndWait();
        _isDue = true;
        if (_sender.Board.Lost > _sender.Board.Resent && _sender.Window.Size > _sender.Board.InFlight)
        {
            _repair = Repair.Lost;
        }
    }
}
