using System.Runtime.InteropServices;

namespace Wakeline.Cli.CommandLine;

/// <summary>
/// Turns the first Ctrl-C or SIGTERM into a cancellation, so that work ends cleanly; the second one ends the process.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly List<PosixSignalRegistration> _registrations = [];

    public Interruption()
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel));
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel));
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>What the process returns if work was cancelled.</summary>
    public int ExitCode { get; private set; } = CommandLine.ExitCode.Interrupted;

    public void Dispose()
    {
        _registrations.ForEach(registration => registration.Dispose());
        _source.Dispose();
    }

    private void Cancel(PosixSignalContext context)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        context.Cancel = true;
        ExitCode = context.Signal == PosixSignal.SIGTERM
            ? CommandLine.ExitCode.Terminated : CommandLine.ExitCode.Interrupted;
        _source.Cancel();
    }
}
