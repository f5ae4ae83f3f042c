using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli;

internal static class Program
{
    private static int Main(string[] arguments)
    {
        // Rules are counted only if the switch is set before the first machine is touched.
        AppContext.SetSwitch(RuleCoverage.Switch, isEnabled: true);
        using var interruption = new Interruption();
        var shell = new Shell(Console.Out, Console.Error, interruption.Token);
        return CommandLineRunner.Run(arguments, Catalogue.Shipped, shell, interruption);
    }
}
