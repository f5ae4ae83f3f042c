using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Conform;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Conform;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Suites;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline conform --target T</c>: suites derived from the specification, run against stacks.</summary>
internal sealed class ConformCommand
{
    private readonly ConformOptions _options = new();

    private readonly Option<bool> _list = new("--list")
    {
        Description = "List the cases that are chosen, and run none.",
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what would run on what, and start no target.",
    };

    private readonly Option<string?> _report = new("--report")
    {
        Description = "Folder for the report: a page, a JUnit file and a JSON document. A report that is there is "
            + "replaced, anything else is not.",
        HelpName = "DIR",
    };

    private readonly Option<string?> _junit = new("--junit")
    {
        Description = "Write what came of the cases to this file, as build servers read it.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _markdown = new("--markdown")
    {
        Description = "Write the matrix as Markdown to this file; if it has the markers of a generated part, as "
            + "docs/conformance.md has, in their place.",
        HelpName = "FILE",
    };

    private readonly Option<string?> _write = new("--write")
    {
        Description = $"Write the cases that are chosen to --out-suite, and run none: {SuiteFiles.Formats}.",
        HelpName = "FORMAT",
    };

    private readonly Option<string?> _outSuite = new("--out-suite")
    {
        Description = "Folder for the files of --write; it is made, or is empty.",
        HelpName = "DIR",
    };

    private readonly Option<bool> _tap = new("--tap")
    {
        Description = "Write the Test Anything Protocol, version 14, to the output instead of text.",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var conform = new ConformCommand();
        var command = new DocumentedCommand(
            "conform",
            "Derives test suites from the specification and runs them on stacks: the kernel, other stacks, whatever "
            + "stands behind an adapter, or the specification itself. A case passes, fails, deviates (as the target is "
            + "known to), is inconclusive or not applicable, flaky, or breaks the target.")
        {
            Examples =
            [
                "wakeline conform --target model",
                "wakeline conform --target linux --report artifacts/conform",
                "wakeline conform --target model --target linux --filter section=3.10.7.4 --filter level=MUST",
                "wakeline conform --list --filter requirement=MUST-58",
                "wakeline conform --target cmd:./my-adapter --repeat 3 --junit conform.xml",
                "wakeline conform --suite calls --write c --out-suite calls",
                "wakeline conform --system epoll-level --goal rules --list",
                "wakeline conform --assembly bin/Debug/net10.0/StopAndWait.dll --target cmd:./stop_and_wait.py",
            ],
        };
        conform._options.AddTo(command);
        command.Add(conform._list);
        command.Add(conform._dryRun);
        command.Add(conform._report);
        command.Add(conform._junit);
        command.Add(conform._markdown);
        command.Add(conform._write);
        command.Add(conform._outSuite);
        command.Add(conform._tap);
        command.Add(conform._json);
        command.SetAction(parsed => conform.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        RequireOneForm(parsed);
        var folder = parsed.GetValue(_report) is { } named ? ReportFolder.Prepare(named) : null;
        var junit = parsed.GetValue(_junit) is { } file ? OutputFile.Prepare(file) : null;
        var (markdown, page) = parsed.GetValue(_markdown) is { } path
            ? (OutputFile.Prepare(path), File.Exists(path) ? File.ReadAllText(path) : "") : (null, "");
        var plan = _options.PlanOf(parsed, shell, catalogue);
        if (parsed.GetValue(_list))
        {
            List(plan.Cases, parsed.GetValue(_json), shell);
            return ExitCode.Agrees;
        }

        if (parsed.GetValue(_write) is { } format)
        {
            WriteSuite(format, parsed.GetValue(_outSuite)!, plan.Cases, shell);
            return ExitCode.Agrees;
        }

        if (parsed.GetValue(_dryRun))
        {
            CaseListText.WritePlan(plan, shell.Output);
            return ExitCode.Agrees;
        }

        using var mark = RunMark.Leave();
        var report = new ConformRun(plan, shell).Complete();
        junit?.Write(ConformJUnit.Write(report));
        markdown?.Write(ConformMarkdown.Insert(page, report));
        folder?.Write(ConformFiles.Of(report));
        WriteResult(report, parsed, shell);
        if (folder is not null)
        {
            shell.Note($"report: {Path.Combine(folder.Path, ReportFiles.Page)}");
        }

        return !report.IsInterrupted ? report.ExitCode : throw new InterruptedRunException(
            report.Targets.Sum(target => target.Cases.Count), plan.Targets.Count * plan.Cases.Count);
    }

    private static void WriteSuite(string format, string folder, IReadOnlyList<SuiteCase> cases, Shell shell)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new UnusableInputException($"'{folder}' is no empty folder.");
        }

        var files = SuiteFiles.Of(format, cases);
        try
        {
            Directory.CreateDirectory(folder);
            foreach (var file in files)
            {
                File.WriteAllText(Path.Combine(folder, file.Name), file.Text);
            }
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"'{folder}' cannot be written: {refused.Message}");
        }

        shell.Note($"{Figures.Counted(files.Count, "file")} in {folder}");
    }

    private void RequireOneForm(ParseResult parsed)
    {
        if (parsed.GetValue(_write) is null != parsed.GetValue(_outSuite) is null)
        {
            throw new UnusableInputException("--write and --out-suite go together.");
        }

        if (parsed.GetValue(_write) is not null && (parsed.GetValue(_list) || parsed.GetValue(_dryRun)))
        {
            throw new UnusableInputException("--write does not go with --list or --dry-run.");
        }

        if (parsed.GetValue(_list) && parsed.GetValue(_dryRun))
        {
            throw new UnusableInputException("--list and --dry-run do not go together.");
        }

        if (parsed.GetValue(_tap) && (parsed.GetValue(_json) || parsed.GetValue(_list) || parsed.GetValue(_dryRun)))
        {
            throw new UnusableInputException("--tap does not go with --json, --list or --dry-run.");
        }

        if (parsed.GetValue(_dryRun) && parsed.GetValue(_json))
        {
            throw new UnusableInputException("--dry-run writes text alone; --list has --json.");
        }
    }

    private void WriteResult(ConformReport report, ParseResult parsed, Shell shell)
    {
        if (parsed.GetValue(_tap))
        {
            shell.Output.Write(TapReport.Write(report));
        }
        else if (parsed.GetValue(_json))
        {
            shell.WriteJson(ConformListing.Of(report), ReportJson.Default.ConformListing);
        }
        else
        {
            ConformText.Write(report, shell.Output);
        }
    }

    private static void List(IReadOnlyList<SuiteCase> cases, bool asJson, Shell shell)
    {
        if (asJson)
        {
            shell.WriteJson([.. cases.Select(CaseListing.Of)], ReportJson.Default.IReadOnlyListCaseListing);
        }
        else
        {
            CaseListText.Write(cases, shell.Output);
        }
    }
}
