using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Spec;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Commands;

public sealed class CheckTests : IDisposable
{
    private static readonly string[] s_mutated =
        ["check", "epoll-edge", "--mutant", "M2", "--set", "modifies=0", "--trace"];

    private readonly TemporaryFolder _folder = new();

    private string Trace => _folder.At("trace.json");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void AShippedSystemAgrees()
    {
        var run = CommandRun.Of("check", "epoll-exclusive", "--trace", Trace);
        Assert.Equal(0, run.Code);
        Assert.Equal("", run.Error);
        Assert.Contains("EveryEventIsHeard", run.Output, StringComparison.Ordinal);
        Assert.Empty(_folder.Content);
    }

    [Fact]
    public void ASearchByFingerprintsSaysHowProbableAMissIs()
    {
        var run = CommandRun.Of("check", "epoll-ring", "--fingerprint");
        Assert.Contains("fingerprints of 64 bits: a state was missed with a probability of at most ", run.Output,
            StringComparison.Ordinal);
        Assert.Contains("unless a state was missed", run.Output, StringComparison.Ordinal);
        var json = CommandRun.Of("check", "epoll-ring", "--fingerprint", "--json").Json();
        Assert.Equal(64, json.GetProperty("fingerprintBits").GetInt32());
        Assert.InRange(json.GetProperty("missedProbability").GetDouble(), 1e-20, 1e-9);
    }

    [Fact]
    public void AMutantIsShownAsASequenceOfStepsWithTheirSources()
    {
        var run = CommandRun.Of([.. s_mutated, Trace]);
        Assert.Equal(ExitCode.Differs, run.Code);
        Assert.Contains("    violated     NoSleeperMissesAnEdge: ", run.Output, StringComparison.Ordinal);
        Assert.Contains("task 0", run.Output, StringComparison.Ordinal);
        Assert.Contains("world", run.Output, StringComparison.Ordinal);
        Assert.Contains("fs/eventpoll.c ep_poll", run.Output, StringComparison.Ordinal);
        Assert.Contains($"wakeline replay {Trace}", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', run.Output);
    }

    [Fact]
    public void ItsTraceReplays()
    {
        CommandRun.Of([.. s_mutated, Trace]);
        var replay = CommandRun.Of("replay", Trace);
        Assert.Equal(0, replay.Code);
        Assert.Contains("Replayed 14 steps.", replay.Output, StringComparison.Ordinal);
        Assert.Equal("M2", CommandRun.Of("replay", Trace, "--json").Json().GetProperty("mutant").GetString());
    }

    [Fact]
    public void ATraceThatCannotBeTakenAnyMoreIsADifference()
    {
        CommandRun.Of([.. s_mutated, Trace]);
        var file = JsonNode.Parse(File.ReadAllText(Trace))!;
        var steps = file["trace"]!["steps"]!.AsArray();
        steps.RemoveAt(0);
        File.WriteAllText(Trace, file.ToJsonString());
        var replay = CommandRun.Of("replay", Trace);
        Assert.Equal(ExitCode.Differs, replay.Code);
        Assert.Contains("cannot be taken", replay.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void RandomRunsFindTheFaultAndTheirTraceReplays()
    {
        string[] command = [.. s_mutated, Trace, "--simulate", "2000", "--seed", "3"];
        var run = CommandRun.Of(command);
        Assert.Equal(ExitCode.Differs, run.Code);
        Assert.Contains("2,000 random runs from seed 3", run.Output, StringComparison.Ordinal);
        Assert.Equal(0, CommandRun.Of("replay", Trace).Code);
        var json = CommandRun.Of([.. command, "--json"]).Json();
        var missed = json.GetProperty("properties").EnumerateArray().Single(each =>
            each.GetProperty("property").GetProperty("name").GetString() == "NoSleeperMissesAnEdge");
        Assert.InRange(missed.GetProperty("runs").GetInt64(), 1, 2000);
    }

    [Fact]
    public void RandomRunsWithoutAViolationAreNoDifference()
    {
        var run = CommandRun.Of("check", "epoll-edge", "--simulate", "50", "--junit", _folder.At("verdicts.xml"));
        Assert.Equal(0, run.Code);
        Assert.Contains("did not decide it", run.Output, StringComparison.Ordinal);
        Assert.Contains("<skipped", File.ReadAllText(_folder.At("verdicts.xml")), StringComparison.Ordinal);
    }

    [Fact]
    public void ABoundOnTheDepthLeavesPropertiesUndecided()
    {
        var run = CommandRun.Of("check", "epoll-edge", "--depth", "3");
        Assert.Equal(ExitCode.Differs, run.Code);
        Assert.Contains("the bound of 3 steps was reached", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void BuildServersAndEditorsAreTold()
    {
        var run = CommandRun.Of(
            "check", "epoll-edge", "--mutant", "M2", "--set", "modifies=0", "--set", "files=1",
            "--junit", _folder.At("verdicts.xml"), "--sources", SourceTree.Root);
        Assert.Equal(ExitCode.Differs, run.Code);
        var verdicts = XDocument.Load(_folder.At("verdicts.xml")).Root!;
        Assert.True(int.Parse(verdicts.Attribute("failures")!.Value, CultureInfo.InvariantCulture) > 0);
        var line = Assert.Single(run.Output.Split('\n'), each =>
            each.Contains(": NoSleeperMissesAnEdge (", StringComparison.Ordinal));
        var place = Regex.Match(line, @"^(?<file>.+)\((?<line>\d+)\): error WKL8001: epoll-edge: ");
        Assert.True(File.Exists(place.Groups["file"].Value), line);
        var row = File.ReadAllLines(place.Groups["file"].Value)[
            int.Parse(place.Groups["line"].Value, CultureInfo.InvariantCulture) - 1];
        Assert.Contains(".", row, StringComparison.Ordinal);
    }

    [Fact]
    public void SystemsOfAnotherAssemblyAreChecked()
    {
        var assembly = typeof(Kernel).Assembly.Location;
        var listed = CommandRun.Of("systems", "--assembly", assembly);
        Assert.Contains("\nepoll-edge: ", listed.Output, StringComparison.Ordinal);
        var (shipped, loaded) = (Counts(), Counts("--assembly", assembly));
        Assert.Equal(shipped, loaded);

        string Counts(params string[] more)
        {
            var json = CommandRun.Of(["check", "epoll-exclusive", "--json", .. more]).Json();
            return $"{json.GetProperty("states")} {json.GetProperty("transitions")} {json.GetProperty("restStates")}";
        }
    }

    [Fact]
    public void WalkingFollowsTheNumbersOfSuccessors()
    {
        var start = CommandRun.Of("explore", "epoll-level", "--json").Json();
        var second = start.GetProperty("successors")[1];
        var next = CommandRun.Of("explore", "epoll-level", "--path", "1", "--json").Json();
        Assert.Equal(second.GetProperty("identity").GetString(), next.GetProperty("identity").GetString());
        var shown = CommandRun.Of("explore", "epoll-level", "--path", "1");
        Assert.Contains("--path 1,0", shown.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void JsonNamesVerdicts()
    {
        var system = CommandRun.Of("check", "epoll-zero-timeout", "--mutant", "M9", "--json").Json();
        Assert.Equal("M9", system.GetProperty("mutant").GetString());
        Assert.Contains(
            system.GetProperty("properties").EnumerateArray(),
            property => property.GetProperty("verdict").GetString() == "violated");
    }
}
