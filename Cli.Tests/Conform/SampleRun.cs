using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Profiles;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>A run made by hand: two targets, every verdict, and text that needs encoding.</summary>
internal static class SampleRun
{
    public static SuiteCase Challenge { get; } = Case("Established: RST inside the window", "RFC 9293 3.10.7.4") with
    {
        Rules = ["Established+8.Rst.IsInWindow"],
        Requirements = ["MUST-12", "SHLD-14"],
        Citations = ["RFC 5961 3.2", "RFC 9293 3.10.7.4"],
    };

    public static SuiteCase SynAtListener { get; } = Case("Listen: SYN,FIN", "RFC 9293 3.10.7.2") with
    {
        Rules = ["Listen.Syn.Always"],
        Requirements = ["MUST-4"],
        Citations = ["RFC 9293 3.10.7.2"],
        Level = "SHOULD",
    };

    public static SuiteCase Wakes { get; } = Case("two <epoll_wait> & one event", "wake-ups: exclusive") with
    {
        Suite = "wake-ups",
        Citations = ["fs/eventpoll.c: ep_poll"],
    };

    public static SuiteCase Retransmits { get; } = Case("Established: text is sent again", "RFC 9293 3.8.1") with
    {
        Requirements = ["MUST-19"],
    };

    public static IReadOnlyList<SuiteCase> Cases { get; } = [Challenge, SynAtListener, Wakes, Retransmits];

    public static CaseOutcome Passed { get; } = new(CaseVerdict.Passed, "")
    {
        Exchange =
        [
            new(0, ExchangeParty.User, ExchangeParty.Stack, "listen(3, 8)", false),
            new(0, ExchangeParty.Stack, ExchangeParty.User, "listen: 0", false),
            new(2_500, ExchangeParty.Peer, ExchangeParty.Stack, "<SYN> seq 0 win 65535 mss 1460", false),
            new(1_200_000_000, ExchangeParty.Stack, ExchangeParty.Peer, "<SYN,ACK> seq 0 ack 1 win 65535", false),
        ],
    };

    public static CaseOutcome Failed { get; } = new(CaseVerdict.Failed, "it acknowledges 18, but 12 is what has come")
    {
        Level = "MUST",
        Expected = ["<ACK> seq 1 ack 12 win 65536", "nothing for 500 ms"],
        Actual = "<ACK> seq 1 ack 18 win 65535",
        Rule = "Established+8.Emits-Ack.Always",
        Citations = ["RFC 9293 3.8.6.3", "RFC 9293 MUST-58"],
        Exchange =
        [
            new(0, ExchangeParty.Peer, ExchangeParty.Stack, "<ACK,PSH> seq 1 ack 1 win 65535, 11 octets", false),
            new(200_000_000, ExchangeParty.Stack, ExchangeParty.Peer, "<ACK> seq 1 ack 18 win 65535", true),
        ],
    };

    /// <summary>The specification and a stack that departs in every way.</summary>
    public static ConformReport Report { get; } = new()
    {
        Tool = "1.2.3",
        Started = new DateTimeOffset(2026, 11, 26, 20, 5, 0, TimeSpan.Zero),
        Elapsed = TimeSpan.FromSeconds(1.5),
        Command = "wakeline conform --target model --target stack",
        Seed = 7,
        Cases = Cases,
        Unreached =
        [
            new(SuiteGoals.Rules, "Closed.Emits-Probe.Always", "no peer can ask for it"),
            new(SuiteGoals.Rules, "Closed.Emits-Nothing.Always", "no peer can ask for it"),
        ],
        Targets =
        [
            Results(
                new TargetDescription("model", "the specification") { HasVirtualTime = true, HasPackets = true },
                new TargetProfile("model", []),
                Once(Challenge, Passed), Once(SynAtListener, Passed), Once(Wakes, Passed),
                Once(Retransmits, new CaseOutcome(CaseVerdict.Inconclusive, "the specification has no such timer"))),
            Results(
                new TargetDescription("stack", "stack 4.5 <beta>")
                {
                    HasPackets = true,
                    Threads = 2,
                    Calls = new HashSet<string> { "socket", "bind" },
                    Environment = new Dictionary<string, string> { ["kernel"] = "6.18", ["gso"] = "off" },
                },
                Profile,
                new CaseResult(Challenge, Failed with { Verdict = CaseVerdict.Flaky, Reason = "repetitions differ" },
                    [Passed, Failed, Passed], TimeSpan.FromSeconds(0.3)),
                Once(SynAtListener, Failed with { Rule = "Listen.Syn.Always", Actual = "nothing" }),
                Once(Wakes, new CaseOutcome(CaseVerdict.NotApplicable, "the target has no threads")),
                Once(Retransmits, new CaseOutcome(CaseVerdict.Broken, "the program ended with code 139"))),
        ],
    };

    /// <summary>A departure that cases may show, and one that no case could.</summary>
    public static TargetProfile Profile => new(
        "stack",
        [
            Deviation("Listen*", "Drops a SYN that has FIN.") with { Link = "https://example.org/syn-fin" },
            Deviation("Gone*", "Never exercised."),
        ]);

    public static KnownDeviation Deviation(string test, string text) =>
        new(test, "*", "*", "*", "*", "MUST-4", text, "measured", "", new DateOnly(2026, 11, 1));

    public static CaseResult Once(SuiteCase test, CaseOutcome outcome) =>
        new(test, outcome, [outcome], TimeSpan.FromSeconds(0.1));

    public static TargetResults Results(
        TargetDescription target, TargetProfile profile, params IReadOnlyList<CaseResult> results) =>
        new(target, profile, results, TimeSpan.FromSeconds(0.5));

    private static Exchange Case(string name, string section) => new Exchange(name, section);
}
