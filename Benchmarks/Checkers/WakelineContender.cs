using Wakeline.Checking;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>Wakeline, in this process, with everything it reports: parents, rule counts, all properties.</summary>
internal sealed class WakelineContender<TSystem, TState>(
    string warmUp, string settings, int threads, bool fingerprint = false) : IContender
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>
    /// What is called once a level is compiled for good when it has been called 30 times, from what was seen then.
    /// </summary>
    private const int WarmUps = 4;

    private bool _isWarm;

    public string Name => (threads, fingerprint) switch
    {
        (_, true) => "Wakeline, fingerprints",
        (1, _) => "Wakeline",
        _ => $"Wakeline, {threads} threads",
    };

    public Measurement Run()
    {
        if (!_isWarm)
        {
            for (var search = 0; search < WarmUps; search++)
            {
                Search(warmUp);
            }

            _isWarm = true;
        }

        var report = Search(settings);
        return new Measurement(report.States, report.SearchElapsed.TotalSeconds, report.MemoryBytes);
    }

    private CheckReport Search(string bounds)
    {
        var report = Check.Run<TSystem, TState>(
            Parameters.Of(TSystem.Info, bounds, Mutation.None),
            new CheckOptions { Threads = threads, Fingerprint = fingerprint });
        return report.Violations.Any() ? throw new PeerException("a property does not hold") : report;
    }
}
