using Wakeline.Checking;
using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Terminal;

namespace Wakeline.Cli.Commands;

/// <summary>Shows what <c>wakeline check</c> found, in the forms that were asked for.</summary>
internal sealed class CheckOutput
{
    private readonly Shell _shell;
    private readonly string? _traceName;
    private readonly OutputFile? _trace;
    private readonly OutputFile? _junit;
    private readonly BuildErrors? _errors;
    private readonly bool _isJson;

    /// <summary>Makes sure that everything can be written, before any work.</summary>
    /// <exception cref="UnusableInputException">A file or folder cannot be used.</exception>
    public CheckOutput(Shell shell, string? trace, string? junit, string? sources, bool isJson)
    {
        _shell = shell;
        _traceName = trace;
        _trace = trace is null ? null : OutputFile.Prepare(trace);
        _junit = junit is null ? null : OutputFile.Prepare(junit);
        _errors = sources is null ? null
            : Directory.Exists(sources) ? new BuildErrors(sources)
            : throw new UnusableInputException($"There is no folder '{sources}'.");
        _isJson = isJson;
    }

    /// <summary>Shows what searches found.</summary>
    /// <param name="reports">A report for each system.</param>
    /// <param name="isOne">Whether one system was asked for, and not all there are.</param>
    public int Show(IReadOnlyList<CheckReport> reports, bool isOne)
    {
        SystemSection[] sections = [.. reports.Select(report => ReportSections.Of(report))];
        _junit?.Write(JUnitReport.Write(sections));
        foreach (var report in reports)
        {
            var trace = FirstCounterexample(report.Properties);
            Keep(trace);
            Show(report, trace);
        }

        if (_isJson && isOne)
        {
            _shell.WriteJson(sections[0], ReportJson.Default.SystemSection);
        }
        else if (_isJson)
        {
            _shell.WriteJson(sections, ReportJson.Default.IReadOnlyListSystemSection);
        }

        return reports.All(HoldsWhatIsAsked) ? ExitCode.Agrees : ExitCode.Differs;
    }

    /// <summary>Who asks for a reduction does not ask for the properties that it does not keep.</summary>
    private static bool HoldsWhatIsAsked(CheckReport report) => report.Properties.All(each => each.Verdict is Holds
        || report.IsReduced && each is { Verdict: NotChecked, Declared.IsLiveness: true });

    /// <summary>Shows what random runs found. That they left something undecided is no difference.</summary>
    public int Show(SimulationReport report)
    {
        var section = ReportSections.Of(report);
        var results = report.Properties.Select(each => each.Result).ToArray();
        var trace = FirstCounterexample(results);
        _junit?.Write(JUnitReport.Write(section));
        Keep(trace);
        if (_isJson)
        {
            _shell.WriteJson(section, ReportJson.Default.SimulationSection);
        }
        else
        {
            SimulationText.Write(section, _shell.Console);
            ShowStory(report.Mutant, trace);
        }

        return results.Any(each => each.Verdict is Violated) ? ExitCode.Differs : ExitCode.Agrees;
    }

    private static Trace? FirstCounterexample(IEnumerable<PropertyResult> properties) =>
        properties.Select(each => (each.Verdict as Violated)?.Trace).FirstOrDefault(trace => trace is not null);

    private void Keep(Trace? trace)
    {
        if (_trace is not null && trace is not null)
        {
            _trace.Write(TraceFile.ToJson(trace));
            _shell.Error.WriteLine(
                $"The counterexample is in '{_traceName}'; replay it with 'wakeline replay {_traceName}'.");
        }
    }

    private void Show(CheckReport report, Trace? trace)
    {
        if (_errors is not null)
        {
            foreach (var line in _errors.Of(report.System, report.Properties))
            {
                (_isJson ? _shell.Error : _shell.Output).WriteLine(line);
            }
        }
        else if (!_isJson)
        {
            SystemText.WriteFull(ReportSections.Of(report), _shell.Console);
            ShowStory(report.Mutant, trace);
        }
    }

    private void ShowStory(MutantInfo? mutant, Trace? trace)
    {
        _shell.Output.WriteLine();
        if (mutant is not null)
        {
            _shell.Output.WriteLine($"With the mutant {mutant.Name} in force: {mutant.Story}\n");
        }

        if (trace is not null)
        {
            _shell.Output.WriteLine(TraceText.Of(trace, _shell));
        }
    }
}
