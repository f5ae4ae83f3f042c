using Spectre.Console;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Terminal;

/// <summary>Checked systems as one table: a line of figures for each, then a line for each of its properties.</summary>
internal static class CheckTables
{
    public static Table Of(IEnumerable<SystemSection> systems)
    {
        var table = new Table().Border(TableBorder.Simple)
            .AddColumn("system and properties")
            .AddColumn(new TableColumn("states").RightAligned())
            .AddColumn(new TableColumn("transitions").RightAligned())
            .AddColumn(new TableColumn("depth").RightAligned())
            .AddColumn(new TableColumn("time").RightAligned())
            .AddColumn("verdict");
        foreach (var system in systems)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(system.Name)}[/]", Figures.Text(system.States), Figures.Text(system.Transitions),
                Figures.Text(system.Depth), Figures.Seconds(system.Seconds), Coverage(system));
            foreach (var property in system.Properties)
            {
                table.AddRow($"  {Markup.Escape(property.Name)}", "", "", "", "", Word(property));
            }
        }

        return table;
    }

    /// <summary>The verdict on a property, as markup.</summary>
    public static string Word(PropertySection property) => property.Verdict switch
    {
        VerdictWord.Holds => "[green]holds[/]",
        VerdictWord.Vacuous => $"[yellow]holds, but vacuously:[/] {Markup.Escape(property.Why ?? "")}",
        VerdictWord.Violated => $"[red]violated:[/] {Markup.Escape(property.Why ?? "")}",
        VerdictWord.BoundReached => $"[yellow]undecided:[/] {Markup.Escape(property.Why ?? "")}",
        _ => $"[yellow]not checked:[/] {Markup.Escape(property.Why ?? "")}",
    };

    private static string Coverage(SystemSection system) =>
        system.StoppedBecause is not null ? $"[yellow]not exhaustive:[/] {Markup.Escape(system.StoppedBecause)}"
        : system.NeverFired.Count == 0 ? "every rule fired"
        : $"{Figures.Counted(system.NeverFired.Count, "rule")} never fired";
}
