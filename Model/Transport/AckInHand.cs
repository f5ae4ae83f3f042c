using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// An acknowledgment while it is processed (struct tcp_sacktag_state, struct rate_sample and the locals of tcp_ack).
/// </summary>
internal sealed class AckInHand
{
    /// <summary>SEG.ACK.</summary>
    public required SequenceNumber Number { get; init; }

    /// <summary>SND.UNA before it.</summary>
    public required SequenceNumber PriorUna { get; init; }

    /// <summary>Its blocks.</summary>
    public required SackBlocks Blocks { get; init; }

    /// <summary>What it has turned out to be.</summary>
    public AckFlags Flags { get; set; }

    /// <summary>Where the highest segment ended that was selectively acknowledged before it (prior_fack).</summary>
    public SequenceNumber PriorHighest { get; init; }

    /// <summary>How many segments were delivered before it.</summary>
    public int PriorDelivered { get; init; }

    /// <summary>How many were found lost before it.</summary>
    public int PriorLost { get; init; }

    /// <summary>The lowest number that was overtaken, if any (reord).</summary>
    public SequenceNumber? Overtaken { get; set; }

    /// <summary>When the first and the last segment were sent of those it newly acknowledges selectively.</summary>
    public (long First, long Last)? SackedTimes { get; set; }

    /// <summary>Segments it shows to be delivered otherwise than in sequence.</summary>
    public int SackDelivered { get; set; }

    /// <summary>Octets it shows to be delivered, in sequence or not.</summary>
    public int DeliveredOctets { get; set; }

    /// <summary>The round-trip time for congestion control; negative for none.</summary>
    public long ControlRtt { get; set; } = -1;

    /// <summary>Whether something is on the flags.</summary>
    public bool Has(AckFlags flags) => (Flags & flags) != 0;

    /// <summary>Whether anything about it asks for a closer look (tcp_ack_is_dubious).</summary>
    public bool IsDubious(RecoveryState state) =>
        !Has(AckFlags.NotDuplicate) || Has(AckFlags.Alert) || state != RecoveryState.Open;

    /// <summary>Whether it is a duplicate acknowledgment (RFC 5681 2).</summary>
    public bool IsDuplicate => !Has(AckFlags.Advanced | AckFlags.NotDuplicate | AckFlags.Duplicate);

    /// <summary>Notes an overtaken segment.</summary>
    public void NoteOvertaken(SequenceNumber start)
    {
        if (Overtaken is not { } lowest || start < lowest)
        {
            Overtaken = start;
        }
    }
}
