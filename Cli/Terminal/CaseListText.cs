using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>Cases that are there to be run.</summary>
internal static class CaseListText
{
    private const int Width = 100;

    /// <summary>Each case: its name, then what it is about.</summary>
    public static void Write(IReadOnlyList<SuiteCase> cases, TextWriter output)
    {
        foreach (var test in cases)
        {
            output.WriteLine(test.Name);
            output.WriteLine($"  {test.Suite}, {test.Section}, {test.Level}");
            WriteNames("requires", test.Requirements, output);
            WriteNames("rules", test.Rules, output);
        }
    }

    /// <summary>What would run on what.</summary>
    public static void WritePlan(ConformPlan plan, TextWriter output)
    {
        var options = plan.Options;
        foreach (var target in plan.Targets)
        {
            output.WriteLine(
                $"{target}: {Counted(plan.Cases.Count, "case")}, {Counted(options.Repeat, "time")} each, "
                + $"{Text(options.Parallel)} at a time, at most {options.Timeout.TotalSeconds} s each");
        }

        output.WriteLine($"The cases, of seed {plan.Seed}:");
        foreach (var section in plan.Cases.GroupBy(test => (test.Suite, test.Section)))
        {
            output.WriteLine($"  {section.Count(),6:#,0}  {section.Key.Section} ({section.Key.Suite})");
        }

        output.WriteLine("Nothing was run (--dry-run).");
    }

    private static void WriteNames(string what, IReadOnlyList<string> names, TextWriter output)
    {
        foreach (var (index, line) in Wrapped.Names(names, Width).Index())
        {
            output.WriteLine($"  {(index == 0 ? what : ""),-9} {line}");
        }
    }
}
