using System.Text.Json;
using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Tests.CommandLine;
using Wakeline.Spec;
using Wakeline.Spec.History;

namespace Wakeline.Cli.Tests.Commands;

/// <summary>The history, mostly with two small systems, which have M9 and M14.</summary>
public sealed class HistoryTests
{
    [Fact]
    public void EveryEntryIsListed()
    {
        var run = CommandRun.Of("history", "--list");
        Assert.Equal(0, run.Code);
        Assert.Equal("", run.Error);
        Assert.Equal(
            FaultHistory.All.Select(fault => $"{fault.Entry,-5}{fault.Title}"),
            run.Output.Split('\n').Where(line => line.StartsWith('M')));
    }

    [Fact]
    public void EachMutantIsFoundWithItsStepsAndTime()
    {
        var run = CommandRun.With(CommandRun.SmallCatalogue, "history");
        Assert.Equal(0, run.Code);
        Assert.Matches("\n     M9    epoll-zero-timeout    8 steps +[0-9.]+ m?s  SomebodyFindsNothing at ", run.Output);
        Assert.Matches("\n     M14d  epoll-exclusive       4 steps ", run.Output);
        Assert.Matches("\n     outside the model: no system here has its mutants\n", run.Output);
        Assert.Matches("\n54 entries: 2 put back as 5 mutants, each found in .*; 52 outside the model.\n$", run.Output);
    }

    [Fact]
    public void TheStoryTellsWhatChangesAndDrawsTheRun()
    {
        var run = CommandRun.Of("history", "m9");
        Assert.Equal(0, run.Code);
        Assert.StartsWith("M9: eventpoll: Fix epoll_wait() report false negative\nfixed by 0c4aefe3c2d0", run.Output);
        Assert.Matches("\n  - the sequence moved: in TestScan; if SequenceMoved;", run.Output);
        Assert.Matches("\n'wakeline check epoll-zero-timeout --mutant M9 ", run.Output);
        Assert.Matches("task 0 task 1\n", run.Output);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 120));
    }

    [Fact]
    public void AnEntryIsFoundByItsMutantAndListedWithoutASearch()
    {
        var run = CommandRun.Of("history", "M6b", "--list");
        Assert.StartsWith("M6: ", run.Output);
        Assert.Matches("\n  [+] wakes the herd: in Scanning; on ScanEnds; if LeavesItems;", run.Output);
        Assert.DoesNotContain("task 0", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void AnEntryWithoutMutantsSaysWhy() =>
        Assert.Matches("\nOutside the model: A matter of latency", CommandRun.Of("history", "M31").Output);

    [Fact]
    public void JsonHasTheSameFacts()
    {
        var fault = Assert.Single(CommandRun.Of("history", "M14", "--json").Json().EnumerateArray());
        Assert.Equal("df0108c5da56", fault.GetProperty("fixes")[0].GetProperty("id").GetString());
        var mutants = fault.GetProperty("mutants").EnumerateArray().ToArray();
        Assert.Equal(["M14a", "M14b", "M14c", "M14d"], mutants.Select(each => each.GetProperty("name").GetString()));
        Assert.All(mutants, each => Assert.True(each.GetProperty("isFound").GetBoolean()));
        Assert.Equal(5, mutants[0].GetProperty("steps").GetInt32());
        Assert.False(fault.TryGetProperty("outside", out _));
        var listed = CommandRun.Of("history", "M14", "--json", "--list").Json()[0].GetProperty("mutants")[0];
        Assert.False(listed.TryGetProperty("isFound", out _));
        Assert.Equal(JsonValueKind.Array, listed.GetProperty("removes").ValueKind);
    }

    /// <summary>The faulty system says that it catches M14c by a property that M14c does not violate.</summary>
    [Fact]
    public void AFaultThatIsNotFoundIsADifference()
    {
        var run = CommandRun.With(new Catalogue([SystemEntry.Of<FaultySystem, Kernel>()]), "history");
        Assert.Equal(ExitCode.Differs, run.Code);
        Assert.Matches("M14c  faulty +NOT FOUND  NoItemIsOnTwoLists", run.Output);
        Assert.Matches("1 of them not found", run.Output);
    }

    [Fact]
    public void TheUserMayEndTheSearch() => Assert.Equal(130, CommandRun.Interrupted("history").Code);
}
