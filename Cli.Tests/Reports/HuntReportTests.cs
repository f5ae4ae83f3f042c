using System.Xml.Linq;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Tests.Reports;

/// <summary>A fault that is not told apart from the kernel is a disagreement like any other.</summary>
public sealed class HuntReportTests
{
    [Fact]
    public void AFaultThatIsNotFoundMakesTheVerdict()
    {
        Assert.True(SampleReport.Agreeing.Agrees);
        Assert.False((SampleReport.Agreeing with { Hunt = SampleReport.Disagreeing.Hunt }).Agrees);
    }

    [Fact]
    public void EachFaultIsACaseForTheBuildServer()
    {
        var faults = SuiteOf(SampleReport.Disagreeing.Hunt!)!;
        Assert.Equal("2", faults.Attribute("tests")!.Value);
        Assert.Equal("1", faults.Attribute("failures")!.Value);
        var failed = Assert.Single(faults.Elements(), each => each.Element("failure") is not null);
        Assert.StartsWith("close: a closed descriptor", failed.Attribute("name")!.Value, StringComparison.Ordinal);
    }

    [Fact]
    public void WithoutAHuntThereIsNoSuite() => Assert.Null(SuiteOf(null));

    private static XElement? SuiteOf(HuntSection? hunt) => XDocument
        .Parse(JUnitReport.Write(SampleReport.Agreeing with { Hunt = hunt })).Root!.Elements()
        .SingleOrDefault(suite => suite.Attribute("name")!.Value == "faults");
}
