using System.CommandLine;
using System.CommandLine.Help;
using Wakeline.Cli.Commands;

namespace Wakeline.Cli.CommandLine;

/// <summary>All commands, as the parser and the help see them.</summary>
internal static class CommandTree
{
    public static RootCommand Build(Shell shell, Catalogue catalogue)
    {
        var root = new RootCommand(
            "Specifies how a packet becomes a wake-up, checks every interleaving of it, and compares it with the kernel "
            + "this machine runs.")
        {
            CheckCommand.Build(shell, catalogue),
            SystemsCommand.Build(shell, catalogue),
            MachinesCommand.Build(shell, catalogue),
            ReplayCommand.Build(shell, catalogue),
            DiagramCommand.Build(shell, catalogue),
        };
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new HelpWithExamples((HelpAction)help.Action!);
        return root;
    }
}
