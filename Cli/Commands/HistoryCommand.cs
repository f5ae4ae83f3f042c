using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.History;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Terminal;
using Wakeline.Spec.History;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline history</c>: faults of Linux, put back and found again.</summary>
internal sealed class HistoryCommand
{
    private readonly Argument<string?> _entry = new("ENTRY")
    {
        Description = "Tell the story of this entry, M1 to M54, or of the entry that has this mutant.",
        Arity = ArgumentArity.ZeroOrOne,
    };

    private readonly Option<bool> _list = new("--list")
    {
        Description = "Say where each fault is found, without searching for it.",
    };

    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var history = new HistoryCommand();
        var command = new DocumentedCommand(
            "history", "Puts faults that Linux had back into the specification, one by one, and finds them again.")
        {
            Examples = ["wakeline history", "wakeline history M7", "wakeline history --list --json"],
        };
        command.Add(history._entry);
        command.Add(history._list);
        command.Add(history._json);
        command.SetAction(parsed => history.Run(parsed, shell, catalogue));
        return command;
    }

    private int Run(ParseResult parsed, Shell shell, Catalogue catalogue)
    {
        var one = parsed.GetValue(_entry);
        IReadOnlyList<HistoricFault> faults = one is null ? FaultHistory.All : [Find(one)];
        HistoryEntry[] entries = [.. faults.Select(fault => HistoryEntry.Of(fault, catalogue))];
        if (!parsed.GetValue(_list))
        {
            entries = shell.Track(
                "Searching", tell => entries.Select(entry => entry.Search(shell, tell)).ToArray());
        }

        if (parsed.GetValue(_json))
        {
            shell.WriteJson([.. entries.Select(FaultListing.Of)], ReportJson.Default.IReadOnlyListFaultListing);
        }
        else if (one is null)
        {
            HistoryText.Write(entries, shell.Output);
        }
        else
        {
            FaultText.Write(entries[0], shell);
        }

        return entries.Any(entry => entry.Mutants.Any(mutant => mutant.IsMissed))
            ? ExitCode.Differs : ExitCode.Agrees;
    }

    private static HistoricFault Find(string entry) => FaultHistory.Find(entry) ?? throw new UnusableInputException(
        $"There is no entry '{entry}' in the history; there are {FaultHistory.All[0].Entry} to "
        + $"{FaultHistory.All[^1].Entry}.");
}
