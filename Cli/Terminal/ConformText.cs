using System.Globalization;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>
/// What a run of suites found: for each target the sections, then what departs, then the sums in a line of their own.
/// </summary>
internal static class ConformText
{
    private const int NumberWidth = 15;
    private const int ListedMost = 10;
    private const int ReasonsMost = 3;

    public static void Write(ConformReport report, TextWriter output)
    {
        foreach (var target in report.Targets)
        {
            WriteSections(target, output);
            WriteDepartures(target, output);
            WriteDisturbed(target, output);
            WriteUnfit(target, output);
            WriteStale(target, output);
        }

        WriteDiffering(report, output);
        foreach (var target in report.Targets)
        {
            output.WriteLine($"{target.Target.Name}: {Counted(target.Cases.Count, "case")}: {SumsOf(target.Counts)}");
        }
    }

    /// <summary>The counts that are not zero, in words; passed ones always.</summary>
    public static string SumsOf(VerdictCounts counts) => string.Join(
        ", ",
        from verdict in Enum.GetValues<CaseVerdict>()
        where counts[verdict] > 0 || verdict is CaseVerdict.Passed or CaseVerdict.Failed
        select $"{Text(counts[verdict])} {VerdictCounts.NameOf(verdict)}");

    private static void WriteSections(TargetResults target, TextWriter output)
    {
        output.WriteLine(
            $"{target.Target.Name}: {target.Target.Stack}; {Text((long)target.RunsPerSecond)} cases a second");
        CaseVerdict[] shown = [.. Enum.GetValues<CaseVerdict>().Where(verdict => target.Counts[verdict] > 0)];
        var sections = target.Cases.GroupBy(each => each.Case.Section).ToList();
        var width = sections.Select(section => section.Key.Length).DefaultIfEmpty(0).Max();
        WriteLine("section", shown.Select(VerdictCounts.NameOf));
        foreach (var section in sections)
        {
            var counts = new VerdictCounts(section.Select(each => each.Verdict));
            WriteLine(section.Key, shown.Select(verdict => counts[verdict] == 0 ? "" : Text(counts[verdict])));
        }

        output.WriteLine();

        void WriteLine(string name, IEnumerable<string> columns) => output.WriteLine(
            $"  {name.PadRight(width)}{string.Concat(columns.Select(column => column.PadLeft(NumberWidth)))}"
                .TrimEnd());
    }

    private static void WriteDepartures(TargetResults target, TextWriter output)
    {
        foreach (var each in target.Cases.Where(each => each.IsFault))
        {
            WriteDeparture(target, each, output);
        }

        foreach (var known in target.Deviations.Where(each => each.Standing == DeviationStanding.Shown))
        {
            output.WriteLine(
                $"{target.Target.Name}: deviates in {Counted(known.Shown.Count, "case")}: {known.Deviation.Text}");
            output.WriteLine($"  known     {known.Deviation.Evidence}, seen {Dated(known.Deviation.Measured)}");
            WriteIfAny("requires", known.Deviation.Requirement, output);
            WriteIfAny("see", known.Deviation.Link, output);
            output.WriteLine($"  case      {known.Shown[0].Case.Name}");
        }

        foreach (var reason in target.Cases.Where(each => each.Verdict == CaseVerdict.Inconclusive)
            .GroupBy(each => each.Outcome.Reason))
        {
            output.WriteLine(
                $"{target.Target.Name}: inconclusive in {Counted(reason.Count(), "case")}: {reason.Key}");
            output.WriteLine($"  case      {reason.First().Case.Name}");
        }
    }

    /// <summary>Why a run says little of a target, if most cases do not apply.</summary>
    private static void WriteUnfit(TargetResults target, TextWriter output)
    {
        var unfit = target.Counts[CaseVerdict.NotApplicable];
        if (unfit * 2 <= target.Cases.Count)
        {
            return;
        }

        var reasons = target.Cases.Where(each => each.Verdict == CaseVerdict.NotApplicable)
            .CountBy(each => each.Outcome.Reason).OrderByDescending(reason => reason.Value).ToList();
        var named = reasons.Take(ReasonsMost).Select(reason => $"{reason.Key} ({Text(reason.Value)})");
        var others = reasons.Count > ReasonsMost ? $", and {Counted(reasons.Count - ReasonsMost, "other reason")}" : "";
        output.WriteLine(
            $"{target.Target.Name}: {Text(unfit)} of {Counted(target.Cases.Count, "case")} do not apply: "
            + $"{string.Join(", ", named)}{others}");
    }

    private static void WriteDeparture(TargetResults target, JudgedCase each, TextWriter output)
    {
        foreach (var (outcome, times) in each.Outcomes)
        {
            var level = outcome.Level.Length > 0 ? $" ({outcome.Level})" : "";
            var often = each.Verdict == CaseVerdict.Flaky
                ? $"flaky, {times} of {each.Result.Repetitions.Count}: " : "";
            output.WriteLine(
                $"{target.Target.Name}: {often}{VerdictCounts.NameOf(outcome.Verdict)}{level}: {each.Case.Name}");
            WriteIfAny("because", outcome.Reason, output);
            foreach (var (index, expected) in outcome.Expected.Index())
            {
                WriteIfAny(index == 0 ? "expected" : "or", expected, output);
            }

            WriteIfAny("actual", outcome.Actual, output);
            WriteIfAny("rule", outcome.Rule, output);
            WriteIfAny("see", string.Join(", ", outcome.Citations), output);
        }

        WriteIfAny("requires", string.Join(", ", each.Case.Requirements), output);
    }

    private static void WriteDisturbed(TargetResults target, TextWriter output)
    {
        foreach (var each in target.Cases)
        {
            if (each.Result.AmongOthers is { } other)
            {
                output.WriteLine(
                    $"{target.Target.Name}: {VerdictCounts.NameOf(each.Verdict)} alone, which counts, and "
                    + $"{VerdictCounts.NameOf(other.Verdict)} among others: {each.Case.Name}");
                WriteIfAny("because", other.Reason, output);
            }
        }
    }

    private static void WriteStale(TargetResults target, TextWriter output)
    {
        foreach (var (deviation, _, _) in target.Deviations.Where(each => each.Standing == DeviationStanding.Stale))
        {
            output.WriteLine(
                $"{target.Target.Name}: stale: the profile knows of a departure that no case shows any more, seen "
                + $"{Dated(deviation.Measured)}: {deviation.Text}");
        }
    }

    private static void WriteDiffering(ConformReport report, TextWriter output)
    {
        var differing = report.Differing;
        if (differing.Count == 0)
        {
            return;
        }

        output.WriteLine($"The targets differ on {Counted(differing.Count, "case")}:");
        foreach (var (test, results) in differing.Take(ListedMost))
        {
            var verdicts = report.Targets.Zip(results).Where(each => each.Second is not null)
                .Select(each => $"{each.First.Target.Name} {VerdictCounts.NameOf(each.Second!.Verdict)}");
            output.WriteLine($"  {test.Name}: {string.Join(", ", verdicts)}");
        }

        if (differing.Count > ListedMost)
        {
            output.WriteLine($"  and {differing.Count - ListedMost} more, which --report and --json list");
        }

        output.WriteLine();
    }

    private static void WriteIfAny(string name, string value, TextWriter output)
    {
        if (value.Length > 0)
        {
            output.WriteLine($"  {name,-9} {value}");
        }
    }

    private static string Dated(DateOnly date) => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
