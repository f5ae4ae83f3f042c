using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Wakeline.Spec.Tcp;

namespace Wakeline.Spec.Sockets;

/// <summary>
/// The buffers that hold what a connection has queued and what is not acknowledged (sk_write_queue and
/// tcp_rtx_queue). Where buffers have no overhead nothing is kept here, so that it costs no state.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 1)]
public struct WriteQueue
{
    private SequenceNumber _start;

    private SequenceNumber _sent;

    private Ring<SequenceNumber, InlineArray4<InlineArray12<SequenceNumber>>> _ends;

    /// <summary>How many buffers the first one stands for, beside itself, since no more are told apart.</summary>
    private ushort _merged;

    /// <summary>How many buffers there are.</summary>
    public readonly int Count => _ends.Count + _merged;

    /// <summary>Octets of text in them.</summary>
    public readonly int Octets => _ends.IsEmpty ? 0 : _ends.Items[^1] - _start;

    /// <summary>How much more the last buffer takes, if nothing of it is sent.</summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="most">The most that a buffer holds.</param>
    public readonly int RoomInTail(in Tcb tcb, int most) =>
        _ends.IsEmpty || StartOf(_ends.Count - 1) < tcb.SndNxt || _ends.Items[^1] == tcb.SndNxt
            ? 0
            : Math.Max(most - (_ends.Items[^1] - StartOf(_ends.Count - 1)), 0);

    /// <summary>Whether the last buffer takes no more.</summary>
    /// <param name="most">The most that a buffer holds.</param>
    public readonly bool IsTailFull(int most) =>
        _ends.IsEmpty || _ends.Items[^1] - StartOf(_ends.Count - 1) >= most;

    /// <summary>Where the buffer ends that holds the octet before a number.</summary>
    public readonly SequenceNumber EndOf(SequenceNumber number)
    {
        foreach (var end in _ends.Items)
        {
            if (end >= number)
            {
                return end;
            }
        }

        return number;
    }

    /// <summary>Puts text at the end: into the last buffer, or into a new one (tcp_skb_entail).</summary>
    /// <param name="start">Its first octet.</param>
    /// <param name="octets">How many octets.</param>
    /// <param name="isAppended">Whether the last buffer takes it.</param>
    public void Add(SequenceNumber start, int octets, bool isAppended)
    {
        if (isAppended)
        {
            _ends[_ends.Count - 1] = start + octets;
            return;
        }

        if (_ends.IsEmpty)
        {
            (_start, _sent) = (start, start);
        }

        MakeRoom();
        _ends.Enqueue(start + octets);
    }

    /// <summary>
    /// What was sent since it was last asked lies in buffers of its own, each as long as what is sent at once
    /// (tcp_grow_skb, tso_fragment).
    /// </summary>
    /// <param name="tcb">The connection.</param>
    /// <param name="burst">The most octets that are sent at once; 0 for any number.</param>
    public void Cut(in Tcb tcb, int burst)
    {
        if (_ends.IsEmpty)
        {
            return;
        }

        var end = _ends.Items[^1] < tcb.SndNxt ? _ends.Items[^1] : tcb.SndNxt;
        for (var index = _ends.Count - 1; index >= 0; index--)
        {
            if (_ends.Items[index] > _sent && _ends.Items[index] < end)
            {
                _ends.RemoveAt(index);
            }
        }

        CutAt(end);
        for (var next = _sent + burst; burst > 0 && next < end; next += burst)
        {
            CutAt(next);
        }

        _sent = end;
    }

    /// <summary>
    /// The first buffer that is not sent takes in what follows, up to what may be sent at once, whether or not there
    /// is a window for it (tcp_grow_skb).
    /// </summary>
    /// <param name="most">The most octets that may be sent at once.</param>
    public void Grow(int most)
    {
        var index = 0;
        while (index < _ends.Count && _ends.Items[index] <= _sent)
        {
            index++;
        }

        var missing = index + 1 < _ends.Count ? most - (_ends.Items[index] - StartOf(index)) : 0;
        if (missing <= 0 || StartOf(index) < _sent)
        {
            return;
        }

        if (_ends.Items[index + 1] - _ends.Items[index] <= missing)
        {
            _ends.RemoveAt(index);
        }
        else
        {
            _ends[index] = _ends.Items[index] + missing;
        }
    }

    /// <summary>What goes again alone lies in a buffer of its own (tcp_fragment).</summary>
    /// <param name="end">Where it ends.</param>
    public void Split(SequenceNumber end)
    {
        if (!_ends.IsEmpty)
        {
            CutAt(end);
        }
    }

    /// <summary>
    /// Buffers that are acknowledged are free. Of one that holds several segments the acknowledged part is cut off
    /// (tcp_clean_rtx_queue, tcp_tso_acked).
    /// </summary>
    public void Acknowledge(in Tcb tcb)
    {
        while (!_ends.IsEmpty && _ends.Items[0] <= tcb.SndUna)
        {
            _start = _ends.Dequeue();
            _merged = 0;
        }

        if (_ends.IsEmpty)
        {
            (_start, _sent) = (default, default);
        }
        else if (_start < tcb.SndUna && _ends.Items[0] - _start > tcb.SndMss)
        {
            _merged -= (ushort)((long)_merged * (tcb.SndUna - _start) / (_ends.Items[0] - _start));
            _start = tcb.SndUna;
        }
    }

    private void MakeRoom()
    {
        if (_ends.IsFull)
        {
            _ends.RemoveAt(0);
            _merged++;
        }
    }

    private void CutAt(SequenceNumber place)
    {
        if (place <= _start || place >= _ends.Items[^1] || _ends.Items.Contains(place)
            || (_merged > 0 && place < _ends.Items[0]))                // One of those that are not told apart.
        {
            return;
        }

        MakeRoom();
        for (var index = 0; index < _ends.Count; index++)
        {
            if (StartOf(index) < place && place < _ends.Items[index])
            {
                _ends.Insert(index, place);
                return;
            }
        }
    }

    private readonly SequenceNumber StartOf(int index) => index == 0 ? _start : _ends.Items[index - 1];
}
