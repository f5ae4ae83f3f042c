using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// Acknowledgments of text out of order wait for each other once the peer has had three that say the same
/// (net/ipv4/tcp_input.c __tcp_ack_snd_check). Times are in microseconds.
/// </summary>
/// <param name="settings">The settings of the connection.</param>
internal sealed class AckCompression(TransportSettings settings)
{
    /// <summary>The part of a round trip that they wait at most.</summary>
    private const int RoundTripParts = 20;

    /// <summary>Acknowledgments that make a sender repeat (TCP_FASTRETRANS_THRESH).</summary>
    private const int Duplicates = 3;

    private int _waiting;
    private int _sent;
    private SequenceNumber _expected;

    /// <summary>When what waits is due; <see langword="null"/> if nothing does.</summary>
    public long? Due { get; private set; }

    /// <summary>Whether the acknowledgment of text out of order waits.</summary>
    /// <param name="expected">RCV.NXT.</param>
    /// <param name="roundTripEighths">Eight times the shortest round-trip time that is known.</param>
    /// <param name="now">The time.</param>
    public bool Wait(SequenceNumber expected, long roundTripEighths, long now)
    {
        if (_waiting >= settings.CompressedAcks)
        {
            return false;
        }

        if (_expected != expected)
        {
            (_expected, _sent) = (expected, 0);
        }

        if (_sent < Duplicates)
        {
            _sent++;
            return false;
        }

        _waiting++;
        Due ??= now + settings.CompressionSlack
            + Math.Min(settings.CompressionDelay, (roundTripEighths >> 3) / RoundTripParts);
        return true;
    }

    /// <summary>A segment with ACK went out: it tells all.</summary>
    public void NoteAckSent() => (_waiting, Due) = (0, null);
}
