using System.Text.Json.Nodes;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Tests.CommandLine;

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
    public void JsonNamesVerdicts()
    {
        var system = CommandRun.Of("check", "epoll-zero-timeout", "--mutant", "M9", "--json").Json();
        Assert.Equal("M9", system.GetProperty("mutant").GetString());
        Assert.Contains(
            system.GetProperty("properties").EnumerateArray(),
            property => property.GetProperty("verdict").GetString() == "violated");
    }
}
