using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline systems</c>: what can be checked.</summary>
internal static class SystemsCommand
{
    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var name = new Argument<string?>("SYSTEM")
        {
            Description = "Show this system only.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var assembly = CommonOptions.Assembly();
        var json = CommonOptions.Json();
        var command = new DocumentedCommand("systems", "Lists the systems with their bounds, properties and mutants.")
        {
            Examples = ["wakeline systems", "wakeline systems epoll-level --json"],
        };
        command.Add(name);
        command.Add(assembly);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var known = CommonOptions.CatalogueOf(parsed.GetValue(assembly), catalogue);
            var systems = parsed.GetValue(name) is { } one
                ? [known.System(one).Info] : known.Systems.Select(entry => entry.Info).ToArray();
            if (parsed.GetValue(json))
            {
                shell.WriteJson(
                    [.. systems.Select(SystemListing.Of)], ReportJson.Default.IReadOnlyListSystemListing);
            }
            else
            {
                Array.ForEach(systems, system => Show(system, shell.Output));
            }

            return ExitCode.Agrees;
        });
        return command;
    }

    private static void Show(SystemInfo system, TextWriter output)
    {
        output.WriteLine($"{system.Name}: {system.Summary}");
        foreach (var bound in system.Parameters)
        {
            var range = $"{bound.Least}..{bound.Most}";
            output.WriteLine($"  bound     {bound.Name}={bound.Default} ({range}): {bound.Meaning}");
        }

        foreach (var property in system.Properties)
        {
            output.WriteLine($"  property  {property.Name} ({ReportSections.KindOf(property)}): {property.Meaning}");
        }

        foreach (var caught in system.Caught)
        {
            var at = caught.Bounds.Length > 0 ? $" at {caught.Bounds}" : "";
            var story = SystemListing.Story(system, caught);
            output.WriteLine($"  mutant    {caught.Mutant}{at} violates {caught.Property}: {story}");
        }

        output.WriteLine();
    }
}
