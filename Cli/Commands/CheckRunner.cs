using Wakeline.Checking;
using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Commands;

/// <summary>Runs checks with progress on a terminal, and gives up when the user does.</summary>
internal static class CheckRunner
{
    /// <summary>Checks a system.</summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static CheckReport Run(SystemEntry entry, Parameters parameters, CheckOptions options, Shell shell)
    {
        var report = shell.Track(
            $"Checking {entry.Info.Name}",
            tell => entry.Check(
                parameters, options, new Teller(entry.Info.Name, tell, text => shell.Note(NoteIn(options, text))),
                shell.Cancellation));
        if (shell.Cancellation.IsCancellationRequested && report.Checkpoint is { } folder)
        {
            throw new CheckpointKeptException(folder);
        }

        if (options.Disk is null)
        {
            // Who ended the command does not wait for a report; but what was on disk is only in the report now.
            shell.Cancellation.ThrowIfCancellationRequested();
        }

        return report;
    }

    /// <summary>Checks a system as part of longer work, which shows the progress.</summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static CheckReport Run(
        SystemEntry entry, Parameters parameters, CheckOptions options, Action<string> tell,
        CancellationToken cancellation)
    {
        var report = entry.Check(parameters, options, new Teller(entry.Info.Name, tell, tell), cancellation);
        cancellation.ThrowIfCancellationRequested();
        return report;
    }

    private static string NoteIn(CheckOptions options, string text) => $"{text} in '{options.Disk}'.";

    /// <summary>Passes progress on at once, on the thread that checks.</summary>
    /// <param name="system">What is checked.</param>
    /// <param name="tell">Is told how far it is.</param>
    /// <param name="note">Is told what a user has to know later on.</param>
    private sealed class Teller(string system, Action<string> tell, Action<string> note) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value)
        {
            var states = $"{Figures.Text(value.States)} states, depth {value.Depth}";
            switch (value.Phase)
            {
                case CheckPhase.Resuming:
                    note($"Going on from the checkpoint of {states},");
                    break;
                case CheckPhase.GoingToDisk:
                    note($"Memory is used up after {states}; going on with the states");
                    break;
                case CheckPhase.JudgingLiveness:
                    tell($"Checking {system}: {Figures.Text(value.States)} states, looking for fair cycles");
                    break;
                default:
                    tell($"Checking {system}: {states}, {Figures.Text((long)value.StatesPerSecond)} states/s");
                    break;
            }
        }
    }
}
