using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Reports;

/// <summary>Turns what checks and comparisons return into the sections of a report.</summary>
internal static class ReportSections
{
    public static SystemSection Of(CheckReport report) => new()
    {
        Name = report.System.Name,
        Summary = report.System.Summary,
        Parameters = Of(report.Parameters),
        Mutant = report.Mutant?.Name,
        States = report.States,
        Transitions = report.Transitions,
        Depth = report.Depth,
        Seconds = report.Elapsed.TotalSeconds,
        StoppedBecause = report.StoppedBecause,
        Properties = [.. report.Properties.Select(Of)],
        NeverFired = [.. report.NeverFired.Select(rule => NameOf(report.System, rule))],
    };

    public static IReadOnlyList<SettingValue> Of(Parameters parameters) =>
        [.. parameters.All.Select(each => new SettingValue(each.Key, $"{each.Value}"))];

    public static TraceSection Of(Trace trace) => new()
    {
        Why = trace.Why,
        LoopStart = trace.LoopStart < 0 ? null : trace.LoopStart,
        Lanes = trace.Lanes,
        Steps =
        [
            .. trace.Steps.Select(step => new TraceStepSection(step.Lane, step.Machine, step.Rule, step.Citations)),
        ],
    };

    /// <summary>A mutant and whether the property that is to catch it did.</summary>
    public static MutantSection Of(CaughtMutant caught, CheckReport report)
    {
        var violated = report.Properties.FirstOrDefault(each => each.Name == caught.Property)?.Verdict as Violated;
        return new MutantSection
        {
            Name = caught.Mutant,
            Story = report.Mutant?.Story ?? "",
            System = report.System.Name,
            Parameters = Of(report.Parameters),
            Property = caught.Property,
            IsCaught = violated is not null,
            Steps = violated?.Trace?.Steps.Count,
            States = report.States,
            Seconds = report.Elapsed.TotalSeconds,
            Trace = violated?.Trace is { } trace ? Of(trace) : null,
        };
    }

    /// <summary>What a property demands, in the word of the system table.</summary>
    public static string KindOf(PropertyInfo? declared) => declared?.Kind switch
    {
        null => "implied",
        PropertyKind.Always => "always",
        PropertyKind.Never => "never",
        PropertyKind.Sometimes => "sometimes",
        PropertyKind.AtRest => "at rest",
        _ => "leads to",
    };

    private static PropertySection Of(PropertyResult result)
    {
        var section = new PropertySection
        {
            Name = result.Name,
            Kind = KindOf(result.Declared),
            Meaning = result.Meaning,
            Verdict = VerdictWord.NotChecked,
        };
        return result.Verdict switch
        {
            Holds holds => section with
            {
                Verdict = holds.IsVacuous ? VerdictWord.Vacuous : VerdictWord.Holds,
                Why = holds.VacuousBecause,
                Trace = holds.Witness is { } witness ? Of(witness) : null,
            },
            Violated violated => section with
            {
                Verdict = VerdictWord.Violated,
                Why = violated.Why,
                Trace = violated.Trace is { } trace ? Of(trace) : null,
            },
            BoundReached reached => section with { Verdict = VerdictWord.BoundReached, Why = reached.Bound },
            NotChecked not => section with { Why = not.Why },
            _ => throw new InvalidOperationException($"A verdict of an unknown kind: {result.Verdict}."),
        };
    }

    private static string NameOf(SystemInfo system, int rule) =>
        $"{system.MachineOf(rule).Machine.Name}.{system.Rules[rule].Name}";
}
