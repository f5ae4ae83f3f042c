using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>What is to be sent after an acknowledgment besides new text (REXMIT_ of net/ipv4/tcp_input.c).</summary>
internal enum Repair : byte
{
    /// <summary>Nothing.</summary>
    None,
    /// <summary>What is lost.</summary>
    Lost,
    /// <summary>New text to see whether a time-out was spurious; what is lost if there is none.</summary>
    NewFirst,
}

/// <summary>
/// Loss recovery: fast recovery with RACK (RFC 8985) or, without SACK, NewReno (RFC 6582), recovery after time-outs
/// with F-RTO (RFC 5682), and undoing what was spurious (RFC 3522, 3708, 4015), as tcp_fastretrans_alert has it.
/// </summary>
/// <param name="sender">The sender.</param>
/// <param name="rack">Finds losses.</param>
/// <param name="reduction">Reduces the window.</param>
/// <param name="sacks">Learns about overtaking.</param>
internal sealed partial class LossRecovery(Sender sender, Rack rack, WindowReduction reduction, SackReader sacks)
{
    private bool _isTestingTimeout;
    private long _wait;

    /// <summary>A dubious acknowledgment: the state machine takes its course (tcp_fastretrans_alert).</summary>
    public Repair Take(AckInHand ack)
    {
        var duplicates = ack.IsDuplicate ? 1 : 0;
        if (ack.Has(AckFlags.Congestion))
        {
            sender.PriorThreshold = 0;
        }

        if (ack.Has(AckFlags.Reneged) && ack.Has(AckFlags.Advanced))
        {
            return Repair.None;                                        // A time-out will follow soon.
        }

        if (sender.State == RecoveryState.Open)
        {
            sender.FirstResent = null;
        }
        else if (sender.Edges.Una >= sender.RecoveryEnd && !LeaveState())
        {
            return Repair.None;
        }

        return sender.State switch
        {
            RecoveryState.Recovery => ContinueRecovery(ack, duplicates),
            RecoveryState.Loss => ContinueAfterTimeout(ack, duplicates),
            _ => LookForLoss(ack, duplicates),
        };
    }

    /// <summary>A time-out: all that was sent long enough ago counts as lost (tcp_enter_loss).</summary>
    public void BeginAfterTimeout()
    {
        var isNew = sender.State < RecoveryState.Recovery;
        MarkLostByTimeout();
        if (sender.State <= RecoveryState.Disorder || sender.RecoveryEnd <= sender.Edges.Una
            || (sender.State == RecoveryState.Loss && sender.Timeouts == 0))
        {
            sender.PriorThreshold = sender.Window.CurrentThreshold(sender.IsReducing);
            sender.PriorWindow = sender.Window.Size;
            sender.Window.Threshold = sender.Control.ThresholdAfterLoss(sender.Window);
            BeginUndo();
        }

        sender.Window.Size = sender.Board.InFlight + 1;
        sender.Window.ForgetCredit();
        sender.Window.Stamp = sender.Now;
        if (sender.State <= RecoveryState.Disorder && sender.Board.Sacked >= sender.Settings.Reordering)
        {
            sender.Reordering = Math.Min(sender.Reordering, sender.Settings.Reordering);
        }

        sender.State = RecoveryState.Loss;
        sender.Control.Reset(sender.Now, sender.Edges.Next);
        sender.RecoveryEnd = sender.Edges.Next;
        sender.ProbeEnd = null;
        sender.Ecn.OweReduced();
        _isTestingTimeout = sender.Settings.ForwardRecovery && (isNew || sender.Timeouts > 0);
    }

    /// <summary>
    /// Something is lost, though not to congestion, and goes again; the window stays
    /// (tcp_non_congestion_loss_retransmit).
    /// </summary>
    /// <param name="end">The number after the last that is lost.</param>
    public void BeginWithoutCongestion(SequenceNumber end)
    {
        sender.Window.Threshold = sender.Window.CurrentThreshold(sender.IsReducing);
        (sender.PriorThreshold, sender.UndoMark) = (0, null);
        (sender.State, sender.RecoveryEnd) = (RecoveryState.Loss, end);
        _isTestingTimeout = false;
    }

    /// <summary>How long to wait until more may be lost, said once; 0 if nothing waits.</summary>
    public long TakeWait()
    {
        var wait = _wait;
        _wait = 0;
        return wait;
    }

    /// <summary>The time for overtaking is over (tcp_rack_reo_timeout).</summary>
    /// <returns>Whether something was found lost.</returns>
    public bool EndWait()
    {
        var (before, lost) = (sender.Board.InFlight, sender.Board.LostEver);
        rack.DetectLosses();
        if (before == sender.Board.InFlight)
        {
            return false;
        }

        if (sender.State != RecoveryState.Recovery)
        {
            BeginRecovery(hasCongestion: false);
            reduction.Step(1, sender.Board.LostEver - lost, hasAdvanced: false);
        }

        return true;
    }

    /// <summary>There was no new text to test a time-out with: it counts as real (tcp_xmit_recovery).</summary>
    public void EndTest() => _isTestingTimeout = false;

    /// <summary>The state to be in when nothing calls for another (tcp_try_keep_open).</summary>
    public void KeepOpen()
    {
        var state = sender.Board.Sacked + sender.Board.Lost > 0 || sender.HasResent
            ? RecoveryState.Disorder
            : RecoveryState.Open;
        if (sender.State != state)
        {
            sender.State = state;
            sender.RecoveryEnd = sender.Edges.Next;
        }
    }

    /// <summary>Without SACK a duplicate acknowledgment stands for a delivered segment (tcp_add_reno_sack).</summary>
    public void AddDuplicates(int duplicates)
    {
        if (duplicates > 0)
        {
            var before = sender.Board.Sacked;
            sender.Board.Sacked += duplicates;
            LimitDuplicates(0);
            sender.Rate.Delivered += Math.Max(sender.Board.Sacked - before, 0);
        }
    }

    /// <summary>
    /// Without SACK acknowledged segments are no longer counted as delivered (tcp_remove_reno_sacks).
    /// </summary>
    public void RemoveDuplicates(int acknowledged)
    {
        if (acknowledged > 0)
        {
            sender.Rate.Delivered += Math.Max(acknowledged - sender.Board.Sacked, 1);
            sender.Board.Sacked = acknowledged - 1 >= sender.Board.Sacked
                ? 0
                : sender.Board.Sacked - (acknowledged - 1);
        }

        LimitDuplicates(acknowledged);
    }

    /// <summary>
    /// More duplicates than segments on the way show overtaking (tcp_check_reno_reordering, tcp_limit_reno_sacked).
    /// </summary>
    private void LimitDuplicates(int acknowledged)
    {
        var holes = Math.Min(Math.Max(sender.Board.Lost, 1), sender.Board.Count);
        if (sender.Board.Sacked + holes > sender.Board.Count)
        {
            sender.Board.Sacked = sender.Board.Count - holes;
            sender.Reordering = Math.Min(sender.Board.Count + acknowledged, sender.Settings.ReorderingMost);
            sender.ReorderingSeen++;
        }
    }

    /// <returns>Whether the state machine goes on.</returns>
    private bool LeaveState()
    {
        switch (sender.State)
        {
            case RecoveryState.Reduction:
                if (sender.Edges.Una != sender.RecoveryEnd)
                {
                    reduction.End();
                    sender.State = RecoveryState.Open;
                }

                return true;
            case RecoveryState.Recovery:
                if (!sender.Edges.HasSack)
                {
                    sender.Board.Sacked = 0;
                }

                if (UndoRecovery())
                {
                    return false;
                }

                reduction.End();
                return true;
            default:
                return true;
        }
    }

    private Repair ContinueRecovery(AckInHand ack, int duplicates)
    {
        if (!ack.Has(AckFlags.Advanced))
        {
            if (!sender.Edges.HasSack)
            {
                AddDuplicates(duplicates);
            }
        }
        else if (UndoPartially(ack.PriorUna))
        {
            return Repair.None;
        }

        if (UndoByDuplicates())
        {
            TryToOpen(ack);
        }

        FindLosses(ack);
        if (sender.State != RecoveryState.Recovery)
        {
            if (sender.Board.Lost == 0)
            {
                return Repair.None;
            }

            BeginRecovery(ack.Has(AckFlags.Congestion));
        }

        return Repair.Lost;
    }

    private Repair ContinueAfterTimeout(AckInHand ack, int duplicates)
    {
        var repair = TakeAfterTimeout(ack, duplicates);
        FindLosses(ack);
        return sender.State == RecoveryState.Open || ack.Has(AckFlags.ResentLost)
            ? LookForLoss(ack, duplicates) is var more && more != Repair.None ? more : repair
            : repair;
    }

    /// <summary>Not in recovery: whether to begin one.</summary>
    private Repair LookForLoss(AckInHand ack, int duplicates)
    {
        if (!sender.Edges.HasSack)
        {
            if (ack.Has(AckFlags.Advanced))
            {
                sender.Board.Sacked = 0;
            }

            AddDuplicates(duplicates);
        }

        if (sender.State <= RecoveryState.Disorder)
        {
            UndoByDuplicates();
        }

        FindLosses(ack);
        if (sender.Board.Lost == 0)
        {
            TryToOpen(ack);
            return Repair.None;
        }

        if (!EndFailedProbe())
        {
            BeginRecovery(ack.Has(AckFlags.Congestion));
        }

        return Repair.Lost;
    }

    /// <summary>After a time-out: F-RTO, or the end of the recovery (tcp_process_loss).</summary>
    private Repair TakeAfterTimeout(AckInHand ack, int duplicates)
    {
        var isOver = sender.Edges.Una >= sender.RecoveryEnd;
        if (ack.Has(AckFlags.Advanced) && UndoLoss(isSpurious: false))
        {
            return Repair.None;
        }

        if (_isTestingTimeout)
        {
            // RFC 5682 3.1 step 3.b: something was delivered that was sent once.
            if (ack.Has(AckFlags.OriginalAcked) && UndoLoss(isSpurious: true))
            {
                return Repair.None;
            }

            if (sender.Edges.Next > sender.RecoveryEnd)
            {
                _isTestingTimeout &= !ack.Has(AckFlags.Sacked) && duplicates == 0;
            }
            else if (ack.Has(AckFlags.Advanced) && !isOver)
            {
                sender.RecoveryEnd = sender.Edges.Next;
                if (sender.Edges.HasUnsent && sender.Edges.WindowEnd > sender.Edges.Next)
                {
                    return Repair.NewFirst;
                }

                _isTestingTimeout = false;
            }
        }

        if (isOver)
        {
            UndoRecovery();
            return Repair.None;
        }

        if (!sender.Edges.HasSack)
        {
            if (sender.Edges.Next > sender.RecoveryEnd && duplicates > 0)
            {
                AddDuplicates(duplicates);
            }
            else if (ack.Has(AckFlags.Advanced))
            {
                sender.Board.Sacked = 0;
            }
        }

        return Repair.Lost;
    }

    private void TryToOpen(AckInHand ack)
    {
        if (!sender.HasResent)
        {
            sender.FirstResent = null;
        }

        if (ack.Has(AckFlags.Congestion))
        {
            reduction.BeginForCongestion();
        }

        if (sender.State != RecoveryState.Reduction)
        {
            KeepOpen();
        }
    }

    private void BeginRecovery(bool hasCongestion)
    {
        if (!sender.HasResent)
        {
            sender.FirstResent = null;
        }

        sender.PriorThreshold = 0;
        BeginUndo();
        if (!sender.IsReducing)
        {
            sender.PriorThreshold = hasCongestion ? 0 : sender.Window.CurrentThreshold(false);
            reduction.Begin();
        }

        sender.State = RecoveryState.Recovery;
    }

    /// <summary>Finds what is lost, by RACK or, without SACK, by counting (tcp_identify_packet_loss).</summary>
    private void FindLosses(AckInHand ack)
    {
        if (sender.Board.First is not { } first)
        {
            return;
        }

        if (!sender.Edges.HasSack)
        {
            if ((sender.State < RecoveryState.Recovery && sender.Board.Sacked >= sender.Reordering)
                || (sender.State == RecoveryState.Recovery && ack.Has(AckFlags.Advanced)))
            {
                MarkFirstLost(first);
            }

            return;
        }

        if (!rack.HasAdvanced)
        {
            return;
        }

        var resent = sender.Board.Resent;
        rack.HasAdvanced = false;
        if (rack.DetectLosses() is > 0 and var wait)
        {
            _wait = wait;
            ack.Flags &= ~AckFlags.SetTimer;
        }

        ack.Flags |= resent > sender.Board.Resent ? AckFlags.ResentLost : AckFlags.None;
    }

    private void MarkFirstLost(Sent first)
    {
        if (!first.IsLost)
        {
            sender.Board.MarkLost(first);
        }
    }

    private void MarkLostByTimeout()
    {
        var hasReneged = sender.Board.First is { IsSacked: true };
        if (hasReneged)
        {
            sender.Board.Renege();
            sender.PeerReneged = true;
        }
        else if (!sender.Edges.HasSack)
        {
            sender.Board.Sacked = 0;
        }

        var isFirst = true;
        foreach (var sent in sender.Board.Stream)
        {
            if (hasReneged || isFirst || rack.Remaining(sent, 0) <= 0)
            {
                sender.Board.MarkLost(sent);
            }

            isFirst = false;
        }
    }
}
