namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <content>How a connection comes about.</content>
internal sealed partial class SessionGenerator
{
    private string Offer(bool isAnswer)
    {
        var offers = new List<string> { $"mss {_size}" };
        _peer.HasSack = Chance(0.85);
        _peer.HasStamps = Chance(0.6);
        var scale = Chance(0.8) ? Pick(0, 6, 7, 7, 8, 10) : -1;
        if (_peer.HasSack)
        {
            offers.Add("sackOK");
        }

        if (_peer.HasStamps)
        {
            offers.Add($"TS val {Stamp} ecr {(isAnswer ? _peer.Echo : 0)}");
        }

        if (scale >= 0)
        {
            offers.Add($"nop,wscale {scale}");
        }

        var isWide = scale < 0 || Chance(0.2);
        var window = isWide ? Pick(65535, 32792) : Pick(1000, 257, 512, 10000) << (7 - Math.Min(scale, 7));
        _peer.Window = Math.Min(window, ushort.MaxValue);
        return string.Join(',', offers);
    }

    private void Open()
    {
        if (Chance(0.3))
        {
            OpenActively();
        }
        else
        {
            OpenPassively();
        }

        if (!Chance(0.85))
        {
            _script.Call($"setsockopt({_descriptor}, SOL_SOCKET, SO_SNDBUF, [{Pick(5000, 20000, 100000)}], 4)");
        }

        _script.Call($"fcntl({_descriptor}, F_SETFL, O_RDWR|O_NONBLOCK)");
    }

    private void OpenActively()
    {
        _descriptor = 3;
        _script.Call("socket(..., SOCK_STREAM, IPPROTO_TCP)");
        SetBeforeOpening(3);
        _script.Call("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK)");
        _script.Call("connect(3, ..., ...)");
        Look();
        _script.Wait(Pick(11, 31, 87));
        var options = Offer(isAnswer: true);
        var flags = _topic.TellsCongestion ? "SE." : "S.";
        _script.Deliver($"< {flags} 0:0(0) ack 1 win {Pick(65535, 32792, 14600)} <{options}>");
        Look();
        AgreeWith();
        _script.Call("getsockopt(3, SOL_SOCKET, SO_ERROR, [0], [4])");
    }

    private void OpenPassively()
    {
        _script.Call("socket(..., SOCK_STREAM, IPPROTO_TCP)");
        _script.Call("setsockopt(3, SOL_SOCKET, SO_REUSEADDR, [1], 4)");
        SetBeforeOpening(3);
        _script.Call("bind(3, ..., ...)");
        _script.Call("listen(3, 1)");
        var options = Offer(isAnswer: false);
        var flags = _topic.TellsCongestion ? "SEW" : "S";
        _script.Deliver($"< {flags} 0:0(0) win {Pick(65535, 32792, 14600)} <{options}>");
        AgreeWith();
        Look();
        _script.Wait(Pick(11, 31, 87));
        Send(".", 1, 0);
        _script.Call("accept(3, ..., ...)");
    }

    /// <summary>What the stack does not offer is not agreed on.</summary>
    private void AgreeWith()
    {
        foreach (var segment in _script.Sent)
        {
            _peer.Take(segment, isLost: false);
        }

        _peer.HasCongestion = _topic.TellsCongestion;
        var text = _script.Text;
        var opening = text.Split('\n').Last(line => line.Contains("> S", StringComparison.Ordinal));
        _peer.HasStamps &= opening.Contains("TS val", StringComparison.Ordinal);
        _peer.HasSack &= opening.Contains("sackOK", StringComparison.Ordinal);
    }

    private void SetBeforeOpening(int descriptor)
    {
        if (Chance(_topic.Name == "memory" ? 0.6 : 0.1))
        {
            _script.Call($"setsockopt({descriptor}, SOL_SOCKET, SO_RCVBUF, [{Pick(5000, 20000, 100000)}], 4)");
        }

        if (Chance(0.05))
        {
            _script.Call($"setsockopt({descriptor}, SOL_TCP, TCP_MAXSEG, [{Pick(500, 1000, 1400)}], 4)");
        }
    }
}
