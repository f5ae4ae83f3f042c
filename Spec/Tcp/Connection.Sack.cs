namespace Wakeline.Spec.Tcp;

/// <content>Selective acknowledgment, the receiver's half (RFC 2018, RFC 2883).</content>
public static partial class Connection
{
    /// <summary>
    /// Text came out of order: the block that it belongs to is told first (RFC 2018 4; tcp_sack_new_ofo_skb).
    /// </summary>
    private static void NoteOutOfOrder(ref Tcb tcb, SackBlock text)
    {
        if (!UsesSack(in tcb))
        {
            return;
        }

        var block = text;
        for (var index = 0; index < tcb.Sacks.Count;)
        {
            var other = tcb.Sacks[index];
            if (!Touches(other, block))
            {
                index++;
                continue;
            }

            block = Joined(other, block);
            tcb.Sacks.RemoveAt(index);
            index = 0;
        }

        tcb.Sacks.PushFront(block);
    }

    /// <summary>Whether a number is the right edge of the last block that is told.</summary>
    public static bool IsAtHeldEdge(in Tcb tcb, SequenceNumber number)
    {
        if (!UsesSack(in tcb) || tcb.Sacks.Count == 0)
        {
            return false;
        }

        var edge = tcb.Sacks[0].Right;
        for (var index = 1; index < tcb.Sacks.Count; index++)
        {
            edge = SequenceNumber.Later(edge, tcb.Sacks[index].Right);
        }

        return edge == number;
    }

    /// <summary>What is in order now is not told any more (tcp_sack_remove).</summary>
    private static void ForgetBlocks(ref Tcb tcb)
    {
        for (var index = tcb.Sacks.Count - 1; index >= 0; index--)
        {
            if (tcb.Held.IsEmpty || tcb.Sacks[index].Left <= tcb.RcvNxt)
            {
                tcb.Sacks.RemoveAt(index);
            }
        }
    }

    /// <summary>
    /// The part of a segment that was there already, its FIN included, is told once, before the other blocks (RFC 2883
    /// 4; tcp_data_queue, tcp_send_dupack).
    /// </summary>
    private static void NoteDuplicate(ref Tcb tcb, in Segment segment)
    {
        if (segment.Length == 0 || IsSyn(in segment) || segment.Sequence >= tcb.RcvNxt)
        {
            return;
        }

        TellDuplicate(ref tcb, new SackBlock(
            segment.Sequence, segment.End > tcb.RcvNxt ? tcb.RcvNxt : segment.End));
    }

    /// <summary>Text out of order that overlaps what is held is told where it does (tcp_data_queue_ofo).</summary>
    private static void NoteHeldTwice(ref Tcb tcb, in Segment segment)
    {
        foreach (var held in tcb.Held.Items)
        {
            var end = EndOf(held);
            if (held.Start >= segment.End || end <= segment.Sequence)
            {
                continue;
            }

            if (segment.Sequence > held.Start || (segment.Sequence == held.Start && segment.End <= end))
            {
                TellDuplicate(ref tcb, new SackBlock(segment.Sequence, segment.End < end ? segment.End : end));
            }
            else
            {
                StretchDuplicate(ref tcb, new SackBlock(held.Start, segment.End < end ? segment.End : end));
            }
        }
    }

    /// <summary>Text in order that runs into what is held is told where it does (tcp_ofo_queue).</summary>
    private static void NoteHeldOvertaken(ref Tcb tcb, in Segment segment)
    {
        foreach (var held in tcb.Held.Items)
        {
            if (held.Start < segment.TextEnd && segment.TextEnd > tcb.RcvNxt)
            {
                var end = EndOf(held);
                StretchDuplicate(
                    ref tcb, new SackBlock(held.Start, end < segment.TextEnd ? end : segment.TextEnd));
            }
        }
    }

    private static SequenceNumber EndOf(HeldText held) => held.Fin ? held.End + 1 : held.End;

    /// <summary>What came twice takes the place of what did before and is not told yet (tcp_dsack_set).</summary>
    private static void TellDuplicate(ref Tcb tcb, SackBlock text)
    {
        if (UsesSack(in tcb) && tcb.TellsDuplicates)
        {
            (tcb.Duplicate, tcb.HasDuplicate) = (text, true);
        }
    }

    /// <summary>More of a segment came twice (tcp_dsack_extend).</summary>
    private static void StretchDuplicate(ref Tcb tcb, SackBlock text)
    {
        if (!tcb.HasDuplicate)
        {
            TellDuplicate(ref tcb, text);
        }
        else if (Touches(tcb.Duplicate, text))
        {
            TellDuplicate(ref tcb, Joined(tcb.Duplicate, text));
        }
    }

    private static bool Touches(SackBlock left, SackBlock right) =>
        left.Left <= right.Right && left.Right >= right.Left;

    private static SackBlock Joined(SackBlock left, SackBlock right) => new(
        left.Left < right.Left ? left.Left : right.Left, SequenceNumber.Later(left.Right, right.Right));

    /// <summary>Behind a FIN nothing is out of order any more (tcp_fin, tcp_sack_reset).</summary>
    private static void ForgetAllBlocks(ref Tcb tcb) =>
        (tcb.Sacks, tcb.Duplicate, tcb.HasDuplicate) = (default, default, false);

    /// <summary>
    /// Text out of order may change a block that stands so far behind that many peers do not look at it, or make one
    /// where so many are told. Linux lets acknowledgments that wait go before, with that block where it stands
    /// (tcp_sack_new_ofo_skb, tcp_sack_compress_send_ack).
    /// </summary>
    /// <returns>Whether that is so; what is told then is noted.</returns>
    public static bool StretchesLateBlock(ref Tcb tcb, in Segment segment)
    {
        if (segment.Length == 0 || !BeginsAfterGap(in tcb, in segment) || !Takes(in tcb, in segment))
        {
            return false;
        }

        var text = new SackBlock(segment.Sequence, segment.End);
        var place = 0;
        while (place < tcb.Sacks.Count && !Touches(tcb.Sacks[place], text))
        {
            place++;
        }

        if (place < LookedAt)
        {
            return false;
        }

        NoteHeldTwice(ref tcb, in segment);
        if (place < tcb.Sacks.Count)
        {
            tcb.Sacks.Replace(place, Joined(tcb.Sacks[place], text));
        }

        return true;
    }

    /// <summary>How many blocks every peer looks at (TCP_SACK_BLOCKS_EXPECTED).</summary>
    private const int LookedAt = 2;

    /// <summary>The blocks of the next acknowledgment, as many as find room.</summary>
    private static SackBlocks BlocksToTell(in Tcb tcb)
    {
        if (!tcb.HasDuplicate && tcb.Sacks.Count == 0)
        {
            return default;
        }

        var blocks = tcb.Sacks;
        if (tcb.HasDuplicate)
        {
            blocks.PushFront(tcb.Duplicate);
        }

        return blocks.Take(BlocksMost(in tcb));
    }

    /// <summary>The octets that the blocks of the next acknowledgment take.</summary>
    public static int BlockOctets(in Tcb tcb) =>
        OctetsOf(Math.Min(tcb.Sacks.Count + (tcb.HasDuplicate ? 1 : 0), BlocksMost(in tcb)));

    /// <summary>How many blocks find room beside the other options.</summary>
    private static int BlocksMost(in Tcb tcb) =>
        (OptionOctetsMost - (HasStamps(in tcb) ? TcpOptions.StampOctets : 0) - SackOctets) / SackBlockOctets;

    private static int OctetsOf(int blocks) => blocks == 0 ? 0 : SackOctets + (SackBlockOctets * blocks);
}
