namespace Wakeline.Model.Transport;

/// <summary>
/// Proportional rate reduction: while the window falls to the threshold, what is sent follows what is delivered
/// (RFC 6937, with the conservative reduction bound and slow start; net/ipv4/tcp_input.c tcp_cwnd_reduction).
/// </summary>
/// <param name="sender">The sender.</param>
internal sealed class WindowReduction(Sender sender)
{
    private int _delivered;
    private int _sent;

    /// <summary>A reduction begins (tcp_init_cwnd_reduction).</summary>
    public void Begin()
    {
        sender.RecoveryEnd = sender.Edges.Next;
        sender.ProbeEnd = null;
        sender.Window.ForgetCredit();
        sender.PriorWindow = sender.Window.Size;
        (_delivered, _sent) = (0, 0);
        sender.Window.Threshold = sender.Control.ThresholdAfterLoss(sender.Window);
        sender.Ecn.OweReduced();
    }

    /// <summary>The peer tells of congestion (tcp_enter_cwr).</summary>
    public void BeginForCongestion()
    {
        sender.PriorThreshold = 0;
        if (sender.State < RecoveryState.Reduction)
        {
            sender.UndoMark = null;
            Begin();
            sender.State = RecoveryState.Reduction;
        }
    }

    /// <summary>An acknowledgment came: so many segments more may be on the way now.</summary>
    /// <param name="delivered">Segments newly delivered (DeliveredData).</param>
    /// <param name="lost">Segments newly found lost.</param>
    /// <param name="hasAdvanced">Whether SND.UNA advanced.</param>
    public void Step(int delivered, int lost, bool hasAdvanced)
    {
        if (delivered <= 0 || sender.PriorWindow == 0)
        {
            return;
        }

        var inFlight = sender.Board.InFlight;
        var room = sender.Window.Threshold - inFlight;
        _delivered += delivered;
        long more;
        if (room < 0)
        {
            var share = ((long)sender.Window.Threshold * _delivered) + sender.PriorWindow - 1;
            more = (share / sender.PriorWindow) - _sent;
        }
        else
        {
            more = Math.Max(_delivered - _sent, delivered) + (hasAdvanced && lost == 0 ? 1 : 0);
            more = Math.Min(room, more);
        }

        more = Math.Max(more, _sent > 0 ? 0 : 1);                      // The first repetition always goes.
        sender.Window.Size = inFlight + (int)more;
    }

    /// <summary>Segments were sent (prr_out).</summary>
    public void NoteSent(int segments) => _sent += sender.IsReducing ? segments : 0;

    /// <summary>The reduction is over (tcp_end_cwnd_reduction).</summary>
    public void End()
    {
        if (sender.Window.Threshold < CongestionWindow.Infinite
            && (sender.State == RecoveryState.Reduction || sender.UndoMark is not null))
        {
            sender.Window.Size = sender.Window.Threshold;
            sender.Window.Stamp = sender.Now;
        }
    }
}
