using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Packetdrill.Running;

namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>A session as it was held, written down as a script.</summary>
/// <param name="Text">The script.</param>
/// <param name="StepLines">The line, from 1, at which each of its steps begins.</param>
/// <param name="Settings">How many settings it might have had.</param>
/// <param name="IsDisturbed">Whether the machine was so late that the script does not tell what happened.</param>
internal sealed record SessionRecord(string Text, IReadOnlyList<int> StepLines, int Settings, bool IsDisturbed);

/// <summary>Random sessions: an opening, then text, acknowledgments, losses, options, calls and an end.</summary>
internal sealed partial class SessionGenerator
{
    private static readonly int[] s_gaps = [0, 0, 1, 9, 13, 22, 47, 93];

    private readonly SessionChoices _choices;
    private readonly SessionScript _script;
    private readonly SessionPeer _peer = new();
    private readonly List<(uint Start, int Octets)> _holes = [];
    private readonly SessionTopic _topic;
    private readonly int _size;
    private readonly double _loss;
    private readonly bool _asserts;
    private readonly int _roundTrip;
    private readonly int _stepsMost;
    private int _settings;
    private int _descriptor = 4;
    private bool _isPathLost;
    private bool _closed;
    private bool _finSent;

    private SessionGenerator(
        Func<RunSettings, IStack> boot, SessionTopic topic, int seed, IReadOnlySet<int> omitted)
    {
        _choices = new SessionChoices(seed, omitted);
        _topic = topic;
        _size = _choices.Pick(1000, 1460, 1460, 1000, 500);
        _loss = topic.LosesText ? _choices.Pick(0.03, 0.1, 0.3) : 0;
        _asserts = _choices.Chance(0.7);
        _roundTrip = _choices.Pick(10, 20, 30, 50);
        _stepsMost = _choices.Between(6, topic.IsLong ? 40 : 22);
        _script = new SessionScript(boot, Head(), topic.TellsCongestion);
    }

    /// <summary>Runs a session and writes it down.</summary>
    /// <param name="boot">Starts the stack.</param>
    /// <param name="topic">What it is about.</param>
    /// <param name="seed">The seed of its choices.</param>
    /// <param name="omitted">Parts that are left out.</param>
    public static SessionRecord Run(
        Func<RunSettings, IStack> boot, SessionTopic topic, int seed, IReadOnlySet<int> omitted)
    {
        var generator = new SessionGenerator(boot, topic, seed, omitted);
        _ = generator._choices.Begin(generator._stepsMost);
        generator.Open();
        var lines = new List<int>();
        for (var step = 0; step < generator._stepsMost && !generator._peer.IsReset; step++)
        {
            lines.Add(generator._script.NextLine);
            if (generator._choices.Begin(step))
            {
                generator.Step();
                generator.Look();
            }
        }

        lines.Add(generator._script.NextLine);
        _ = generator._choices.Begin(generator._stepsMost + 1);
        generator.Finish();
        return new SessionRecord(
            generator._script.Text, lines, generator._settings, generator._script.IsDisturbed);
    }

    private T Pick<T>(params T[] choices) => _choices.Pick(choices);

    private bool Chance(double chance) => _choices.Chance(chance);

    private void Choose(params (int Weight, Action Do)[] choices) => _choices.Choose(choices)();

    private string Head()
    {
        var settings = new List<string>();
        void Maybe(double chance, params string[] values)
        {
            if (_choices.Begin(-++_settings) && Chance(chance))
            {
                settings.Add("net.ipv4." + Pick(values));
            }
        }

        Maybe(1, "tcp_congestion_control=cubic", "tcp_congestion_control=cubic", "tcp_congestion_control=reno");
        Maybe(0.4, "tcp_timestamps=0");
        Maybe(0.2, "tcp_sack=0");
        Maybe(0.1, "tcp_window_scaling=0");
        Maybe(0.2, "tcp_early_retrans=0");
        Maybe(0.15, "tcp_recovery=0", "tcp_recovery=0", "tcp_recovery=2", "tcp_recovery=4");
        Maybe(0.1, "tcp_dsack=0");
        Maybe(0.15, "tcp_moderate_rcvbuf=0");
        Maybe(0.15, "tcp_slow_start_after_idle=1");
        Maybe(0.1, "tcp_rmem=4096 131072 6291456", "tcp_rmem=4096 10000 20000");
        Maybe(0.1, "tcp_wmem=4096 16384 4194304");
        Maybe(0.1, "tcp_frto=0");
        Maybe(0.1, "tcp_comp_sack_nr=0", "tcp_comp_sack_nr=4");
        Maybe(0.05, "tcp_limit_output_bytes=4096");
        Maybe(0.05, "tcp_autocorking=0");
        Maybe(0.05, "tcp_min_tso_segs=1", "tcp_tso_win_divisor=1");
        Maybe(0.05, "tcp_reordering=5", "tcp_max_reordering=4");
        Maybe(_topic.TellsCongestion ? 1 : 0, "tcp_ecn=1");
        return "--tolerance_usecs=45000\n`./defaults.sh\n"
            + string.Join('\n', settings.Select(each => $"sysctl -q \"{each}\"")) + "`";
    }

    private void Look()
    {
        while (_script.Sent.TryDequeue(out var segment))
        {
            _peer.Take(segment, _isPathLost || Chance(_loss));
        }
    }

    private void Gap()
    {
        _script.Wait(Pick(s_gaps));
        Look();
    }

    private uint Stamp => (uint)(1000 + _script.Time);

    private void Send(
        string flags, uint start, int octets, int? window = null, string more = "", uint? ack = null, string ip = "")
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

        flags = _peer.IsMarked ? "E" + flags : flags;
        _script.Deliver(
            $"< {ip}{flags} {start}:{start + octets}({octets}) ack {ack ?? _peer.Expected}"
            + $" win {window ?? _peer.Window}" + (options.Count > 0 ? $" <{string.Join(',', options)}>" : ""));
        Look();
    }

    private void Step()
    {
        if (_topic.IsLong)
        {
            StepOfLong();
        }
        else
        {
            Gap();
            StepOfShort();
        }

        if (_asserts && !_closed && Chance(0.5))
        {
            AssertAll();
        }
    }

    private void StepOfShort()
    {
        switch (_topic.Name)
        {
            case "receive":
                Choose((8, ReceiveInOrder), (3, ReceiveOddly), (3, Read), (1, Write), (1, Acknowledge), (1, Ask));
                break;
            case "holes":
                Choose((2, ReceiveInOrder), (8, ReceiveOddly), (2, Read), (1, Write), (1, Acknowledge), (1, WaitLong));
                break;
            case "memory":
                Choose((8, ReceiveMany), (2, ReceiveOddly), (1, Read), (1, SetOption), (1, Write), (1, Acknowledge));
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
    }

    private void AssertAll()
    {
        _script.Call($"fcntl({_descriptor}, F_GETFD)");
        _script.Assert(SessionFigures.Exact, SessionFigures.Times);
    }
}
