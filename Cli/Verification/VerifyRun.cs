using System.Reflection;
using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Commands;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Verification;

/// <summary>
/// The main job: checks the shipped systems, puts their mutants back, compares programs with the kernel, and
/// shows that the comparison notices faults. One part runs after the other, because all count the rules they fire in
/// the counters of the process.
/// </summary>
/// <param name="plan">What is to be done.</param>
/// <param name="catalogue">The systems and machines.</param>
/// <param name="shell">Shows progress and ends the run when the user wants that.</param>
/// <param name="audience">Is told of every finding as soon as there is one.</param>
internal sealed class VerifyRun(VerifyPlan plan, Catalogue catalogue, Shell shell, IVerifyAudience audience)
{
    private readonly TraceCollection _traces = new();

    /// <summary>The version of the command.</summary>
    public static string Tool { get; } =
        typeof(VerifyRun).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion
            .Split('+')[0] ?? "of unknown version";

    /// <summary>Does all of it.</summary>
    /// <exception cref="Conformance.Linux.KernelException">This machine has no kernel to compare with.</exception>
    /// <exception cref="OperationCanceledException">The user ended the run.</exception>
    public Verification Complete()
    {
        var (started, clock) = (DateTimeOffset.UtcNow, System.Diagnostics.Stopwatch.StartNew());
        var host = plan.ComparesKernel ? KernelPart.Probe() : null;
        var environment = HostEnvironment.Read(host);
        audience.Begin(Tool, environment);

        var coverage = new CoverageCount(catalogue.Machines);
        SystemSection[] systems = [.. catalogue.Systems.Select(Check)];
        var inCheck = coverage.Taken();
        MutantSection[] mutants =
            [.. from entry in catalogue.Systems from caught in entry.Info.Caught select PutBack(entry, caught)];
        var compared = plan.ComparesKernel ? KernelPart.Run(plan, shell) : null;
        var kernel = compared is null ? null : ReportSections.Of(compared);
        audience.Compared(kernel);
        var hunt = compared is not null && plan.Faults.Count > 0 ? HuntPart.Run(plan, compared.Covering, shell) : null;
        if (hunt is not null)
        {
            audience.Hunted(hunt);
        }

        return new Verification(_traces.Files, new VerificationReport
        {
            Tool = Tool,
            Started = started,
            Seconds = clock.Elapsed.TotalSeconds,
            Command = plan.Command,
            Environment = environment,
            Systems = systems,
            Mutants = mutants,
            Kernel = kernel,
            Hunt = hunt,
            Machines = MachineSections.Of(catalogue.Machines, inCheck, compared),
        });
    }

    private SystemSection Check(SystemEntry entry)
    {
        var report = CheckRunner.Run(entry, Parameters.Of(entry.Info), CheckOptions.Default, shell);
        var section = ReportSections.Of(report, _traces.Add);
        audience.Checked(section, [.. report.Violations.Select(each => each.Verdict.Trace).OfType<Trace>()]);
        return section;
    }

    private MutantSection PutBack(SystemEntry entry, CaughtMutant caught)
    {
        var mutation = entry.Info.FindMutation(caught.Mutant) ?? throw new SpecificationException(
            $"System '{entry.Info.Name}' is to catch '{caught.Mutant}', which is no mutant of its machines.");
        var parameters = Parameters.Of(entry.Info, caught.Bounds, mutation);
        var options = new CheckOptions { Property = caught.Property };
        var section = ReportSections.Of(caught, CheckRunner.Run(entry, parameters, options, shell), _traces.Add);
        audience.PutBack(section);
        return section;
    }
}

/// <summary>What a run found: the report and the trace files beside it.</summary>
/// <param name="Traces">Names and texts of the trace files.</param>
/// <param name="Report">All else.</param>
internal sealed record Verification(IReadOnlyList<ReportFile> Traces, VerificationReport Report);
