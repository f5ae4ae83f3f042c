namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <content>Round trips of a long transfer.</content>
internal sealed partial class SessionGenerator
{
    private void StepOfLong()
    {
        switch (_topic.Name)
        {
            case "timeouts":
                Choose((4, Round), (3, LosePath), (2, AnswerLate), (1, Write), (1, AcknowledgeOddly));
                break;
            case "reordering":
                Choose((3, Round), (6, Reorder), (2, Repeat), (1, Write), (1, WaitLong));
                break;
            case "congestion":
                Choose((6, Round), (3, Mark), (2, ReceiveMarked), (1, LosePath), (1, WaitLong));
                break;
            default:
                Choose((20, Round), (1, WaitLong), (1, ReceiveInOrder), (1, AcknowledgeOddly));
                break;
        }
    }

    /// <summary>The user fills the buffer, a round trip passes, and the peer acknowledges what it has got.</summary>
    private void Round()
    {
        if (!_closed && Chance(0.8))
        {
            _script.Call($"write({_descriptor}, ..., {_size * Pick(1, 4, 10, 10, 30, 30)})");
            Look();
        }

        _script.Wait(_roundTrip);
        Look();
        var (every, gap) = (Pick(1, 1, 2, 2, 10), Pick(0, 0, 0, 1));
        for (var count = _peer.Waiting; count > 0;)
        {
            var blocks = _peer.TakeNext();
            if (--count % every == 0 || blocks.Count > 0)
            {
                Send(".", _peer.Next, 0, more: BlocksOf(blocks));
                _script.Wait(gap);
            }
        }

        _peer.NoteReduced();
    }

    /// <summary>The user writes the text of so many segments, unless the socket is closed.</summary>
    private void WriteSegments(params int[] counts)
    {
        if (!_closed)
        {
            _script.Call($"write({_descriptor}, ..., {_size * Pick(counts)})");
        }
    }

    /// <summary>For some time nothing arrives at the peer.</summary>
    private void LosePath()
    {
        WriteSegments(1, 2, 5, 10);

        _isPathLost = true;
        Look();
        _script.Wait(Pick(100, 250, 250, 500, 1000));
        Look();
        _isPathLost = false;
    }

    /// <summary>What was sent first arrives after the sender has waited in vain.</summary>
    private void AnswerLate()
    {
        WriteSegments(1, 2, 5, 10);

        Look();
        _script.Wait(Pick(230, 230, 300, 500));
        var count = Pick(1, 2, 5, 100);
        while (_peer.Waiting > 0 && count-- > 0)
        {
            var blocks = _peer.TakeNext();
            Send(".", _peer.Next, 0, more: BlocksOf(blocks));
            _script.Wait(Pick(0, 0, 1, 10));
        }

        Look();
    }

    /// <summary>Some of what was sent overtakes the rest.</summary>
    private void Reorder()
    {
        WriteSegments(2, 5, 10);

        Look();
        _script.Wait(_roundTrip);
        Look();
        _peer.Shuffle(_choices, Pick(1, 3, 10));
        Acknowledge();
        _script.Wait(Pick(0, 0, 1, 5, 10));
        Look();
        Acknowledge();
    }

    /// <summary>The peer tells of text that came twice.</summary>
    private void Repeat()
    {
        if (_peer.HasSack && _peer.Expected > 1 + _size)
        {
            var (start, end) = (_peer.Expected - (uint)_size, _peer.Expected);
            Send(".", _peer.Next, 0, more: BlocksOf([(start, end), .. _peer.Held]));
        }
    }

    /// <summary>A router marks what the stack sends: the peer says so until the stack has reduced its window.</summary>
    private void Mark()
    {
        _peer.IsMarked = _peer.HasCongestion;
        Acknowledge();
        Round();
    }

    private void ReceiveMarked()
    {
        if (!_finSent)
        {
            var octets = Pick(100, _size / 2);
            Send(Pick(".", "P.", "WP."), _peer.Next, octets, ip: Pick("(ect0) ", "(ce) ", "(ce) ", ""));
            _peer.Next += (uint)octets;
            _script.Wait(Pick(0, 10, 60));
            Look();
            Read();
        }
    }
}
