using Wakeline.Checking;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>Runs simulations with progress on a terminal, and gives up when the user does.</summary>
internal static class SimulationRunner
{
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static SimulationReport Run(
        SystemEntry entry, Parameters parameters, SimulationOptions options, Shell shell) => shell.Track(
        $"Running {entry.Info.Name} at random",
        tell =>
        {
            var report = entry.Simulate(
                parameters, options, new Teller(entry.Info.Name, options.Runs, tell), shell.Cancellation);
            shell.Cancellation.ThrowIfCancellationRequested();
            return report;
        });

    private sealed class Teller(string system, long runs, Action<string> tell) : IProgress<SimulationProgress>
    {
        public void Report(SimulationProgress value) => tell(
            $"Running {system} at random: {Figures.Text(value.Runs)} of {Figures.Text(runs)} runs, "
            + $"{Figures.Text(value.Steps)} steps");
    }
}
