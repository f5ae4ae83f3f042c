using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <summary>
/// How fast segments are delivered (draft-cheng-iccrg-delivery-rate-estimation; net/ipv4/tcp_rate.c). Times are in
/// microseconds.
/// </summary>
internal sealed class DeliveryRate
{
    private long _firstSent;
    private long _deliveredTime;
    private int _userLimitEnd;
    private int _sampleDelivered;
    private long _sampleInterval;
    private Sample _sample;

    /// <summary>Segments delivered, in sequence or not (tcp_sock delivered).</summary>
    public int Delivered { get; set; }

    /// <summary>Whether the last sample was limited by the user and not by the network.</summary>
    public bool IsUserLimited { get; private set; } = true;

    /// <summary>What <see cref="Delivered"/> was when the segment was sent that the sample is of; 0 for no sample.
    /// </summary>
    public int PriorDelivered => _sample.PriorDelivered;

    /// <summary>Whether a sample has been made and the segments in it.</summary>
    public (int Segments, long Interval) Measured => (_sampleDelivered, _sampleInterval);

    /// <summary>An acknowledgment begins to be processed.</summary>
    public void BeginSample() => _sample = default;

    /// <summary>
    /// The user has nothing more to send: what is on the way now says nothing of the network
    /// (tcp_rate_check_app_limited).
    /// </summary>
    public void NoteUserLimit(int inFlight) => _userLimitEnd = Math.Max(Delivered + inFlight, 1);

    /// <summary>A segment is sent, first or again (tcp_rate_skb_sent).</summary>
    public void NoteSent(Sent sent, bool isFirstOut, long now)
    {
        if (isFirstOut)
        {
            (_firstSent, _deliveredTime) = (now, now);
        }

        sent.SampleStart = _firstSent;
        sent.DeliveredTime = _deliveredTime;
        sent.DeliveredBefore = Delivered;
        sent.IsUserLimited = _userLimitEnd != 0;
    }

    /// <summary>A segment was delivered (tcp_rate_skb_delivered).</summary>
    public void NoteDelivered(Sent sent)
    {
        if (sent.DeliveredTime < 0)
        {
            return;
        }

        if (!_sample.Exists || Sent.IsAfter(sent.Time, sent.End, _firstSent, _sample.LastEnd))
        {
            _firstSent = sent.Time;
            _sample = new Sample(
                true, sent.DeliveredBefore, sent.DeliveredTime, sent.IsUserLimited, sent.End,
                sent.Time - sent.SampleStart);
        }

        if (sent.IsSacked)
        {
            sent.DeliveredTime = -1;
        }
    }

    /// <summary>The acknowledgment is processed (tcp_rate_gen).</summary>
    /// <param name="newlyDelivered">Segments it delivered.</param>
    /// <param name="now">The time.</param>
    /// <param name="leastRtt">The least round-trip time.</param>
    public void EndSample(int newlyDelivered, long now, long leastRtt)
    {
        if (_userLimitEnd != 0 && Delivered > _userLimitEnd)
        {
            _userLimitEnd = 0;
        }

        if (newlyDelivered > 0)
        {
            _deliveredTime = now;
        }

        if (!_sample.Exists)
        {
            return;
        }

        var delivered = Delivered - _sample.PriorDelivered;
        var interval = Math.Max(_sample.SendInterval, now - _sample.PriorTime);
        if (interval >= leastRtt && (!_sample.IsUserLimited
            || (long)delivered * _sampleInterval >= _sampleDelivered * interval))
        {
            (_sampleDelivered, _sampleInterval) = (delivered, interval);
            IsUserLimited = _sample.IsUserLimited;
        }
    }

    private readonly record struct Sample(
        bool Exists, int PriorDelivered, long PriorTime, bool IsUserLimited, SequenceNumber LastEnd, long SendInterval);
}
