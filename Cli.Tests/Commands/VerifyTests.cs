using System.Text.RegularExpressions;
using System.Xml.Linq;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Spec;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class VerifyTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Report => _folder.At("report");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void WithoutTheKernelItSaysSoEverywhere()
    {
        var run = Verify();
        Assert.Equal(ExitCode.LeftOut, run.Code);
        Assert.Equal("", run.Error);
        Assert.Contains("left out (--no-kernel)", run.Output, StringComparison.Ordinal);
        Assert.Contains("Agrees, kernel left out in ", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "kernel left out", File.ReadAllText(Path.Combine(Report, "index.html")), StringComparison.Ordinal);
        var suites = XDocument.Load(Path.Combine(Report, "junit.xml")).Root!;
        Assert.Equal("1", suites.Attribute("skipped")!.Value);
        Assert.Equal("0", suites.Attribute("failures")!.Value);
    }

    [Fact]
    public void EverySystemPropertyAndMutantIsTold()
    {
        var output = Verify().Output;
        var lines = output.Split('\n');
        var words = string.Join(' ', output.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
        foreach (var system in CommandRun.SmallCatalogue.Systems.Select(entry => entry.Info))
        {
            Assert.Contains(lines, line => line.StartsWith($"  {system.Name} ", StringComparison.Ordinal)
                && line.Contains(" states ", StringComparison.Ordinal));
            Assert.All(system.Properties, property => Assert.Contains(
                lines, line => line.Contains(property.Name, StringComparison.Ordinal)));
            Assert.All(system.Caught, caught => Assert.Matches(
                $" caught {system.Name} [0-9]+ steps {Regex.Escape(caught.Mutant)}: [^:]* Violates "
                + $"{Regex.Escape(caught.Property)}[.]", words));
        }
    }

    [Fact]
    public void EveryTraceOfTheReportReplays()
    {
        Verify();
        var traces = Directory.GetFiles(Path.Combine(Report, "traces"));
        Assert.Equal(CommandRun.SmallCatalogue.Systems.Sum(entry => entry.Info.Caught.Count), traces.Length);
        Assert.All(traces, trace => Assert.Equal(0, CommandRun.Of("replay", trace).Code));
    }

    [Fact]
    public void TheReportIsReplacedAndNothingElseIsLeft()
    {
        Verify();
        var once = _folder.Content;
        File.WriteAllText(Path.Combine(Report, "stale.txt"), "of an earlier version");
        Verify();
        Assert.Equal(once, _folder.Content);
        Assert.Contains("report/index.html", once);
    }

    [Fact]
    public void JsonIsOneDocumentAndTheSameAsTheFile()
    {
        var run = Verify("--json");
        var document = run.Json();
        Assert.Equal(VerificationReport.SchemaName, document.GetProperty("schema").GetString());
        Assert.Equal(VerificationReport.SchemaVersion, document.GetProperty("version").GetInt32());
        Assert.Equal(run.Output, File.ReadAllText(Path.Combine(Report, "report.json")));
        Assert.True(document.GetProperty("agrees").GetBoolean());
        Assert.False(document.GetProperty("isComplete").GetBoolean());
        Assert.All(document.GetProperty("mutants").EnumerateArray(), mutant => Assert.True(
            File.Exists(Path.Combine(Report, mutant.GetProperty("trace").GetProperty("file").GetString()!))));
    }

    [Fact]
    public void RulesThatFiredInChecksAreCounted()
    {
        var machines = Verify("--json").Json().GetProperty("machines").EnumerateArray();
        var wait = machines.Single(machine => machine.GetProperty("name").GetString() == "EpollWait");
        Assert.Contains(
            wait.GetProperty("rules").EnumerateArray(), rule => rule.GetProperty("firedInCheck").GetInt64() > 0);
    }

    [Fact]
    public void WhatIsWrongIsShownAndEndsInExitCodeOne()
    {
        var faulty = new Catalogue([SystemEntry.Of<FaultySystem, Kernel>()]);
        var run = CommandRun.With(faulty, "verify", "--no-kernel", "--out", Report);
        Assert.Equal(ExitCode.Differs, run.Code);
        Assert.Contains("    violated     ExclusiveItemsWaitExclusively: ", run.Output, StringComparison.Ordinal);
        Assert.Contains(
            "In the report: traces/faulty-ExclusiveItemsWaitExclusively.json", run.Output, StringComparison.Ordinal);
        Assert.Contains("fs/eventpoll.c", run.Output, StringComparison.Ordinal);
        Assert.Contains("  MISSED  faulty", run.Output, StringComparison.Ordinal);
        Assert.Contains("Not all agrees in ", run.Output, StringComparison.Ordinal);
        Assert.Contains("report/traces/faulty-ExclusiveItemsWaitExclusively.json", _folder.Content);
        var failed = XDocument.Load(Path.Combine(Report, "junit.xml")).Descendants("failure")
            .Select(failure => failure.Parent!.Attribute("name")!.Value);
        Assert.Contains("ExclusiveItemsWaitExclusively", failed);
        Assert.Contains("M14c violates NoItemIsOnTwoLists", failed);
    }

    [Fact]
    public void AnInterruptedRunLeavesNothing()
    {
        var run = CommandRun.Interrupted("verify", "--no-kernel", "--out", Report);
        Assert.Equal(ExitCode.Interrupted, run.Code);
        Assert.Equal("wakeline: interrupted; nothing was written.\n", run.Error);
        Assert.Empty(_folder.Content);
    }

    private CommandRun Verify(params string[] more) => CommandRun.With(
        CommandRun.SmallCatalogue, ["verify", "--no-kernel", "--out", Report, .. more]);
}
