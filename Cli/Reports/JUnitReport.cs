using System.Globalization;
using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>
/// The report in the form build servers read: one test case for each property, each fault and the
/// comparison.
/// </summary>
internal static class JUnitReport
{
    public static string Write(VerificationReport report)
    {
        XElement[] suites =
        [
            .. report.Systems.Select(SuiteOf),
            Suite("mutants", report.Mutants.Select(CaseOf)),
            Suite("kernel", report.Kernel is null ? [LeftOut()] : CasesOf(report.Kernel, report.Environment)),
            .. report.Hunt is null ? [] : new[] { Suite("faults", report.Hunt.Faults.Select(CaseOf)) },
        ];
        return Write("wakeline verify", suites, report.Seconds);
    }

    /// <summary>One test case for each property of systems that were checked.</summary>
    public static string Write(IReadOnlyList<SystemSection> systems) =>
        Write("wakeline check", [.. systems.Select(SuiteOf)], systems.Sum(system => system.Seconds));

    /// <summary>
    /// One test case for each property of a system that was run at random; undecided ones are skipped.
    /// </summary>
    public static string Write(SimulationSection simulation)
    {
        var cases = simulation.Properties.Select((each, index) => CaseOf(
            simulation.Name, each.Property, index == 0 ? simulation.Seconds : 0));
        return Write("wakeline check --simulate", [Suite($"system {simulation.Name}", cases)], simulation.Seconds);
    }

    /// <summary>A document of suites.</summary>
    internal static string Write(string name, XElement[] suites, double seconds)
    {
        var document = new XDocument(
            new XDeclaration("1.0", "utf-8", null),
            new XElement("testsuites", new XAttribute("name", name), Totals(suites), Time(seconds), suites));
        return $"{document.Declaration}\n{document.ToString().ReplaceLineEndings("\n")}\n";
    }

    private static XElement CaseOf(string system, PropertySection property, double seconds)
    {
        if (property.Verdict is VerdictWord.BoundReached or VerdictWord.NotChecked)
        {
            var undecided = Case(system, property.Name, seconds, null, "");
            undecided.Add(new XElement("skipped", new XAttribute("message", property.Why ?? "undecided")));
            return undecided;
        }

        return Case(system, property.Name, seconds, FailureOf(property), TextOf(property.Trace));
    }

    private static string? FailureOf(PropertySection property) =>
        property.Agrees ? null : property.Why ?? $"The property is {property.Verdict}.";

    private static XElement SuiteOf(SystemSection system)
    {
        var cases = system.Properties.Select((property, index) => Case(
            system.Name, property.Name, index == 0 ? system.Seconds : 0,
            FailureOf(property), TextOf(property.Trace)));
        return Suite($"system {system.Name}", cases);
    }

    private static XElement CaseOf(MutantSection mutant) => Case(
        $"mutants.{mutant.System}", $"{mutant.Name} violates {mutant.Property}", mutant.Seconds,
        mutant.IsCaught ? null : $"With the mutant '{mutant.Name}' in force, '{mutant.Property}' is not violated.", "");

    private static IEnumerable<XElement> CasesOf(KernelSection kernel, EnvironmentSection environment)
    {
        var differences = kernel.Differences.Count;
        yield return Case(
            "kernel", $"{kernel.Programs} programs agree with Linux {environment.Kernel}", kernel.Seconds,
            differences == 0 ? null : $"{differences} answers are not allowed by the model.", "");
        foreach (var (index, difference) in kernel.Differences.Index())
        {
            yield return Case(
                "kernel.difference", $"difference {index + 1}", 0, $"The answers differ at step {difference.Step}.",
                TextOf(difference));
        }
    }

    private static XElement CaseOf(FaultSection fault) => Case(
        $"faults.{fault.Machine}", $"{fault.Name} is told apart from the kernel", 0,
        fault.IsFound ? null : $"{fault.Programs} programs do not tell the faulty specification from the kernel.",
        fault.Story);

    private static XElement LeftOut()
    {
        var left = Case("kernel", "programs agree with the kernel", 0, null, "");
        left.Add(new XElement("skipped", new XAttribute("message", "The comparison was left out (--no-kernel).")));
        return left;
    }

    private static string TextOf(DifferenceSection difference)
    {
        var rules = difference.Rules.Select(rule => $"{rule.Machine}.{rule.Rule} ({rule.Location})");
        return $"{difference.Program}\nallowed:\n{string.Join('\n', difference.Allowed)}\n"
            + $"observed:\n{difference.Observed}\nrules: {string.Join("; ", rules)}";
    }

    /// <summary>A suite of test cases, with their sums.</summary>
    internal static XElement Suite(string name, IEnumerable<XElement> cases)
    {
        var all = cases.ToArray();
        var seconds = all.Sum(each => double.Parse(each.Attribute("time")!.Value, CultureInfo.InvariantCulture));
        return new XElement(
            "testsuite", new XAttribute("name", name),
            new XAttribute("tests", all.Length), new XAttribute("failures", Count("failure")),
            new XAttribute("errors", Count("error")), new XAttribute("skipped", Count("skipped")), Time(seconds), all);

        int Count(string outcome) => all.Count(each => each.Element(outcome) is not null);
    }

    /// <summary>A test case, with what failed if it did.</summary>
    internal static XElement Case(string group, string name, double seconds, string? failure, string detail) => new(
        "testcase", new XAttribute("classname", group), new XAttribute("name", name), Time(seconds),
        failure is null ? null : new XElement("failure", new XAttribute("message", failure), detail));

    private static IEnumerable<XAttribute> Totals(XElement[] suites) =>
        ((string[])["tests", "failures", "errors", "skipped"]).Select(name => new XAttribute(
            name, suites.Sum(suite => int.Parse(suite.Attribute(name)!.Value, CultureInfo.InvariantCulture))));

    private static XAttribute Time(double seconds) =>
        new("time", seconds.ToString("0.###", CultureInfo.InvariantCulture));

    private static string TextOf(TraceSection? trace) => trace is null ? "" : string.Join(
        '\n', trace.Steps.Select((step, index) => $"{index + 1,3}. {step.Lane}: {step.Rule}"));
}
