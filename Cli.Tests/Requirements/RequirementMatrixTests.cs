using Wakeline.Cli.Requirements;
using Wakeline.Spec.Tcp;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Requirements;

/// <summary>No requirement is left out of the matrix, and none is said to be realised by nothing.</summary>
public sealed class RequirementMatrixTests
{
    private static readonly IReadOnlyList<RequirementRow> _rows =
        RequirementMatrix.Of(Catalogue.Shipped, RequirementCatalogue.All);

    [Fact]
    public void AllNumberedRequirementsAreThere()
    {
        var numbers = Enumerable.Range(1, 69).Select(number => $"MUST-{number}")
            .Concat(Enumerable.Range(1, 31).Select(number => $"SHLD-{number}"))
            .Concat(Enumerable.Range(1, 18).Select(number => $"MAY-{number}"))
            .Append("REC-1");
        Assert.Equal(numbers, RequirementCatalogue.All.Select(each => each.Id));
        Assert.Equal(numbers, _rows.Select(row => row.Requirement.Id));
    }

    [Fact]
    public void WhatNoRuleRealisesHasAReason() => Assert.All(
        _rows, row => Assert.True(row.Rules.Count > 0 || row.Requirement.Note.Length > 0, row.Requirement.Id));

    [Fact]
    public void ANoteSaysWhetherSomethingIsMissingOrOutside() => Assert.All(
        _rows.Select(row => row.Requirement).Where(each => each.Note.Length > 0),
        each => Assert.True(each.IsOutside || each.Note.StartsWith("missing: ", StringComparison.Ordinal), each.Id));

    [Fact]
    public void WhatIsOutsideIsRealisedByNoRule() => Assert.All(
        _rows.Where(row => row.Requirement.IsOutside), row => Assert.Empty(row.Rules));

    [Fact]
    public void SourcesAreCalledWhatTheRequirementsAre()
    {
        var texts = RequirementCatalogue.All.ToDictionary(each => each.Citation, each => each.Text);
        var cited = File.ReadLines(Path.Combine(SourceTree.Root, "Spec", "Citations.tsv"))
            .Select(line => line.Split('\t')).Where(source => texts.ContainsKey(source[0])).ToArray();
        Assert.NotEmpty(cited);
        Assert.All(cited, source => Assert.Equal(texts[source[0]], source[1]));
    }
}
