using Wakeline.Checking;
using Wakeline.Checking.Search;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>Checks that use a directory, or are interrupted.</summary>
internal static class DiskChecks
{
    /// <summary>Checks a system for as long as the test may run.</summary>
    public static CheckReport Run<TSystem, TState>(Parameters parameters, CheckOptions? options = null)
        where TSystem : struct, ISystem<TState> where TState : unmanaged =>
        Check.Run<TSystem, TState>(parameters, options, cancellation: TestContext.Current.CancellationToken);

    /// <summary>Checks a system, ending at the end of every level and going on from what was saved.</summary>
    /// <returns>The last report.</returns>
    public static CheckReport InPieces<TSystem, TState>(Parameters parameters, CheckOptions options)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var pieces = 0;
        for (var depth = 0; ; depth++)
        {
            var report = UpTo<TSystem, TState>(depth, parameters, options);
            if (report.Checkpoint is null)
            {
                Assert.Equal(pieces > 0, report.IsResumed);
                return report;
            }

            Assert.Equal(options.Disk, report.Checkpoint);
            pieces++;
        }
    }

    /// <summary>Checks a system until some depth is reached, and cancels it then.</summary>
    public static CheckReport UpTo<TSystem, TState>(int depth, Parameters parameters, CheckOptions options)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        using var source = new CancellationTokenSource();
        var pulse = new Pulse(new Canceller(depth, source), TimeSpan.Zero, source.Token);
        var start = TSystem.Start(parameters);
        using var run = new CheckRun<TSystem, TState>(in start, parameters, options, pulse);
        return run.Run();
    }

    private sealed class Canceller(int depth, CancellationTokenSource source) : IProgress<CheckProgress>
    {
        public void Report(CheckProgress value)
        {
            if (value.Phase == CheckPhase.Searching && value.Depth >= depth)
            {
                source.Cancel();
            }
        }
    }
}
