namespace Wakeline.Model.Transport;

/// <content>Losses to a path that takes less than was sent.</content>
internal sealed partial class LossRecovery
{
    /// <summary>
    /// What is greater than a segment is now counts as lost. The window stays: no less is on the way than before
    /// (tcp_simple_retransmit).
    /// </summary>
    /// <returns>Whether anything is lost.</returns>
    public bool BeginAfterShrinking()
    {
        var edges = sender.Edges;
        foreach (var sent in sender.Board.Stream)
        {
            if (sender.Board.IsOversized(sent, edges))
            {
                sender.Board.MarkLost(sent);
            }
        }

        if (sender.Board.Lost == 0)
        {
            return false;
        }

        if (!edges.HasSack)
        {
            LimitDuplicates(0);
        }

        if (sender.State != RecoveryState.Loss)
        {
            sender.RecoveryEnd = edges.Next;
            sender.Window.Threshold = sender.Window.CurrentThreshold(sender.IsReducing);
            (sender.PriorThreshold, sender.UndoMark) = (0, null);
            sender.State = RecoveryState.Loss;
        }

        return true;
    }

    /// <summary>
    /// The segment that probed the path is lost: that says nothing of congestion (RFC 4821 7.6; tcp_mtup_probe_failed).
    /// </summary>
    private bool EndFailedProbe()
    {
        if (sender.State >= RecoveryState.Reduction || sender.MtuProbe is not { } probe
            || sender.Edges.Una != probe.Start)
        {
            return false;
        }

        sender.MtuProbe = null;
        sender.Size.FailProbe();
        sender.Window.Size++;
        BeginAfterShrinking();
        return true;
    }
}
