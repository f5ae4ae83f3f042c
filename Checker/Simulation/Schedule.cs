namespace Wakeline.Checking.Simulation;

/// <summary>How a random run chooses among the steps that are possible.</summary>
internal enum ScheduleKind
{
    /// <summary>Every step is as likely as any other.</summary>
    Uniform,

    /// <summary>Some rules are drawn to be much likelier than others.</summary>
    Weighted,

    /// <summary>
    /// Lanes are drawn an order of priority; the first that can move does, and a few times the one that moves becomes
    /// the last.
    /// </summary>
    Priorities,
}

/// <summary>
/// What one run draws before it begins, a different way for each run, because no one way finds every fault: Holzmann,
/// Joshi and Groce, "Swarm verification techniques", IEEE TSE 37 (2011). Priorities with a few changes find an
/// interleaving that needs few switches with a known probability: Burckhardt, Kothari, Musuvathi and Nagarakatte, "A
/// randomized scheduler with probabilistic guarantees of finding bugs", ASPLOS 2010.
/// </summary>
internal sealed class Schedule
{
    private const int Kinds = 3;
    private const int ChangesMost = 4;
    private const int InstancesMost = byte.MaxValue + 1;

    private readonly int[] _laneOfRule;
    private readonly ulong[] _weights;
    private readonly int[] _changes = new int[ChangesMost];
    private readonly int[] _lowered = new int[ChangesMost];
    private readonly int _stepsMost;
    private int _loweredCount;
    private ulong _salt;

    public Schedule(SystemInfo system, int stepsMost)
    {
        string[] lanes = [.. system.Machines.Select(use => use.Lane).Distinct()];
        _laneOfRule = [.. system.Rules.Select((_, rule) => Array.IndexOf(lanes, system.MachineOf(rule).Lane))];
        _weights = new ulong[system.Rules.Count];
        _stepsMost = stepsMost;
    }

    public ScheduleKind Kind { get; private set; }

    /// <summary>Draws the way in which a run will choose.</summary>
    public void Draw(ref SplitMix random)
    {
        Kind = (ScheduleKind)random.Below(Kinds);
        _loweredCount = 0;
        _salt = random.Next();
        for (var rule = 0; rule < _weights.Length; rule++)
        {
            _weights[rule] = Kind == ScheduleKind.Weighted ? 1UL << (int)(2 * random.Below(4)) : 1;
        }

        for (var change = 0; change < ChangesMost; change++)
        {
            _changes[change] = LogUniform(ref random);
        }
    }

    /// <summary>Only the steps of the highest rank are drawn from.</summary>
    public ulong RankOf(int rule, int instance)
    {
        if (Kind != ScheduleKind.Priorities)
        {
            return 0;
        }

        var actor = ActorOf(rule, instance);
        var lowered = _lowered.AsSpan(0, _loweredCount).LastIndexOf(actor);
        return lowered < 0
            ? SplitMix.Mix(_salt + (ulong)actor) | ChangesMost
            : (ulong)(ChangesMost - 1 - lowered);
    }

    /// <summary>How likely a step is among those of its rank.</summary>
    public ulong WeightOf(int rule) => _weights[rule];

    /// <summary>Takes note of a step: its number in the run, from 0, and who took it.</summary>
    public void Note(int step, int rule, int instance)
    {
        if (Kind == ScheduleKind.Priorities && _loweredCount < ChangesMost && _changes.AsSpan().Contains(step))
        {
            _lowered[_loweredCount++] = ActorOf(rule, instance);
        }
    }

    private int ActorOf(int rule, int instance) => _laneOfRule[rule] * InstancesMost + instance;

    /// <summary>Early steps are likelier, because many runs are short.</summary>
    private int LogUniform(ref SplitMix random)
    {
        var most = 1UL << (int)random.Below((ulong)(1 + int.Log2(_stepsMost)));
        return (int)random.Below(2 * most);
    }
}
