using System.Text.Json;
using System.Xml.Linq;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Conform;
using Wakeline.Cli.Reports;
using Wakeline.Cli.Reports.Conform;
using Wakeline.Cli.Terminal;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

/// <summary>The forms in which a run is told, beside the page.</summary>
public sealed class ConformOutputTests
{
    [Fact]
    public void TheTextLooksAsItsGoldenFile()
    {
        var output = new StringWriter();
        ConformText.Write(SampleRun.Report, output);
        Golden.Verify(output.ToString().ReplaceLineEndings("\n"), "conform.txt");
    }

    [Fact]
    public void TestAnythingLooksAsItsGoldenFile() => Golden.Verify(TapReport.Write(SampleRun.Report), "conform.tap");

    [Fact]
    public void JsonLooksAsItsGoldenFile() => Golden.Verify(
        JsonSerializer.Serialize(ConformListing.Of(SampleRun.Report), ReportJson.Default.ConformListing),
        "conform.json");

    [Fact]
    public void AnInterruptedRunBailsOut() => Assert.EndsWith(
        "\nBail out! interrupted by the user\n",
        TapReport.Write(SampleRun.Report with { IsInterrupted = true }), StringComparison.Ordinal);

    [Fact]
    public void JUnitCountsWhatFailedWhatBrokeAndWhatWasNotDecided()
    {
        var root = XDocument.Parse(ConformJUnit.Write(SampleRun.Report)).Root!;
        Assert.Equal(
            ("8", "1", "1", "3"),
            (root.Attribute("tests")!.Value, root.Attribute("failures")!.Value, root.Attribute("errors")!.Value,
                root.Attribute("skipped")!.Value));
        Assert.Contains("<== departs", root.Descendants("failure").Single().Value, StringComparison.Ordinal);
        Assert.Contains(
            root.Descendants("skipped"),
            skipped => skipped.Attribute("message")!.Value == "deviates: Drops a SYN that has FIN.");
    }

    [Theory]
    [InlineData(CaseVerdict.Passed, ExitCode.Agrees)]
    [InlineData(CaseVerdict.Failed, ExitCode.Differs)]
    [InlineData(CaseVerdict.Flaky, ExitCode.Differs)]
    [InlineData(CaseVerdict.Broken, ExitCode.Differs)]
    [InlineData(CaseVerdict.Inconclusive, ExitCode.Inconclusive)]
    [InlineData(CaseVerdict.NotApplicable, ExitCode.Inconclusive)]
    public void TheExitCodeIsThatOfTheGravestVerdict(CaseVerdict verdict, int code) => Assert.Equal(
        code, ReportOf(SampleRun.Once(SampleRun.Challenge, new CaseOutcome(verdict, ""))).ExitCode);

    [Fact]
    public void AKnownDepartureIsNoPassAndNoFault()
    {
        var report = ReportOf(SampleRun.Once(SampleRun.SynAtListener, SampleRun.Failed));
        Assert.Equal(ExitCode.Agrees, report.ExitCode);
        Assert.Equal((1, 0), (report.Counts[CaseVerdict.Deviates], report.Counts[CaseVerdict.Passed]));
    }

    [Fact]
    public void ADepartureThatNoCaseShowsAnyMoreIsStale()
    {
        var target = ReportOf(SampleRun.Once(SampleRun.SynAtListener, SampleRun.Passed)).Targets[0];
        Assert.Equal(
            [DeviationStanding.Stale, DeviationStanding.NotExercised],
            target.Deviations.Select(each => each.Standing));
        var output = new StringWriter();
        ConformText.Write(ReportOf(SampleRun.Once(SampleRun.SynAtListener, SampleRun.Passed)), output);
        Assert.Contains("stack: stale: ", output.ToString(), StringComparison.Ordinal);
    }

    private static ConformReport ReportOf(CaseResult result) => SampleRun.Report with
    {
        Targets = [SampleRun.Results(SampleRun.Report.Targets[1].Target, SampleRun.Profile, result)],
    };
}
