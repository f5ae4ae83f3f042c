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
            if (other.Left > block.Right || other.Right < block.Left)
            {
                index++;
                continue;
            }

            block = new SackBlock(
                other.Left < block.Left ? other.Left : block.Left, SequenceNumber.Later(other.Right, block.Right));
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
    /// The part of a segment that was there already is told once, before the other blocks (RFC 2883 4; tcp_dsack_set).
    /// </summary>
    private static void NoteDuplicate(ref Tcb tcb, in Segment segment)
    {
        if (segment.Payload == 0 || segment.Sequence >= tcb.RcvNxt)
        {
            return;
        }

        var end = segment.TextEnd > tcb.RcvNxt ? tcb.RcvNxt : segment.TextEnd;
        NoteDuplicate(ref tcb, new SackBlock(segment.Sequence, end));
    }

    /// <summary>Text out of order that overlaps what is held is told where it does (tcp_data_queue_ofo).</summary>
    private static void NoteHeldTwice(ref Tcb tcb, in Segment segment)
    {
        foreach (var held in tcb.Held.Items)
        {
            var left = SequenceNumber.Later(segment.Sequence, held.Start);
            var right = segment.TextEnd < held.End ? segment.TextEnd : held.End;
            if (left < right)
            {
                NoteDuplicate(ref tcb, new SackBlock(left, right));
            }
        }
    }

    /// <summary>Text in order that runs into what is held is told where it does (tcp_ofo_queue).</summary>
    private static void NoteHeldOvertaken(ref Tcb tcb, in Segment segment)
    {
        if (segment.TextEnd > tcb.RcvNxt)
        {
            NoteHeldTwice(ref tcb, in segment);
        }
    }

    private static void NoteDuplicate(ref Tcb tcb, SackBlock text)
    {
        if (!UsesSack(in tcb) || !tcb.TellsDuplicates)
        {
            return;
        }

        var isContinued = tcb.HasDuplicate && text.Left <= tcb.Duplicate.Right && text.Right >= tcb.Duplicate.Left;
        tcb.Duplicate = isContinued
            ? new SackBlock(
                text.Left < tcb.Duplicate.Left ? text.Left : tcb.Duplicate.Left,
                SequenceNumber.Later(text.Right, tcb.Duplicate.Right))
            : tcb.HasDuplicate ? tcb.Duplicate : text;
        tcb.HasDuplicate = true;
    }

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
