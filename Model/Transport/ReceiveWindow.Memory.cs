using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Transport;

/// <content>Memory for what comes (net/ipv4/tcp_input.c tcp_try_rmem_schedule).</content>
internal sealed partial class ReceiveWindow
{
    /// <summary>Whether what is expected is taken without a look at the memory limit (pred_flags).</summary>
    private bool _predicts = true;

    /// <summary>Whether the segment in hand may make the next an expected one.</summary>
    private bool _expects;

    /// <summary>
    /// Whether the segment in hand was nothing but expected text; its acknowledgment is not looked at if it is no news.
    /// </summary>
    public bool WasPredicted { get; private set; }

    /// <summary>Nothing is known of the next segment.</summary>
    public void ForgetPrediction() => WasPredicted = false;

    /// <summary>Whether memory for text has run out since it was last asked.</summary>
    public bool WasShort { get; private set; }

    /// <summary>Text that is sent takes so much memory now.</summary>
    public void NoteSentMemory(int taken) => _queue.NoteSent(taken);

    /// <summary>
    /// Finds memory for text that is in the window: what is there already is joined, or forgotten (tcp_prune_queue).
    /// </summary>
    /// <param name="tcb">The connection, which forgets what is out of order if need be.</param>
    /// <param name="segment">The text.</param>
    /// <returns>Whether there is some.</returns>
    public bool FindMemory(ref Tcb tcb, in Segment segment)
    {
        WasShort = false;
        if (!_isOn)
        {
            return true;
        }

        var memory = ReceivedBuffer.MemoryOf(segment.Payload, OptionOctets(in segment));
        WasPredicted = IsPredicted(in tcb, in segment) && memory <= _queue.Forward;
        if (WasPredicted)
        {
            return true;
        }

        var isEarly = segment.Sequence > tcb.RcvNxt;
        if (_queue.Taken > _buffer && !Prune(ref tcb, segment.Sequence) && (isEarly || _queue.HasReady))
        {
            _predicts = false;
            return false;
        }

        _queue.Schedule(memory);
        _expects = !isEarly;
        _predicts &= !isEarly && segment.Window << tcb.SndScale == tcb.SndWnd;
        return true;
    }

    /// <summary>Text in order lies in the queue now, which may make the next expected (tcp_fast_path_check).</summary>
    private void Predict() => _predicts |= _expects && !_queue.HasGaps && _queue.Taken < _buffer;

    /// <summary>Whether a segment is nothing but what was expected (tcp_rcv_established).</summary>
    private bool IsPredicted(in Tcb tcb, in Segment segment) => _predicts && segment.Sequence == tcb.RcvNxt
        && (segment.Flags & ~SegmentFlags.Psh) == SegmentFlags.Ack && segment.Options.Sack.Count == 0
        && segment.Window << tcb.SndScale == tcb.SndWnd;

    private bool Prune(ref Tcb tcb, SequenceNumber arriving)
    {
        WasShort = true;
        if (_userBuffer == 0 && _buffer < settings.ReceiveBufferMost)
        {
            _buffer = Math.Min(_queue.Taken, settings.ReceiveBufferMost);
        }

        if (_queue.Taken <= _buffer)
        {
            return true;
        }

        Threshold = Math.Min(Clamp, 2 * _segment);
        _queue.Join(tcb.Copied, tcb.RcvNxt, _buffer, _ratio);
        if (_queue.Taken > _buffer && _queue.ForgetEarly(arriving, _buffer) is { } from)
        {
            Forget(ref tcb, from);
        }

        return _queue.Taken <= _buffer;
    }

    /// <summary>What is out of order is forgotten from a number on, and no block tells of any (tcp_sack_reset).
    /// </summary>
    private static void Forget(ref Tcb tcb, SequenceNumber from)
    {
        while (!tcb.Held.IsEmpty && tcb.Held[tcb.Held.Count - 1].Start >= from)
        {
            tcb.Held.RemoveAt(tcb.Held.Count - 1);
        }

        if (!tcb.Held.IsEmpty && tcb.Held[tcb.Held.Count - 1] is var last && last.End > from)
        {
            tcb.Held.RemoveAt(tcb.Held.Count - 1);
            tcb.Held.Enqueue(new HeldText(last.Start, from - last.Start, Fin: false));
        }

        tcb.Sacks = default;
        (tcb.HasDuplicate, tcb.Duplicate) = (false, default);
    }
}
