using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Tests.Reports;

/// <summary>A report made by hand, with every part filled and text that needs encoding.</summary>
internal static class SampleReport
{
    private static readonly MachineInfo s_door = new()
    {
        Name = "Door",
        FullName = "Samples.Door",
        Summary = "Opens for a push & closes by itself.",
        Locations = ["Shut", "Open"],
        Start = "Shut",
        Final = ["Shut"],
        File = "Samples/Door.cs",
        Rules =
        [
            new() { Index = 0, Name = "Shut.Push.IsStrong", Kind = TriggerKind.Event, Trigger = "Push", From = ["Shut"],
                To = "Open", Guards = ["IsStrong"], Citations = ["door.c: door_push <fast path>"], Line = 12 },
            new() { Index = 1, Name = "Open.Expires-Spring.Always", Kind = TriggerKind.Timer, Trigger = "Spring",
                From = ["Open"], To = "Shut", Line = 14 },
        ],
    };

    public static TraceSection Trace { get; } = new()
    {
        Why = "A task sleeps although an item is ready.",
        LoopStart = 1,
        File = "traces/M5.json",
        Lanes = ["task 0", "softirq"],
        Steps =
        [
            new("task 0", "EpollWait", "Arm.Otherwise", ["fs/eventpoll.c: ep_poll"]),
            new("softirq", "PollCallback", "Any.Wake.<key>", []),
            new("task 0", "EpollWait", "Asleep.Expires-Timeout", ["fs/eventpoll.c: ep_poll", "289caf5d8f6c"]),
        ],
    };

    public static VerificationReport Agreeing { get; } = new()
    {
        Tool = "0.1.0",
        Started = new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero),
        Seconds = 41.25,
        Command = "wakeline verify --seed 7",
        Environment = new EnvironmentSection
        {
            Distribution = "Debian GNU/Linux 12",
            Kernel = "6.18.44",
            KernelBuild = "#1 SMP",
            Architecture = "X64",
            Processor = "A processor",
            Processors = 2,
            Runtime = ".NET 10.0.12",
            Sysctls = [new SettingValue("net.core.somaxconn", "4096")],
        },
        Systems = [SystemOf("door", VerdictWord.Holds), SystemOf("two-doors", VerdictWord.Vacuous)],
        Mutants = [MutantOf(isCaught: true)],
        Kernel = new KernelSection
        {
            Seed = 7,
            CoveringPrograms = 40,
            RandomPrograms = 2_000,
            Calls = 24_680,
            Seconds = 6.5,
            Notes = ["The network namespace is the host's."],
        },
        Hunt = new HuntSection
        {
            Seed = 7,
            ProgramsMost = 10_000,
            Known = 53,
            Seconds = 12.5,
            Faults = [FaultOf(isFound: true)],
        },
        Machines =
        [
            new MachineSection
            {
                Name = s_door.Name,
                FullName = s_door.FullName,
                Summary = s_door.Summary,
                File = s_door.File,
                Info = s_door,
                Rules =
                [
                    .. s_door.Rules.Select((rule, index) => new RuleSection
                    {
                        Name = rule.Name,
                        From = rule.From,
                        To = rule.To,
                        Citations = rule.Citations,
                        Line = rule.Line,
                        FiredInCheck = index * 1_234_567,
                        FiredInComparison = 0,
                        WhyUnreached = index == 0 ? "No call pushes a door." : null,
                    }),
                ],
            },
        ],
    };

    public static VerificationReport Disagreeing { get; } = Agreeing with
    {
        Hunt = Agreeing.Hunt! with { Known = 2, Faults = [FaultOf(isFound: true), FaultOf(isFound: false)] },
        Systems = [SystemOf("door", VerdictWord.Violated)],
        Mutants = [MutantOf(isCaught: false)],
        Kernel = Agreeing.Kernel! with
        {
            Differences =
            [
                new DifferenceSection
                {
                    Program = "0: s0 = socket(NONBLOCK)\n0: recv(s0, 1)\n",
                    C = "int s0 = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);\nrecv(s0, buffer, 1, 0);\n",
                    Step = 2,
                    Allowed = ["recv = -1 ENOTCONN"],
                    Observed = "recv = -1 EAGAIN",
                    Rules =
                        [new QuestionedRuleSection("Receive", "Closed.Recv", ["tcp.c: tcp_recvmsg"], "Receive.cs:31")],
                    Programs = 3,
                },
            ],
        },
    };

    private static SystemSection SystemOf(string name, VerdictWord verdict) => new()
    {
        Name = name,
        Summary = "Doors and people.",
        Parameters = [new SettingValue("people", "3")],
        States = 12_345,
        Transitions = 67_890,
        Depth = 31,
        Seconds = 0.25,
        NeverFired = ["Open.Expires-Spring.Always"],
        Properties =
        [
            new PropertySection
            {
                Name = "NobodyIsHurt", Kind = "always", Meaning = "Nobody is between door & frame.", Verdict = verdict,
                Why = verdict == VerdictWord.Holds ? null : "A reason.",
                Trace = verdict == VerdictWord.Violated ? Trace : null,
            },
        ],
    };

    private static FaultSection FaultOf(bool isFound) => new()
    {
        Name = isFound ? "recv: the end of the stream is no end" : "close: a closed descriptor <closes> twice",
        Story = "After FIN recv does not return 0 & sleeps.",
        Machine = "Receive",
        Mutant = "drop-rule:Look.!HasMoved&HasSeenFin",
        IsFound = isFound,
        Programs = isFound ? 87 : 10_000,
        Difference = !isFound ? null : new DifferenceSection
        {
            Program = "0: s0 = socket()\n0: recv(s0, 1)\n",
            C = "",
            Step = 2,
            Allowed = ["thread 0 sleeps"],
            Observed = "thread 0 returns 0",
        },
    };

    private static MutantSection MutantOf(bool isCaught) => new()
    {
        Name = "M5",
        Story = "A sleeper whose time is up returns 0 although it was woken.",
        System = "door",
        Parameters = [new SettingValue("people", "2")],
        Property = "NobodyIsHurt",
        IsCaught = isCaught,
        Steps = isCaught ? 3 : null,
        States = 99,
        Seconds = 0.01,
        Trace = isCaught ? Trace : null,
    };
}
