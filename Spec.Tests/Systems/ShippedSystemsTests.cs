using Wakeline.Checking;
using Wakeline.Cli;

namespace Wakeline.Spec.Tests.Systems;

/// <summary>
/// The systems hold as shipped. The numbers are measured, and pinned: a table that changes them has changed what is
/// checked.
/// </summary>
public sealed class ShippedSystemsTests
{
    /// <summary>States, transitions and depth of every system at its default bounds, and of a few at others.</summary>
    public static TheoryData<string, string, long, long, int> Sizes { get; } = new()
    {
        { "fasync-locks", "", 224, 464, 14 },
        { "socket-detachment", "", 130, 297, 10 },
        { "aio-poll", "", 89, 150, 12 },
        { "napi-threads", "", 1_903, 4_177, 25 },
        { "pipe", "", 49_940, 185_361, 29 },
        { "pipe", "watched=0", 16_840, 52_982, 29 },
        { "epoll-ring", "", 7, 8, 4 },
        { "epoll-wake-function", "", 247, 495, 14 },
        { "epoll-exclusive", "", 498, 941, 15 },
        { "epoll-check-list", "", 696, 1_320, 24 },
        { "epoll-polled", "", 954, 1_571, 26 },
        { "epoll-zero-timeout", "", 2_718, 6_474, 30 },
        { "epoll-nested", "", 5_347, 14_424, 23 },
        { "epoll-edge", "", 7_039, 18_985, 21 },
        { "epoll-graph", "", 22_094, 42_186, 20 },
        { "epoll-oneshot", "", 23_239, 61_960, 40 },
        { "epoll-deadlines", "", 30_490, 97_674, 28 },
        { "call-masks", "", 5_509, 19_267, 20 },
        { "call-masks", "call=1,timed=1", 10_626, 38_044, 20 },
        { "call-masks", "call=2", 8_191, 28_500, 22 },
        { "epoll-suspend", "", 7_730, 19_729, 35 },
        { "epoll-suspend", "edge=1", 11_102, 27_693, 34 },
        { "epoll-suspend", "waiters=2,rounds=1", 63_168, 199_780, 40 },
        { "epoll-level", "", 35_656, 96_644, 32 },
        { "epoll-interest", "", 39_726, 120_373, 49 },
        { "poll-select-read", "", 61_128, 154_384, 32 },
        { "epoll-peer-queue", "", 1_978, 5_863, 28 },
        { "epoll-pollfree", "", 176_264, 654_023, 53 },
        { "epoll-path-check", "", 81_069, 220_940, 76 },
        { "epoll-path-check", "link=1,watchers=2,outercloses=0", 5_869, 13_399, 60 },
        { "epoll-path-check", "link=2", 112_402, 353_153, 74 },
        { "epoll-lifetime", "", 56_694, 186_853, 57 },
        { "epoll-lifetime", "nested=1", 69_710, 233_808, 65 },
        { "tcp", "", 18_768, 36_310, 27 },
        { "tcp-lossy", "", 256_645, 779_674, 35 },
        { "tcp-lossy", "copies=0,delays=0,haste=1", 34_979, 101_222, 35 },
        { "tcp-lossy", "copies=0,delays=0,orphans=1", 14_392, 38_156, 33 },
        { "tcp-lossy", "copies=0,delays=0,complaints=1,urgent=1", 33_516, 91_477, 34 },
        { "tcp-lossy", "delays=0,cookies=1", 46_131, 134_306, 27 },
        { "tcp-incarnations", "", 674_587, 1_570_842, 40 },
        { "tcp-intruder", "", 205_959, 254_177, 12 },
        { "nic", "", 191_624, 610_453, 47 },
        { "nic", "masks=1", 113_326, 313_245, 50 },
        { "send-unsent", "", 16_494, 51_999, 92 },
        { "send-receive", "", 60_089, 224_318, 81 },
        { "send-receive", "end=0", 24_198, 86_896, 67 },
        { "urgent-data", "", 36_260, 133_399, 63 },
        { "listen-accept", "", 174_302, 568_932, 56 },
        { "pipeline", "", 255_460, 961_720, 51 },
        { "call-answers", "", 671_981, 1_996_188, 71 },
    };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheShippedSystemHolds(string name, string bounds, long states, long transitions, int depth)
    {
        var system = ShippedSystem.Named(name);
        var report = system.Check(
            Parameters.Of(system.Info, bounds, Mutation.None),
            cancellation: TestContext.Current.CancellationToken);

        Assert.All(report.Properties, property => Assert.True(
            property.Verdict is Holds { IsVacuous: false }, $"{property.Name}: {property.Verdict}"));
        Assert.True(report.IsExhaustive);
        Assert.Equal((states, transitions, depth), (report.States, report.Transitions, report.Depth));
    }

    /// <summary>Every level is shared, however narrow; of systems that are small enough for three searches.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void TheNumberOfThreadsMakesNoDifference(
        string name, string bounds, long states, long transitions, int depth)
    {
        const long StatesMost = 130_000;
        var system = ShippedSystem.Named(name);
        foreach (var threads in states > StatesMost ? Array.Empty<int>() : [1, 2, 4])
        {
            var report = system.Check(
                Parameters.Of(system.Info, bounds, Mutation.None),
                new CheckOptions { Threads = threads, SharedLevelLeast = 1 },
                cancellation: TestContext.Current.CancellationToken);
            Assert.True(report.AllHold);
            Assert.DoesNotContain(report.Properties, property => property.Verdict is Holds { IsVacuous: true });
            Assert.Equal((states, transitions, depth), (report.States, report.Transitions, report.Depth));
            Assert.Equal(transitions, report.Firings.Sum());
        }
    }

    [Fact]
    public void EverySystemIsHere() => Assert.Equal(
        ShippedSystems.All.Select(system => system.Info.Name), Sizes.Select(row => row.Data.Item1).Distinct());
}
