using Wakeline.Checker.Tests.Models;
using Wakeline.Checking;

namespace Wakeline.Benchmarks.Checkers;

/// <summary>Wakeline, in this process, with everything it reports: parents, rule counts, all properties.</summary>
internal sealed class WakelineContender(int managers, int threads) : IContender
{
    private const int WarmUpManagers = 7;

    private bool _isWarm;

    public string Name => threads == 1 ? "Wakeline" : $"Wakeline, {threads} threads";

    public Measurement Run()
    {
        if (!_isWarm)
        {
            Search(WarmUpManagers);
            _isWarm = true;
        }

        var report = Search(managers);
        return new Measurement(report.States, report.Elapsed.TotalSeconds, report.MemoryBytes);
    }

    private CheckReport Search(int of)
    {
        var report = Check.Run<TwoPhaseCommit, Transaction>(
            Parameters.Of(TwoPhaseCommit.Info, $"managers={of}", Mutation.None),
            new CheckOptions { Threads = threads });
        return report.AllHold ? report : throw new PeerException("a property does not hold");
    }
}
