using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Tests.Packetdrill.Sessions;

/// <summary>Random sessions: an opening, then text, acknowledgments, losses, options, calls and an end.</summary>
internal sealed partial class SessionGenerator
{
    private static readonly string[] s_told =
    [
        "tcpi_state", "tcpi_ca_state", "tcpi_retransmits", "tcpi_probes", "tcpi_backoff", "tcpi_options",
        "tcpi_snd_wscale", "tcpi_rcv_wscale", "tcpi_snd_mss", "tcpi_rcv_mss", "tcpi_unacked", "tcpi_sacked",
        "tcpi_lost", "tcpi_retrans", "tcpi_pmtu", "tcpi_rcv_ssthresh", "tcpi_snd_ssthresh", "tcpi_snd_cwnd",
        "tcpi_advmss", "tcpi_reordering", "tcpi_rcv_space", "tcpi_total_retrans", "tcpi_bytes_acked",
        "tcpi_bytes_received", "tcpi_segs_out", "tcpi_segs_in", "tcpi_notsent_bytes", "tcpi_data_segs_in",
        "tcpi_data_segs_out", "tcpi_delivered", "tcpi_bytes_sent", "tcpi_bytes_retrans", "tcpi_dsack_dups",
        "tcpi_reord_seen", "tcpi_rcv_ooopack", "tcpi_snd_wnd", "tcpi_rcv_wnd", "tcpi_total_rto",
        "tcpi_total_rto_recoveries",
    ];

    private static readonly int[] s_gaps = [0, 0, 1, 10, 10, 20, 50, 100];

    private readonly Random _random;
    private readonly SessionScript _script;
    private readonly SessionPeer _peer = new();
    private readonly List<(uint Start, int Octets)> _holes = [];
    private readonly string _topic;
    private readonly int _size;
    private readonly double _loss;
    private readonly bool _asserts;
    private int _descriptor = 4;
    private bool _closed;
    private bool _finSent;

    private SessionGenerator(Func<RunSettings, IStack> boot, string topic, int seed)
    {
        _random = new Random(seed);
        _topic = topic;
        _size = Pick(1000, 1460, 1460, 1000, 500);
        _loss = topic == "loss" ? Pick(0.05, 0.15, 0.3) : 0;
        _asserts = Chance(0.6);
        _script = new SessionScript(boot, Head());
    }

    /// <summary>The topics there are.</summary>
    public static IReadOnlyList<string> Topics { get; } =
        ["receive", "send", "loss", "close", "both", "window", "options"];

    /// <summary>Runs a session and writes it down.</summary>
    public static string Run(Func<RunSettings, IStack> boot, string topic, int seed)
    {
        var generator = new SessionGenerator(boot, topic, seed);
        generator.Open();
        var steps = generator._random.Next(6, 22);
        for (var step = 0; step < steps && !generator._peer.IsReset; step++)
        {
            generator.Step();
            generator.Look();
        }

        generator.Finish();
        return generator._script.Text;
    }

    private string Head()
    {
        var settings = new List<string>
        {
            $"net.ipv4.tcp_congestion_control={Pick("cubic", "cubic", "reno")}",
        };
        void Maybe(double chance, string setting)
        {
            if (Chance(chance))
            {
                settings.Add(setting);
            }
        }

        Maybe(0.4, "net.ipv4.tcp_timestamps=0");
        Maybe(0.2, "net.ipv4.tcp_sack=0");
        Maybe(0.1, "net.ipv4.tcp_window_scaling=0");
        Maybe(0.2, "net.ipv4.tcp_early_retrans=0");
        Maybe(0.15, "net.ipv4.tcp_recovery=0");
        Maybe(0.1, "net.ipv4.tcp_dsack=0");
        Maybe(0.15, "net.ipv4.tcp_moderate_rcvbuf=0");
        Maybe(0.1, "net.ipv4.tcp_slow_start_after_idle=1");
        Maybe(0.1, "net.ipv4.tcp_rmem=4096 131072 6291456");
        Maybe(0.1, "net.ipv4.tcp_wmem=4096 16384 4194304");
        Maybe(0.1, "net.ipv4.tcp_frto=0");
        return "--tolerance_usecs=30000\n`./defaults.sh\n"
            + string.Join('\n', settings.Select(each => $"sysctl -q \"{each}\"")) + "`";
    }

    private T Pick<T>(params T[] choices) => choices[_random.Next(choices.Length)];

    private bool Chance(double chance) => _random.NextDouble() < chance;

    private void Look()
    {
        while (_script.Sent.TryDequeue(out var segment))
        {
            _peer.Take(segment, Chance(_loss));
        }
    }

    private void Gap()
    {
        _script.Wait(Pick(s_gaps));
        Look();
    }

    private uint Stamp => (uint)(1000 + _script.Time);

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

    private void Send(string flags, uint start, int octets, int? window = null, string more = "", uint? ack = null)
    {
        var options = new List<string>();
        if (_peer.HasStamps)
        {
            options.Add($"nop,nop,TS val {Stamp} ecr {_peer.Echo}");
        }

        if (more.Length > 0)
        {
            options.Add(more);
        }

        _script.Deliver(
            $"< {flags} {start}:{start + octets}({octets}) ack {ack ?? _peer.Expected} win {window ?? _peer.Window}"
            + (options.Count > 0 ? $" <{string.Join(',', options)}>" : ""));
        Look();
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

        if (Chance(0.85))
        {
            _script.Call($"fcntl({_descriptor}, F_SETFL, O_RDWR|O_NONBLOCK)");
        }
        else
        {
            _script.Call($"setsockopt({_descriptor}, SOL_SOCKET, SO_SNDBUF, [{Pick(5000, 20000, 100000)}], 4)");
            _script.Call($"fcntl({_descriptor}, F_SETFL, O_RDWR|O_NONBLOCK)");
        }
    }

    private void OpenActively()
    {
        _descriptor = 3;
        _script.Call("socket(..., SOCK_STREAM, IPPROTO_TCP)");
        SetBeforeOpening(3);
        _script.Call("fcntl(3, F_SETFL, O_RDWR|O_NONBLOCK)");
        _script.Call("connect(3, ..., ...)");
        Look();
        _script.Wait(Pick(10, 30, 100));
        var options = Offer(isAnswer: true);
        _script.Deliver($"< S. 0:0(0) ack 1 win {Pick(65535, 32792, 14600)} <{options}>");
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
        _script.Deliver($"< S 0:0(0) win {Pick(65535, 32792, 14600)} <{options}>");
        AgreeWith();
        Look();
        _script.Wait(Pick(10, 30, 100));
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

        var text = _script.Text;
        var opening = text.Split('\n').Last(line => line.Contains("> S", StringComparison.Ordinal));
        _peer.HasStamps &= opening.Contains("TS val", StringComparison.Ordinal);
        _peer.HasSack &= opening.Contains("sackOK", StringComparison.Ordinal);
    }

    private void SetBeforeOpening(int descriptor)
    {
        if (Chance(0.1))
        {
            _script.Call($"setsockopt({descriptor}, SOL_SOCKET, SO_RCVBUF, [{Pick(5000, 20000, 100000)}], 4)");
        }

        if (Chance(0.05))
        {
            _script.Call($"setsockopt({descriptor}, SOL_TCP, TCP_MAXSEG, [{Pick(500, 1000, 1400)}], 4)");
        }
    }

    private void Step()
    {
        Gap();
        switch (_topic)
        {
            case "receive":
                Choose((8, ReceiveInOrder), (3, ReceiveOddly), (3, Read), (1, Write), (1, Acknowledge), (1, Ask));
                break;
            case "send":
                Choose((4, Write), (8, Acknowledge), (1, ReceiveInOrder), (1, Ask), (1, SetOption), (1, Read));
                break;
            case "loss":
                Choose((3, Write), (8, Acknowledge), (1, AcknowledgeOddly), (1, ReceiveInOrder), (1, WaitLong));
                break;
            case "close":
                Choose(
                    (2, Write), (3, Acknowledge), (2, ReceiveInOrder), (1, ReceiveOddly), (1, Read), (3, Close),
                    (1, Ask), (1, AcknowledgeOddly), (1, Reset));
                break;
            case "both":
                Choose(
                    (4, Write), (5, Acknowledge), (4, ReceiveInOrder), (1, ReceiveOddly), (3, Read), (1, Ask),
                    (1, SetOption));
                break;
            case "window":
                Choose((4, Write), (6, Acknowledge), (4, ChangeWindow), (1, WaitLong), (1, Read));
                break;
            default:
                Choose(
                    (3, Write), (4, Acknowledge), (2, ReceiveInOrder), (2, Read), (4, SetOption), (2, Ask), (1, Sleep));
                break;
        }

        if (_asserts && !_closed && Chance(0.5))
        {
            AssertAll();
        }
    }

    private void Choose(params (int Weight, Action Do)[] choices)
    {
        var at = _random.Next(choices.Sum(each => each.Weight));
        foreach (var (weight, act) in choices)
        {
            at -= weight;
            if (at < 0)
            {
                act();
                return;
            }
        }
    }

    private void AssertAll()
    {
        _script.Call($"fcntl({_descriptor}, F_GETFD)");
        _script.Assert(s_told);
    }
}
