using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <content>What happens between the opening and the end.</content>
internal sealed partial class SessionGenerator
{
    private void ReceiveInOrder()
    {
        if (_finSent)
        {
            return;
        }

        var count = Pick(1, 1, 2, 3, 10);
        for (var index = 0; index < count; index++)
        {
            var octets = Chance(0.7) ? _size - (_peer.HasStamps ? 12 : 0) : _choices.Between(1, _size);
            Send(Pick(".", "P.", "P."), _peer.Next, octets);
            _peer.Next += (uint)octets;
            if (Chance(0.2))
            {
                Gap();
            }
        }
    }

    private void ReceiveMany()
    {
        var count = Pick(1, 5, 20);
        var octets = Pick(1, 50, 200, _size / 2, _size - 12, _size - 12);
        for (var index = 0; index < count && !_finSent; index++)
        {
            Send(Pick(".", "P."), _peer.Next, octets);
            _peer.Next += (uint)octets;
        }
    }

    private void ReceiveOddly()
    {
        var octets = _choices.Between(1, _size);
        if (_holes.Count > 0 && Chance(0.5))
        {
            var hole = _holes[_choices.Between(0, _holes.Count)];
            _holes.Remove(hole);
            Send(".", hole.Start, hole.Octets);
        }
        else if (Chance(0.6) && !_finSent)
        {
            _holes.Add((_peer.Next, octets));
            _peer.Next += (uint)octets;
            Send(".", _peer.Next, octets);
            _peer.Next += (uint)octets;
        }
        else if (_peer.Next > 1)
        {
            var start = (uint)_choices.Between(1, (int)_peer.Next);
            Send(Pick(".", "P."), start, (int)Math.Min(octets, _peer.Next - start));
        }
    }

    private void Read()
    {
        if (!_closed && !_script.Sleeps)
        {
            _script.Call($"read({_descriptor}, ..., {Pick(100, 1000, 10000, 100000)})");
            Look();
        }
    }

    private void Sleep()
    {
        if (!_closed && !_script.Sleeps && !_finSent)
        {
            _script.Call($"fcntl({_descriptor}, F_SETFL, O_RDWR)");
            _script.CallSleeping($"read({_descriptor}, ..., {Pick(1000, 10000)})");
            _script.Wait(Pick(10, 50));
            Look();
            if (_script.Sleeps)
            {
                Send("P.", _peer.Next, 100);
                _peer.Next += 100;
                _script.Wait(20);
            }

            if (!_script.Sleeps)
            {
                _script.Call($"fcntl({_descriptor}, F_SETFL, O_RDWR|O_NONBLOCK)");
            }
        }
    }

    private void Write()
    {
        if (!_closed && !_script.Sleeps)
        {
            var octets = Pick(100, _size, 2 * _size, 5 * _size, 10 * _size, 20 * _size, 1, 3000, 50000);
            _script.Call(Chance(0.9)
                ? $"write({_descriptor}, ..., {octets})"
                : $"send({_descriptor}, ..., {octets}, {Pick("MSG_MORE", "MSG_DONTWAIT", "MSG_OOB")})");
            Look();
        }
    }

    private void Acknowledge()
    {
        if (_peer.Waiting == 0)
        {
            return;
        }

        var most = Pick(1, 2, 2, 4, 100);
        var each = Chance(0.5);
        while (_peer.Waiting > 0 && most-- > 0)
        {
            var blocks = _peer.TakeNext();
            if (each || blocks.Count > 0 || most == 0 || _peer.Waiting == 0)
            {
                Send(".", _peer.Next, 0, more: BlocksOf(blocks));
            }
        }
    }

    private string BlocksOf(List<(uint Start, uint End)> blocks) => _peer.HasSack && blocks.Count > 0
        ? $"nop,nop,sack {string.Join(' ', blocks.Take(3).Select(each => $"{each.Start}:{each.End}"))}"
        : "";

    private void AcknowledgeOddly()
    {
        var at = (uint)_choices.Between(1, (int)_peer.StackNext + 1);
        switch (_choices.Between(0, 4))
        {
            case 0:
                Send(".", _peer.Next, 0, ack: at);
                break;
            case 1:
                Send(".", _peer.Next, 0);
                break;
            case 2:
                Send(".", _peer.Next, 0, ack: _peer.StackNext + (uint)Pick(1, 1000, 100000));
                break;
            default:
                Send(".", _peer.Next - (uint)Pick(0, 1), 0, window: _peer.Window / 2);
                break;
        }
    }

    private void ChangeWindow()
    {
        _peer.Window = Pick(0, 1, 2, 10, 100, 1000, 5000, 65535);
        Send(".", _peer.Next, 0);
    }

    private void WaitLong()
    {
        _script.Wait(Pick(250, 400, 700));
        Look();
    }

    private void Close()
    {
        if (_closed || _script.Sleeps)
        {
            SendFin();
            return;
        }

        switch (_choices.Between(0, 6))
        {
            case 0:
                _script.Call($"close({_descriptor})");
                _closed = true;
                break;
            case 1 or 2:
                _script.Call($"shutdown({_descriptor}, {Pick("SHUT_WR", "SHUT_WR", "SHUT_RD", "SHUT_RDWR")})");
                break;
            default:
                SendFin();
                break;
        }

        Look();
    }

    private void SendFin()
    {
        var octets = Pick(0, 0, 100);
        if (!_finSent)
        {
            Send(octets > 0 ? "FP." : "F.", _peer.Next, octets);
            _finSent = true;
            _peer.Next += (uint)octets + 1;
        }
    }

    private void Reset()
    {
        if (Chance(0.3))
        {
            var at = _peer.Next + Pick(0u, 0u, 1u, 1000u);
            _script.Deliver(Pick($"< R {at}:{at}(0) win 0", $"< R. {at}:{at}(0) ack {_peer.Expected} win 0"));
            Look();
        }
    }

    private void Ask()
    {
        if (_closed)
        {
            return;
        }

        switch (_choices.Between(0, 4))
        {
            case 0:
                _script.Call($"ioctl({_descriptor}, SIOCINQ, [0])", Number("SIOCINQ"));
                break;
            case 1:
                _script.Call($"ioctl({_descriptor}, SIOCOUTQ, [0])", Number("SIOCOUTQ"));
                break;
            case 2:
                const string Events = "POLLIN|POLLOUT|POLLRDHUP";
                _script.Call(
                    $"poll([{{fd={_descriptor}, events={Events}, revents=0}}], 1, 0)",
                    answer => $"poll([{{fd={_descriptor}, events={Events}, "
                        + $"revents={((StructureValue)((ListValue)answer.Outputs[0]).Items[0])["revents"]}}}], 1, 0)");
                break;
            default:
                _script.Call($"getsockopt({_descriptor}, SOL_SOCKET, SO_ERROR, [0], [4])", answer =>
                    $"getsockopt({_descriptor}, SOL_SOCKET, SO_ERROR, {answer.Outputs[3]}, [4])");
                break;
        }

        Look();
    }

    private Func<CallAnswer, string> Number(string request) =>
        answer => $"ioctl({_descriptor}, {request}, {answer.Outputs[2]})";

    private void SetOption()
    {
        if (_closed)
        {
            return;
        }

        var (level, name, value) = Pick(
            ("SOL_TCP", "TCP_NODELAY", Pick(0, 1)), ("SOL_TCP", "TCP_CORK", Pick(0, 1)),
            ("SOL_TCP", "TCP_QUICKACK", Pick(0, 1)), ("SOL_SOCKET", "SO_RCVLOWAT", Pick(1, 1000, 5000)),
            ("SOL_TCP", "TCP_NOTSENT_LOWAT", Pick(1000, 10000)), ("SOL_SOCKET", "SO_SNDBUF", Pick(10000, 50000)),
            ("SOL_SOCKET", "SO_RCVBUF", Pick(5000, 20000, 100000)), ("SOL_TCP", "TCP_USER_TIMEOUT", Pick(0, 5000)),
            ("SOL_TCP", "TCP_WINDOW_CLAMP", Pick(5000, 20000)));
        _script.Call($"setsockopt({_descriptor}, {level}, {name}, [{value}], 4)");
        Look();
    }

    private void Finish()
    {
        if (_script.Sleeps)
        {
            Send("P.", _peer.Next, 100);
            _script.Wait(50);
        }

        _script.Wait(Pick(0, 50, 300));
        Look();
        if (!_closed && !_script.Sleeps)
        {
            AssertAll();
        }
    }
}
