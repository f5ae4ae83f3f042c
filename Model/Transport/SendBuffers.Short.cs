using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Packets that end within a segment, since their buffers were filled when segments were smaller.</content>
internal sealed partial class SendBuffers
{
    /// <summary>
    /// Where the first packet ends that does not end with a full segment although more follows; none if all do
    /// (tcp_write_xmit, whose packets do not run past what tcp_grow_skb has put into one buffer).
    /// </summary>
    /// <param name="next">SND.NXT.</param>
    /// <param name="bounds">What bounds packets.</param>
    public SequenceNumber? ShortEnd(SequenceNumber next, in PacketBounds bounds)
    {
        if (_planned.Count > 0)
        {
            return null;
        }

        var begun = next >= _taken.Start && next < _taken.End ? _taken.End : next;
        if ((begun - next) % bounds.Size != 0)
        {
            return _buffers.Count > 0 && _buffers[^1].End > begun ? begun : null;
        }

        if (!HasOddBuffers(begun, bounds.Size))
        {
            return null;
        }

        var coming = new SendBuffers();
        coming._buffers.AddRange(_buffers);
        coming._records.UnionWith(_records);
        coming.SkipTo(begun);
        var inFlight = bounds.InFlight + ((begun - next) / bounds.Size);
        while (coming._buffers.Count > 0 && QuotaOf(in bounds, inFlight) is > 0 and var quota)
        {
            coming.Grow(quota, in bounds);
            if (coming._buffers[0].End > bounds.WindowEnd)
            {
                return null;
            }

            var packet = coming.Cut(quota, in bounds);
            if (packet.Octets % bounds.Size != 0)
            {
                return coming._buffers.Count > 0 ? packet.End : null;
            }

            inFlight += packet.Octets / bounds.Size;
        }

        return null;
    }

    /// <summary>Something else leaves than the packet that has begun to: its rest lies in its buffer again
    /// (tcp_mtu_probe).</summary>
    /// <param name="next">SND.NXT.</param>
    public void Interrupt(SequenceNumber next) => Restore(next);

    /// <summary>Whether a buffer other than the last holds what is no whole number of segments.</summary>
    private bool HasOddBuffers(SequenceNumber next, int size)
    {
        for (var index = 0; index < _buffers.Count - 1; index++)
        {
            var start = SequenceNumber.Later(_buffers[index].Start, next);
            if (_buffers[index].End > start && (_buffers[index].End - start) % size != 0)
            {
                return true;
            }
        }

        return false;
    }
}
