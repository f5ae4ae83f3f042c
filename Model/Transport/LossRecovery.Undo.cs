using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Undoing a reduction that turns out to be without reason.</content>
internal sealed partial class LossRecovery
{
    /// <summary>Notes what is needed to undo (tcp_init_undo).</summary>
    private void BeginUndo()
    {
        sender.UndoMark = sender.Edges.Una;
        var resent = sender.Board.Resent + (sender.ProbeEnd is not null && sender.ProbeWasOld ? 1 : 0);
        sender.UndoResent = resent > 0 ? resent : -1;
    }

    /// <summary>
    /// Every repetition has come twice, or what was acknowledged was sent before the first of them (tcp_may_undo).
    /// </summary>
    private bool MayUndo() => sender.UndoMark is not null && (sender.UndoResent == 0 || WasOnlyDelayed());

    /// <summary>
    /// The stamp that is returned is older than the first repetition (RFC 3522), or there was none yet
    /// (tcp_packet_delayed).
    /// </summary>
    private bool WasOnlyDelayed()
    {
        if (sender.FirstResent is { } first)
        {
            return sender.EchoIsBefore(first);
        }

        return sender.Edges.HasSack || sender.Edges.Una < sender.RecoveryEnd;
    }

    private void Undo(bool unmarksLost)
    {
        if (unmarksLost)
        {
            sender.Board.UnmarkAllLost();
        }

        if (sender.PriorThreshold > 0)
        {
            sender.Window.Size = Math.Max(sender.Window.Size, sender.PriorWindow);
            if (sender.PriorThreshold > sender.Window.Threshold)
            {
                sender.Window.Threshold = sender.PriorThreshold;
                sender.Ecn.ForgetReduced();
            }
        }

        sender.Window.Stamp = sender.Now;
        sender.UndoMark = null;
        rack.HasAdvanced = true;
    }

    /// <summary>The recovery is over, and perhaps it was without reason (tcp_try_undo_recovery).</summary>
    /// <returns>Whether the state is kept, since without SACK duplicates may still come (RFC 6582 4.1).</returns>
    private bool UndoRecovery()
    {
        if (MayUndo())
        {
            Undo(unmarksLost: false);
        }
        else if (rack.Persistence > 0)
        {
            rack.Persistence--;
        }

        if (HoldsState())
        {
            return true;
        }

        sender.State = RecoveryState.Open;
        sender.PeerReneged = false;
        return false;
    }

    /// <summary>An answer to a SYN was late, and nothing else has been lost (tcp_try_undo_recovery).</summary>
    public void UndoAnswerTimeout()
    {
        if (!UndoRecovery())
        {
            sender.FirstResent = null;
        }
    }

    private bool HoldsState()
    {
        if (sender.Edges.Una != sender.RecoveryEnd || sender.Edges.HasSack)
        {
            return false;
        }

        if (!sender.HasResent)
        {
            sender.FirstResent = null;
        }

        return true;
    }

    /// <summary>All repetitions have come twice (RFC 3708, tcp_try_undo_dsack).</summary>
    private bool UndoByDuplicates()
    {
        if (sender.UndoMark is null || sender.UndoResent != 0)
        {
            return false;
        }

        rack.Persist();
        Undo(unmarksLost: false);
        return true;
    }

    /// <summary>A time-out was without reason (tcp_try_undo_loss).</summary>
    private bool UndoLoss(bool isSpurious)
    {
        if (!isSpurious && !MayUndo())
        {
            return false;
        }

        Undo(unmarksLost: true);
        sender.Timeouts = 0;
        if (!HoldsState() && (isSpurious || sender.Edges.HasSack))
        {
            sender.State = RecoveryState.Open;
            sender.PeerReneged = false;
        }

        return true;
    }

    /// <summary>
    /// A hole was filled by what was delayed rather than by its repetition (RFC 4015, tcp_try_undo_partial).
    /// </summary>
    /// <returns>Whether nothing more is done, since repetitions are still on the way.</returns>
    private bool UndoPartially(SequenceNumber priorUna)
    {
        if (sender.UndoMark is null || !WasOnlyDelayed())
        {
            return false;
        }

        sacks.NoteReordering(priorUna);
        if (sender.Board.Resent > 0)
        {
            return true;
        }

        if (!sender.HasResent)
        {
            sender.FirstResent = null;
        }

        Undo(unmarksLost: true);
        KeepOpen();
        return false;
    }
}
