using FsCheck.Xunit;
using Wakeline.Checker.Tests.RandomSystems;
using Wakeline.Checker.Tests.Search;
using Wakeline.Checking;
using Wakeline.Testing;

namespace Wakeline.Checker.Tests.Disk;

/// <summary>
/// On random systems, it makes no difference where states are, and how often the search is interrupted.
/// </summary>
[Properties(Arbitrary = [typeof(GraphArbitrary)], MaxTest = 100)]
public sealed class DiskProperties
{
    [Property]
    public void OnDiskIsLikeInMemory(Graph graph, byte depth, bool isShared, bool stopsAtFirstViolation)
    {
        using var folder = new TemporaryFolder();
        GraphSystem.Use(in graph);
        var parameters = Parameters.Of(GraphSystem.Info);
        var options = new CheckOptions
        {
            Threads = isShared ? 2 : 1,
            SharedLevelLeast = 1,
            StopAtFirstViolation = stopsAtFirstViolation,
        };
        var onDisk = options with { Disk = folder.At("disk"), DepthInMemoryMost = depth % 4 };
        SameReport.Verify(
            WithoutLiveness(DiskChecks.Run<GraphSystem, Graph>(parameters, options)),
            WithoutLiveness(DiskChecks.Run<GraphSystem, Graph>(parameters, onDisk)));
    }

    [Property]
    public void InPiecesIsLikeInOne(Graph graph, bool isShared)
    {
        using var folder = new TemporaryFolder();
        GraphSystem.Use(in graph);
        var parameters = Parameters.Of(GraphSystem.Info);
        var options = new CheckOptions { Threads = isShared ? 2 : 1, SharedLevelLeast = 1 };
        SameReport.Verify(
            DiskChecks.Run<GraphSystem, Graph>(parameters, options),
            DiskChecks.InPieces<GraphSystem, Graph>(parameters, options with { Disk = folder.At("disk") }));
        Assert.Empty(folder.Content);
    }

    private static CheckReport WithoutLiveness(CheckReport report) => report with
    {
        Properties = [.. report.Properties.Where(each => each.Declared is not { IsLiveness: true })],
    };
}
