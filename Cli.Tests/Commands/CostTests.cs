using System.Text.Json;
using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Conformance.Cost;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class CostTests
{
    private const int Greatest = 12;

    [Fact]
    public void TheModelScansWithSelectAndPollButNotWithEpoll()
    {
        var cost = ModelCost.Count().ToDictionary(each => (each.Call, each.Descriptors), each => each.Cost);
        foreach (var call in new[] { WaitCall.Select, WaitCall.Poll })
        {
            Assert.Equal(Greatest - 1, cost[(call, Greatest)] - cost[(call, 1)]);
        }

        Assert.Equal(cost[(WaitCall.Epoll, 1)], cost[(WaitCall.Epoll, Greatest)]);
    }

    [Fact]
    public void OneCommandDrawsThePlot()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("cost", "--out", folder.At("cost.svg"), "--json");
        Assert.Equal(0, run.Code);
        Assert.Equal(["cost.svg"], folder.Content);
        var picture = XDocument.Load(folder.At("cost.svg")).ToString();
        Assert.All(
            ["select", "poll", "epoll_wait"],
            call => Assert.Contains($">{call}<", picture, StringComparison.Ordinal));

        var document = run.Json();
        Assert.Equal(CostReport.SchemaName, document.GetProperty("schema").GetString());
        Assert.Equal(CostReport.SchemaVersion, document.GetProperty("version").GetInt32());
        var measured = document.GetProperty("nanoseconds").EnumerateArray().ToArray();
        Assert.Equal(3 * MeasuredCost.Sizes.Count, measured.Length);
        Assert.True(CostOf(measured, "poll", 512) > 4 * CostOf(measured, "epoll_wait", 512));
    }

    [Fact]
    public void TheTableSaysWhatEachFurtherDescriptorCosts()
    {
        using var folder = new TemporaryFolder();
        var run = CommandRun.Of("cost", "--out", folder.At("cost.svg"));
        Assert.Matches(@"each further one +\+1\.0 +\+1\.0 +0\.0", run.Output);
    }

    private static double CostOf(JsonElement[] costs, string call, int descriptors) => costs
        .Single(cost => cost.GetProperty("call").GetString() == call
            && cost.GetProperty("descriptors").GetInt32() == descriptors)
        .GetProperty("cost").GetDouble();
}
