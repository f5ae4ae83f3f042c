using System.Text.RegularExpressions;
using Wakeline.Cli;
using Wakeline.Spec.History;

namespace Wakeline.Spec.Tests.History;

/// <summary>The catalogue of historic faults is complete, and agrees with what the systems declare to catch.</summary>
public sealed partial class FaultHistoryTests
{
    public static TheoryData<string> Entries => [.. FaultHistory.All.Select(fault => fault.Entry)];

    private static IReadOnlyList<string> Caught { get; } =
        [.. ShippedSystems.All.SelectMany(system => system.Info.Caught, (_, caught) => caught.Mutant).Distinct()];

    [Fact]
    public void EveryEntryIsThereOnceAndInOrder() => Assert.Equal(
        Enumerable.Range(1, 54).Select(number => $"M{number}"), FaultHistory.All.Select(fault => fault.Entry));

    [Theory]
    [MemberData(nameof(Entries))]
    public void AnEntryHasMutantsThatASystemCatchesOrAReason(string entry)
    {
        var fault = FaultHistory.Find(entry)!;
        Assert.Equal(fault.Mutants.Count > 0, fault.Outside is null);
        Assert.All(fault.Mutants, mutant => Assert.Contains(mutant, Caught));
        Assert.All(fault.Mutants, mutant => Assert.Matches($"^{entry}[a-z]?$", mutant));
    }

    [Theory]
    [MemberData(nameof(Entries))]
    public void AnEntryTellsItsStoryAndNamesItsCommits(string entry)
    {
        var fault = FaultHistory.Find(entry)!;
        Assert.NotEmpty(fault.Fixes);
        Assert.All(fault.Fixes.Concat(fault.Origins), commit => Assert.Matches("^[0-9a-f]{12}$", commit.Id));
        Assert.All([fault.Bug, fault.Repair], text => Assert.Matches("^[A-Za-z][^\n]*[.)]$", text));
    }

    [Fact]
    public void EveryNumberedMutantBelongsToAnEntry() => Assert.Empty(
        Caught.Where(mutant => Numbered().IsMatch(mutant)).Except(FaultHistory.All.SelectMany(fault => fault.Mutants)));

    [Theory]
    [InlineData("m7", "M7"), InlineData("M14c", "M14"), InlineData("m6B", "M6")]
    public void AnEntryIsFoundByItsNumberAndByItsMutants(string name, string entry) =>
        Assert.Equal(entry, FaultHistory.Find(name)?.Entry);

    [Theory]
    [InlineData("M0"), InlineData("M55"), InlineData("M14e"), InlineData("")]
    public void WhatIsNoEntryIsNotFound(string name) => Assert.Null(FaultHistory.Find(name));

    [GeneratedRegex("^M[0-9]+[a-z]?$")]
    private static partial Regex Numbered();
}
