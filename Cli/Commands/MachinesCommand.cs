using System.CommandLine;
using Spectre.Console;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline machines</c>: the tables there are.</summary>
internal static class MachinesCommand
{
    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var json = CommonOptions.Json();
        var command = new DocumentedCommand("machines", "Lists the machines, each the table of one protocol part.")
        {
            Examples = ["wakeline machines"],
        };
        command.Add(json);
        command.SetAction(parsed =>
        {
            MachineListing[] machines = [.. catalogue.Machines.Select(MachineListing.Of)];
            if (parsed.GetValue(json))
            {
                shell.WriteJson(machines, ReportJson.Default.IReadOnlyListMachineListing);
            }
            else
            {
                Show(machines, shell.Console);
            }

            return ExitCode.Agrees;
        });
        return command;
    }

    private static void Show(MachineListing[] machines, IAnsiConsole console)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("machine")
            .AddColumn(new TableColumn("states").RightAligned())
            .AddColumn(new TableColumn("rules").RightAligned())
            .AddColumn("what it specifies")
            .AddColumn("table");
        foreach (var machine in machines)
        {
            table.AddRow(
                Markup.Escape(machine.Name), $"{machine.Locations.Count}", $"{machine.Rules}",
                Markup.Escape(machine.Summary), Markup.Escape(machine.File));
        }

        console.Write(table);
    }
}
