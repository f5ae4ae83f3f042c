using System.Diagnostics;
using System.Globalization;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;

namespace Wakeline.Benchmarks.Targets;

/// <summary>How many cases a second targets take, at packet level and of system calls alone.</summary>
internal static class TargetRates
{
    public const string Name = "targets";

    private const int UsualCases = 20_000;

    /// <summary>In place of a target: the generated exchanges alone, repeated as often as cases would be run.</summary>
    private const string Exchanges = "exchanges";

    /// <summary>
    /// Prints the rates of the model and the host's kernel, or of the targets that are named; then those of the
    /// generated exchanges, in which a case waits for the silence after it.
    /// </summary>
    public static int Run(IReadOnlyList<string> arguments)
    {
        var cases = arguments is [var text, ..]
            ? int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture)
            : UsualCases;
        if (arguments.Count == 2 && arguments[1] == Exchanges)
        {
            PrintExchanges(times: cases);
            return 0;
        }

        if (arguments.Count > 1)
        {
            foreach (var name in arguments.Skip(1))
            {
                Print($"{name}, packets", () => TargetThroughput.OfPackets(name, cases));
            }

            return 0;
        }

        Print("model, packets", () => TargetThroughput.OfPackets(TargetCatalogue.Model, cases / 10));
        Print("linux, packets, 1 namespace", () => TargetThroughput.OfPackets(TargetCatalogue.Linux, cases));
        Print("linux, packets, 2 namespaces", () => TargetThroughput.OfPackets(TargetCatalogue.Linux, cases, 2));
        Print("linux, calls over loopback", () => TargetThroughput.OfCalls(TargetCatalogue.Linux, cases));
        PrintExchanges(times: 10);
        return 0;
    }

    private static void PrintExchanges(int times)
    {
        var exchanges = ConformanceSuites.Generate(SuiteGoals.Exchanges, seed: 1);
        List<SuiteCase> prompt = [.. exchanges.Where(each => each.Takes == TimeSpan.Zero)];
        Print("linux, exchanges, judged, alone", () => RateOf(prompt, new SuiteRunOptions { Together = 1 }));
        Print("  together", () => RateOf(prompt, new SuiteRunOptions()));
        Print($"  together, {times} times each", () => RateOf(prompt, new SuiteRunOptions { Repeat = times }));
        Print("  those that wait for timers too", () => RateOf(exchanges, new SuiteRunOptions()));
    }

    private static CaseRate RateOf(IReadOnlyList<SuiteCase> cases, SuiteRunOptions options)
    {
        var start = Stopwatch.GetTimestamp();
        var results = SuiteRun.Run(cases, SuiteTarget.Open(TargetCatalogue.Linux), options);
        var time = Stopwatch.GetElapsedTime(start);
        return new CaseRate(
            results.Where(each => each.Outcome.Verdict != CaseVerdict.NotApplicable)
                .Sum(each => each.Repetitions.Count),
            time);
    }

    private static void Print(string what, Func<CaseRate> measure)
    {
        try
        {
            var rate = measure();
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"  {what,-32} {rate.PerSecond,10:N0} cases a second, {rate.Cases:N0} in "
                + $"{rate.Time.TotalSeconds:0.00} s"));
        }
        catch (TargetException refused)
        {
            Console.WriteLine($"  {what,-32} {refused.Message}");
        }
    }
}
