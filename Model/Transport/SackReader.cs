using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// Marks on the scoreboard what a SACK option tells, and finds duplicates and overtaking (RFC 2018, 2883;
/// net/ipv4/tcp_input.c tcp_sacktag_write_queue).
/// </summary>
/// <param name="sender">The sender.</param>
/// <param name="rack">Is told of deliveries.</param>
internal sealed class SackReader(Sender sender, Rack rack)
{
    /// <summary>Reads the blocks of an acknowledgment.</summary>
    public void Read(AckInHand ack)
    {
        var edges = sender.Edges;
        var tellsDuplicate = TellsDuplicate(ack);
        if (sender.Board.Count > 0)
        {
            Span<SackBlock> used = stackalloc SackBlock[SackBlocks.Most];
            var count = 0;
            SackBlock? duplicate = null;
            for (var index = 0; index < ack.Blocks.Count; index++)
            {
                var block = ack.Blocks[index];
                var isDuplicate = index == 0 && tellsDuplicate;
                if (!IsValid(block, isDuplicate, in edges) || block.Right <= ack.PriorUna)
                {
                    continue;
                }

                duplicate = isDuplicate ? block : duplicate;
                used[count++] = block;
            }

            Mark(ack, used[..count], duplicate);
        }

        sender.Rate.Delivered += ack.SackDelivered;
        if ((sender.State != RecoveryState.Loss || sender.UndoMark is not null) && ack.Overtaken is { } lowest)
        {
            NoteReordering(lowest);
        }
    }

    /// <summary>
    /// A segment was overtaken: recovery is to wait for as many from now on (tcp_check_sack_reordering).
    /// </summary>
    public void NoteReordering(SequenceNumber lowest)
    {
        var highest = sender.Board.HighestSackedEnd(sender.Edges.Una);
        if (lowest >= highest)
        {
            return;
        }

        var size = Math.Max(sender.Edges.SegmentSize, 1);
        var extent = highest - lowest;
        if (extent > (long)sender.Reordering * size)
        {
            sender.Reordering = Math.Min((extent + size - 1) / size, sender.Settings.ReorderingMost);
        }

        sender.ReorderingSeen++;
    }

    private void Mark(AckInHand ack, ReadOnlySpan<SackBlock> blocks, SackBlock? duplicate)
    {
        foreach (var sent in sender.Board.Stream)
        {
            foreach (var block in blocks)
            {
                if (block.Left <= sent.Start && sent.End <= block.Right)
                {
                    MarkOne(ack, sent, duplicate is { } twice && twice.Left <= sent.Start && sent.End <= twice.Right);
                    break;
                }
            }
        }
    }

    private void MarkOne(AckInHand ack, Sent sent, bool isDuplicate)
    {
        if (isDuplicate && (sent.IsResent || sent.WasResent))
        {
            CountDuplicate(sent.End, 1);
            if (sent.IsSacked)
            {
                ack.NoteOvertaken(sent.Start);
            }
        }

        if (sent.End <= sender.Edges.Una)
        {
            return;
        }

        if (!sent.IsSacked)
        {
            MarkDelivered(ack, sent);
        }

        if (isDuplicate)
        {
            sender.Board.UnmarkResent(sent);
        }
    }

    private void MarkDelivered(AckInHand ack, Sent sent)
    {
        rack.Advance(sent);
        if (sent.IsResent)
        {
            // What is not taken for lost was resent by mistake, and that is still on the way.
            if (sent.IsLost)
            {
                sender.Board.UnmarkLost(sent);
                sender.Board.UnmarkResent(sent);
            }
        }
        else
        {
            if (!sent.WasResent)
            {
                NoteOriginal(ack, sent);
            }

            sender.Board.UnmarkLost(sent);
        }

        sender.Board.MarkSacked(sent);
        sender.Rate.NoteDelivered(sent);
        ack.Flags |= AckFlags.Sacked;
        ack.SackDelivered++;
        ack.DeliveredOctets += sent.End - sent.Start;
    }

    private void NoteOriginal(AckInHand ack, Sent sent)
    {
        if (sent.Start < sender.Board.HighestSackedEnd(sender.Edges.Una))
        {
            ack.NoteOvertaken(sent.Start);
        }

        if (sent.End <= sender.RecoveryEnd)
        {
            ack.Flags |= AckFlags.OriginalAcked;
        }

        ack.SackedTimes = (ack.SackedTimes?.First ?? sent.Time, sent.Time);
    }

    /// <summary>
    /// Whether the first block tells of text that came twice: it lies before SEG.ACK or within the second (RFC 2883 4,
    /// tcp_check_dsack).
    /// </summary>
    private bool TellsDuplicate(AckInHand ack)
    {
        if (ack.Blocks.Count == 0)
        {
            return false;
        }

        var first = ack.Blocks[0];
        var isWithinSecond = ack.Blocks.Count > 1
            && first.Right <= ack.Blocks[1].Right && first.Left >= ack.Blocks[1].Left;
        if (first.Left >= ack.Number && !isWithinSecond)
        {
            return false;
        }

        var segments = SegmentsTwice(ack, first);
        if (segments > 0 && first.Right <= ack.PriorUna)
        {
            CountDuplicate(first.Right, segments);
        }

        return segments > 0;
    }

    /// <summary>How many segments came twice; 0 if the block is not to be believed (tcp_dsack_seen).</summary>
    private int SegmentsTwice(AckInHand ack, SackBlock block)
    {
        var octets = block.Right - block.Left;
        if (octets <= 0 || octets > sender.Edges.WindowMost)
        {
            return 0;
        }

        var segments = 1;
        if (octets > sender.Edges.SegmentSize)
        {
            segments = (octets + sender.Edges.SegmentSize - 1) / sender.Edges.SegmentSize;
        }
        else if (sender.ProbeEnd == block.Right)
        {
            ack.Flags |= AckFlags.DuplicateProbe;
        }

        sender.Duplicates += segments;
        if (sender.Duplicates > sender.TotalResent)
        {
            return 0;
        }

        if (sender.ReorderingSeen > 0 && !ack.Has(AckFlags.DuplicateProbe))
        {
            rack.HasDuplicate = true;
        }

        ack.Flags |= AckFlags.Duplicate;
        ack.SackDelivered += segments;
        return segments;
    }

    private void CountDuplicate(SequenceNumber end, int segments)
    {
        if (sender.UndoMark is { } mark && sender.UndoResent > 0 && end > mark)
        {
            sender.UndoResent = Math.Max(sender.UndoResent - segments, 0);
        }
    }

    /// <summary>Whether a block says something of what was sent (tcp_is_sackblock_valid).</summary>
    private bool IsValid(SackBlock block, bool isDuplicate, in StreamEdges edges)
    {
        if (block.Right > edges.Next || block.Left >= block.Right || block.Left >= edges.Next)
        {
            return false;
        }

        if (block.Left > edges.Una)
        {
            return true;
        }

        if (!isDuplicate || sender.UndoMark is not { } mark || block.Right > edges.Una)
        {
            return false;
        }

        return block.Left >= mark || (block.Right > mark && block.Left >= block.Right - edges.WindowMost);
    }
}
