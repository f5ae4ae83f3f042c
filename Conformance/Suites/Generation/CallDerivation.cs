using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Suites.Calls;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// Programs of system calls as cases: those that together fire every rule that programs reach, and random ones.
/// </summary>
internal static class CallDerivation
{
    /// <summary>Random programs beside the covering ones: orders of calls that no rule asks for.</summary>
    private const int RandomPrograms = 60;

    /// <summary>Calls that every stack with an API of sockets has.</summary>
    private static readonly HashSet<string> s_portable =
    [
        "socket", "bind", "listen", "accept", "connect", "send", "recv", "shutdown", "close", "poll", "getsockopt",
        "setsockopt", "fcntl",
    ];

    private static readonly HashSet<string> s_watching =
        [.. s_portable, "accept4", "dup", "epoll_create1", "epoll_ctl", "epoll_wait"];

    /// <summary>Makes the cases. Without rule counters there are random ones only.</summary>
    public static IReadOnlyList<CallCase> Derive(int seed, CancellationToken cancellation)
    {
        var cases = new List<CallCase>();
        var tally = new RuleTally();
        var model = new SpecificationCalls(Mutation.None);
        var seen = new HashSet<(int Machine, int Rule)>();
        foreach (var program in CoveringSet.Derive(cancellation).Programs)
        {
            cancellation.ThrowIfCancellationRequested();
            tally.Restart();
            model.Run(program);
            var rules = tally.Fired().Select(fired => (fired.Machine, fired.Rule)).Where(seen.Add).ToList();
            cases.Add(Make($"covering program {cases.Count + 1}", program) with
            {
                Rules = [.. rules.Select(rule => NameOf(tally, rule))],
                Citations = [.. rules.SelectMany(rule => RuleOf(tally, rule).Citations).Distinct()],
            });
        }

        cancellation.ThrowIfCancellationRequested();
        return [.. cases, .. Random(seed, RandomPrograms), .. Portable(seed, RandomPrograms)];
    }

    /// <summary>Random programs of calls that stacks with an API of sockets have; every other one has epoll.</summary>
    public static IEnumerable<CallCase> Portable(int seed, int count)
    {
        var generator = new ProgramGenerator();
        return Enumerable.Range(0, count).Select(number => Make(
            $"portable program {number + 1}",
            generator.Program((ulong)seed, number, step => IsPortable(step, number % 2 == 1))));
    }

    private static bool IsPortable(CallStep step, bool mayWatch) =>
        StepRequests.ReasonAgainst(step, mayWatch ? s_watching : s_portable) is null && !step.Urgent;

    /// <summary>Random programs of a seed.</summary>
    public static IEnumerable<CallCase> Random(int seed, int count)
    {
        var generator = new ProgramGenerator();
        return Enumerable.Range(0, count)
            .Select(number => Make(
                $"random program {number + 1}", generator.Program((ulong)seed, number, hasPipes: false)));
    }

    private static RuleInfo RuleOf(RuleTally tally, (int Machine, int Rule) rule) =>
        tally.Machines[rule.Machine].Rules[rule.Rule];

    private static string NameOf(RuleTally tally, (int Machine, int Rule) rule) =>
        $"{tally.Machines[rule.Machine].Name}: {RuleOf(tally, rule).Name}";

    private static CallCase Make(string name, CallProgram program)
    {
        var verbs = program.Steps.Select(step => VerbShape.Of(step.Verb).Name).Distinct().ToList();
        return new CallCase($"{name}: {string.Join(", ", verbs)}", SectionOf(verbs), program);
    }

    private static string SectionOf(List<string> verbs) =>
        verbs.Exists(verb => verb.StartsWith("epoll", StringComparison.Ordinal)) ? "epoll"
        : verbs.Exists(verb => verb.Contains("poll", StringComparison.Ordinal)
            || verb.Contains("select", StringComparison.Ordinal)) ? "poll and select"
        : "sockets";
}
