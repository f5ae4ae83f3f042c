using System.CommandLine;
using System.Globalization;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline explore SYSTEM</c>: walks through a system by hand.</summary>
internal static class ExploreCommand
{
    public static Command Build(Shell shell, Catalogue catalogue)
    {
        var system = CommonOptions.System();
        var settings = CommonOptions.Settings();
        var mutant = CommonOptions.Mutant();
        var assembly = CommonOptions.Assembly();
        var path = new Option<string>("--path")
        {
            Description = "Which successor to take at each step from the start, by their numbers.",
            HelpName = "i,j,...",
            DefaultValueFactory = _ => "",
        };
        var json = CommonOptions.Json();
        var command = new DocumentedCommand(
            "explore", "Walks through a system by hand: what holds in a state, and what can happen next.")
        {
            Examples = ["wakeline explore epoll-level", "wakeline explore epoll-level --path 0,2,1 --json"],
        };
        command.Add(system);
        command.Add(settings);
        command.Add(mutant);
        command.Add(path);
        command.Add(assembly);
        command.Add(json);
        command.SetAction(parsed =>
        {
            var entry = CommonOptions.CatalogueOf(parsed.GetValue(assembly), catalogue)
                .System(parsed.GetRequiredValue(system));
            var parameters = CommonOptions.ParametersOf(
                entry.Info, parsed.GetRequiredValue(settings), parsed.GetValue(mutant));
            var state = At(entry, parameters, Read(parsed.GetRequiredValue(path)));
            if (parsed.GetValue(json))
            {
                shell.WriteJson(ExploreListing.Of(entry.Info, state), ReportJson.Default.ExploreListing);
            }
            else
            {
                Show(entry.Info, state, shell.Output);
            }

            return ExitCode.Agrees;
        });
        return command;
    }

    private static ExploredState At(SystemEntry entry, Parameters parameters, IReadOnlyList<int> path)
    {
        try
        {
            return entry.Explore(parameters, path);
        }
        catch (ArgumentOutOfRangeException none)
        {
            throw new UnusableInputException(none.Message.Split(" (Parameter", 2)[0]);
        }
    }

    private static IReadOnlyList<int> Read(string path) =>
    [
        .. (path.Length == 0 ? [] : path.Split(',')).Select(each =>
            int.TryParse(each, NumberStyles.None, CultureInfo.InvariantCulture, out var index)
                ? index
                : throw new UnusableInputException($"--path takes numbers with commas between, not '{each}'.")),
    ];

    private static void Show(SystemInfo system, ExploredState state, TextWriter output)
    {
        output.WriteLine($"{system.Name} after {Figures.Counted(state.Steps.Count, "step")}, state {state.Identity}");
        foreach (var (index, step) in state.Steps.Index())
        {
            output.WriteLine($"  {index + 1,3}. {step.Lane}: {step.Machine}.{step.Rule}");
        }

        var holding = state.Holding.Count == 0 ? "nothing that properties ask for" : string.Join(", ", state.Holding);
        output.WriteLine($"holds: {holding}");
        if (state.Failure is { } failure)
        {
            output.WriteLine($"throws: {failure}");
        }

        output.WriteLine(state.Successors.Count > 0 ? "can happen:"
            : state.MayEnd ? "nothing can happen; the system may end here" : "nothing can happen: a deadlock");
        var stem = string.Concat(state.Path.Select(each => $"{each},"));
        foreach (var (index, step, identity) in state.Successors)
        {
            var same = identity == state.Identity ? " (changes nothing)" : "";
            output.WriteLine($"  {index,3}  {step.Lane}: {step.Machine}.{step.Rule}{same}  --path {stem}{index}");
        }
    }
}
