using Wakeline.Checking;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>Runs checks with progress on a terminal, and gives up when the user does.</summary>
internal static class CheckRunner
{
    /// <summary>Checks a system.</summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static CheckReport Run(SystemEntry entry, Parameters parameters, CheckOptions options, Shell shell) =>
        shell.Track(
            $"Checking {entry.Info.Name}",
            tell => Run(entry, parameters, options, tell, shell.Cancellation));

    /// <summary>Checks a system as part of longer work, which shows the progress.</summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static CheckReport Run(
        SystemEntry entry, Parameters parameters, CheckOptions options, Action<string> tell,
        CancellationToken cancellation)
    {
        var report = entry.Check(parameters, options, new Teller(entry.Info.Name, tell), cancellation);
        cancellation.ThrowIfCancellationRequested();
        return report;
    }

    /// <summary>Passes progress on at once, on the thread that checks.</summary>
    private sealed class Teller(string system, Action<string> tell) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value) => tell(value.Phase == CheckPhase.JudgingLiveness
            ? $"Checking {system}: {Figures.Text(value.States)} states, looking for fair cycles"
            : $"Checking {system}: {Figures.Text(value.States)} states, depth {value.Depth}, "
                + $"{Figures.Text((long)value.StatesPerSecond)} states/s");
    }
}
