using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What the options of a segment may say, which the table leaves to the wire.</summary>
internal static class OptionRules
{
    /// <summary>What has to be in both SYNs.</summary>
    public const OptionKinds Negotiable =
        OptionKinds.WindowScale | OptionKinds.SackPermitted | OptionKinds.TimeStamps;

    /// <summary>Octets of a time stamp option, padded (RFC 7323 appendix A).</summary>
    public const int StampOctets = 12;

    private const byte ScaleMost = 14;

    private const OptionKinds OfSyn =
        OptionKinds.WindowScale | OptionKinds.SackPermitted | OptionKinds.MaximumSegmentSize;

    /// <summary>What an end of which no SYN was seen yet may offer: everything.</summary>
    public const OptionKinds Everything = Negotiable | OptionKinds.MaximumSegmentSize;

    /// <summary>What is wrong with the options of a segment that is about to be sent.</summary>
    /// <returns><see langword="null"/> if nothing is.</returns>
    public static OptionFault? Find(in Hypothesis state, in Segment observed)
    {
        ref readonly var tcb = ref state.Tcb;
        var options = observed.Options;
        if (observed.Has(SegmentFlags.Rst))
        {
            return null;
        }

        if (observed.Has(SegmentFlags.Syn))
        {
            return options.Has(OptionKinds.WindowScale) && options.WindowScale > ScaleMost
                ? new OptionFault($"it shifts windows by {options.WindowScale}, more than {ScaleMost}", "RFC 7323 2.3")
                : observed.Has(SegmentFlags.Ack) ? OfAnswer(in tcb, in options, state.IsIssKnown)
                : null;
        }

        if ((options.Present & OfSyn) != 0)
        {
            return new OptionFault($"{options.Present & OfSyn} belongs in a SYN", "RFC 9293 3.2");
        }

        var isAgreed = (tcb.Agreed & OptionKinds.TimeStamps) != 0;
        if (options.Has(OptionKinds.TimeStamps) != isAgreed)
        {
            return new OptionFault(
                isAgreed ? "it has no time stamp, although both ends agreed on them"
                    : "it has a time stamp, although the ends did not agree on them", "RFC 7323 3.2");
        }

        return OfStamps(in state, in options) ?? OfBlocks(in tcb, in options, state.HasMoreHeld);
    }

    /// <summary>
    /// A SYN that has crossed another is answered as the profile has it: by what both have, or by all that was offered.
    /// </summary>
    private static OptionFault? OfAnswer(in Tcb tcb, in TcpOptions options, bool isSynKnown)
    {
        var offersAgain = Connection.OffersAgain(in tcb) && (tcb.Offers & Negotiable & ~tcb.Agreed) != 0;
        var excess = options.Present & Negotiable & ~(offersAgain ? tcb.Offers : tcb.Agreed);
        var missing = offersAgain && isSynKnown ? tcb.Offers & Negotiable & ~options.Present : OptionKinds.None;
        return excess != 0
                ? new OptionFault($"{excess} was not in the SYN that it answers", "RFC 7323 2.2")
            : missing != 0
                ? new OptionFault(
                    $"it lacks {missing}, which the SYN before it offered", "net/ipv4/tcp_output.c tcp_send_synack")
            : options.Has(OptionKinds.TimeStamps) && options.StampEcho != tcb.StampRecent
                ? Echo(in tcb, in options)
                : null;
    }

    private static OptionFault? OfStamps(in Hypothesis state, in TcpOptions options)
    {
        if (!options.Has(OptionKinds.TimeStamps))
        {
            return null;
        }

        return options.StampEcho != state.Tcb.StampRecent ? Echo(in state.Tcb, in options)
            : state.HasStamp && unchecked((int)(options.StampValue - state.LastStamp)) < 0
                ? new OptionFault(
                    $"its time stamp {options.StampValue} is older than the one before, {state.LastStamp}",
                    "RFC 7323 5.4")
                : null;
    }

    private static OptionFault Echo(in Tcb tcb, in TcpOptions options) => new(
        $"it returns the time stamp {options.StampEcho}, but {tcb.StampRecent} is the one to return", "RFC 7323 4.3");

    private static OptionFault? OfBlocks(in Tcb tcb, in TcpOptions options, bool hasMoreHeld)
    {
        if (!options.Has(OptionKinds.Sack))
        {
            return null;
        }

        if ((tcb.Agreed & OptionKinds.SackPermitted) == 0)
        {
            return new OptionFault("it has SACK blocks, although the peer did not permit them", "RFC 2018 2");
        }

        var blocks = options.Sack;
        for (var index = 0; index < blocks.Count; index++)
        {
            var block = blocks[index];
            // Linux sends its acknowledgment of FIN before it forgets the blocks (tcp_fin, tcp_sack_remove).
            var isDuplicate = (index == 0 || tcb.FinReceived) && block.Right <= tcb.RcvNxt;
            if (block.Left >= block.Right || !(isDuplicate || hasMoreHeld || IsHeld(in tcb, block)))
            {
                return new OptionFault(
                    $"its SACK block {block.Left}:{block.Right} is not of text that has come out of order",
                    "RFC 2018 4");
            }
        }

        return null;
    }

    private static bool IsHeld(in Tcb tcb, SackBlock block)
    {
        foreach (var held in tcb.Held.Items)
        {
            if (block.Left >= held.Start && block.Right <= held.End + (held.Fin ? 1 : 0))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>What is wrong with options.</summary>
/// <param name="Message">In a sentence.</param>
/// <param name="Citation">Where it is said.</param>
internal sealed record OptionFault(string Message, string Citation);
