using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Conformance;
using Wakeline.Conformance.Programs;

namespace Wakeline.Cli.Reports;

/// <summary>Turns what checks and comparisons return into the sections of a report.</summary>
internal static class ReportSections
{
    /// <summary>A system that was checked.</summary>
    /// <param name="report">What the check found.</param>
    /// <param name="keep">Keeps a counterexample as a file and returns its name; none is kept without it.</param>
    public static SystemSection Of(CheckReport report, Func<Trace, string>? keep = null) => new()
    {
        Name = report.System.Name,
        Summary = report.System.Summary,
        Parameters = Of(report.Parameters),
        Mutant = report.Mutant?.Name,
        States = report.States,
        Transitions = report.Transitions,
        Depth = report.Depth,
        RestStates = report.RestStates,
        FanOutMost = report.FanOutMost,
        FanOutMean = report.FanOutMean,
        Seconds = report.Elapsed.TotalSeconds,
        StatesPerSecond = report.StatesPerSecond,
        MemoryBytes = report.MemoryBytes,
        DiskBytes = report.DiskBytes == 0 ? null : report.DiskBytes,
        Checkpoint = report.Checkpoint,
        BytesPerState = report.BytesPerState,
        StoppedBecause = report.StoppedBecause,
        Reduction = report.IsReduced
            ? new ReductionSection(report.PartialOrderReduction, report.PartlyExpanded, report.SymmetryReduction)
            : null,
        FingerprintBits = report.Fingerprints?.Bits,
        MissedProbability = report.Fingerprints?.MissedProbability,
        Properties = [.. report.Properties.Select(property => Of(property, keep))],
        Firings = [.. report.Firings.Select((times, rule) => new RuleFirings(NameOf(report.System, rule), times))],
        NeverFired = [.. report.NeverFired.Select(rule => NameOf(report.System, rule))],
    };

    /// <summary>A system that was run at random.</summary>
    public static SimulationSection Of(SimulationReport report) => new()
    {
        Name = report.System.Name,
        Summary = report.System.Summary,
        Parameters = Of(report.Parameters),
        Mutant = report.Mutant?.Name,
        Seed = report.Options.Seed,
        Runs = report.Runs,
        StepsMost = report.Options.StepsMost,
        Steps = report.Steps,
        RunsAtRest = report.RunsAtRest,
        LongestRun = report.LongestRun,
        Seconds = report.Elapsed.TotalSeconds,
        Properties =
        [
            .. report.Properties.Select(each => new SimulatedPropertySection(
                Of(each.Result, keep: null), each.Runs, each.Runs > 0 ? each.FirstRun : null)),
        ],
        NeverFired = [.. report.NeverFired.Select(rule => NameOf(report.System, rule))],
    };

    public static IReadOnlyList<SettingValue> Of(Parameters parameters) =>
        [.. parameters.All.Select(each => new SettingValue(each.Key, $"{each.Value}"))];

    public static TraceSection Of(Trace trace, string? file = null) => new()
    {
        File = file,
        Why = trace.Why,
        LoopStart = trace.LoopStart < 0 ? null : trace.LoopStart,
        Lanes = trace.Lanes,
        Steps = [.. trace.Steps.Select(TraceStepSection.Of)],
    };

    /// <summary>A mutant and whether the property that is to catch it did.</summary>
    /// <param name="caught">The mutant and the property.</param>
    /// <param name="report">What the check with the mutant in force found.</param>
    /// <param name="keep">Keeps the counterexample as a file and returns its name.</param>
    public static MutantSection Of(CaughtMutant caught, CheckReport report, Func<Trace, string> keep)
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
            Trace = violated?.Trace is { } trace ? Of(trace, keep(trace)) : null,
        };
    }

    /// <summary>What the comparison with the kernel found.</summary>
    public static KernelSection Of(KernelVerificationResult result) => new()
    {
        Seed = result.Seed,
        CoveringPrograms = result.CoveringPrograms,
        RandomPrograms = result.RandomPrograms,
        Calls = result.Calls,
        Seconds = result.Elapsed.TotalSeconds,
        Differences = [.. result.Differences.Select(Of)],
        NotReproduced = [.. result.NotReproduced.Select(Of)],
        EndedEarly = result.EndedEarly,
        Notes = result.Environment.Notes,
    };

    /// <summary>A fault made in the specification.</summary>
    public static FaultSection Of(MutantVerdict verdict) => new()
    {
        Name = verdict.Mutant.Name,
        Story = verdict.Mutant.Story,
        Machine = verdict.Mutant.Machine,
        Mutant = verdict.Mutant.Mutant,
        IsFound = verdict.IsDetected,
        Programs = verdict.Programs,
        Difference = verdict.Difference is { } difference ? Of(difference) : null,
    };

    /// <summary>A program on which model and kernel differ.</summary>
    public static DifferenceSection Of(KernelDifference difference) => new()
    {
        Program = ProgramText.Print(difference.Program),
        C = CText.Print(difference.Program),
        Step = difference.Step + 1,
        Allowed = difference.Allowed,
        Observed = difference.Observed,
        Rules =
        [
            .. difference.Rules.Select(rule => new QuestionedRuleSection(
                rule.Machine, rule.Rule, rule.Citations, rule.Location)),
        ],
        Programs = difference.Programs,
    };

    /// <summary>What a property demands, in the word of the system table.</summary>
    public static string KindOf(PropertyInfo? declared) => declared?.Kind switch
    {
        null => "implied",
        PropertyKind.Always => "always",
        PropertyKind.Never => "never",
        PropertyKind.Sometimes => "sometimes",
        PropertyKind.AtRest => "at rest",
        PropertyKind.AlwaysEventually => "always eventually",
        _ => "leads to",
    };

    private static PropertySection Of(PropertyResult result, Func<Trace, string>? keep)
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
                Why = holds.VacuousBecause ?? DoubtOf(holds),
                Trace = holds.Witness is { } witness ? Of(witness) : null,
            },
            Violated violated => section with
            {
                Verdict = VerdictWord.Violated,
                Why = violated.Why,
                Trace = violated.Trace is { } trace ? Of(trace, keep?.Invoke(trace)) : null,
            },
            BoundReached reached => section with { Verdict = VerdictWord.BoundReached, Why = reached.Bound },
            NotChecked not => section with { Why = not.Why },
            _ => throw new InvalidOperationException($"A verdict of an unknown kind: {result.Verdict}."),
        };
    }

    private static string? DoubtOf(Holds holds) => holds.MissedProbability > 0
        ? $"unless a state was missed: probability at most {Figures.Probability(holds.MissedProbability)}" : null;

    private static string NameOf(SystemInfo system, int rule) =>
        $"{system.MachineOf(rule).Machine.Name}.{system.Rules[rule].Name}";
}
