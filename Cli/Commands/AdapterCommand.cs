using System.CommandLine;
using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Targets;

namespace Wakeline.Cli.Commands;

/// <summary><c>wakeline adapter</c>: the model as an adapter, for those who write one to compare with.</summary>
internal static class AdapterCommand
{
    public static Command Build()
    {
        var target = new Option<string>("--target")
        {
            Description = "What to serve: "
                + string.Join("; ", TargetCatalogue.All.Select(entry => $"'{entry.Name}', {entry.Summary}")) + ".",
            HelpName = "TARGET",
            DefaultValueFactory = _ => TargetCatalogue.Model,
        };
        var command = new DocumentedCommand(
            "adapter",
            "Serves the model, or another target, as an adapter: reads commands from the standard input and writes "
            + "observations to the standard output, as docs/adapters.md describes. Whoever writes an adapter can "
            + "compare with it, or stand in between.")
        {
            Examples =
            [
                "wakeline adapter --target model:rfc9293",
                "wakeline run script.pkt --on \"cmd:wakeline adapter\"",
            ],
        };
        command.Add(target);
        command.SetAction(parsed => Serve(parsed.GetRequiredValue(target)));
        return command;

        int Serve(string name)
        {
            if (!TargetCatalogue.IsKnown(name))
            {
                CommonOptions.Require("--target", name, [.. TargetCatalogue.All.Select(entry => entry.Name)]);
            }

            try
            {
                TargetService.Serve(name, Console.OpenStandardInput(), Console.OpenStandardOutput());
                return ExitCode.Agrees;
            }
            catch (TargetException unusable)
            {
                throw new UnusableInputException($"{unusable.Message}.");
            }
        }
    }
}
