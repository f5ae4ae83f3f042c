using Spectre.Console;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>A system that was run at random, for people.</summary>
internal static class SimulationText
{
    public static void Write(SimulationSection simulation, IAnsiConsole console)
    {
        console.MarkupLineInterpolated(
            $"  {simulation.Name}: {Counted(simulation.Runs, "random run")} from seed {simulation.Seed}, {Counted(
                simulation.Steps, "step")} ({Seconds(simulation.Seconds)})");
        console.MarkupLineInterpolated(
            $"    {Text(simulation.RunsAtRest)} came to rest; the longest had {Counted(
                simulation.LongestRun, "step")}");
        SystemText.WriteProperties(simulation.Properties.Select(Describe), console);
        SystemText.WriteCoverage(simulation.NeverFired, console);
    }

    private static PropertySection Describe(SimulatedPropertySection simulated) => simulated.Runs == 0
        ? simulated.Property
        : simulated.Property with
        {
            Why = $"{simulated.Property.Why} {In(simulated)}".TrimStart(),
        };

    private static string In(SimulatedPropertySection simulated) =>
        $"In {Counted(simulated.Runs, "run")}, first in run {simulated.FirstRun}.";
}
