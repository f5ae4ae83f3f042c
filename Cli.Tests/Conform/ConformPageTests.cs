using System.Text.RegularExpressions;
using Wakeline.Cli.Reports.Conform;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;
using Wakeline.Testing;

namespace Wakeline.Cli.Tests.Conform;

public sealed partial class ConformPageTests
{
    private static readonly string _page = ConformPage.Write(SampleRun.Report);

    [Fact]
    public void ThePageLooksAsItsGoldenFile() => Golden.Verify(_page, "conform.html");

    [Fact]
    public void EveryRequirementIsThere() => Assert.All(
        RequirementCatalogue.All,
        requirement => Assert.Contains($"<code>{requirement.Id}</code>", _page, StringComparison.Ordinal));

    [Fact]
    public void EveryLinkWithinThePageLeadsSomewhere()
    {
        var places = Place().Matches(_page).Select(match => match.Groups[1].Value).ToList();
        Assert.Equal(places.Distinct(), places);
        Assert.All(LinkWithin().Matches(_page), link => Assert.Contains(link.Groups[1].Value, places));
    }

    [Fact]
    public void ThePageNeedsNothingElse()
    {
        Assert.DoesNotContain("<script", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("url(", _page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", _page, StringComparison.Ordinal);
    }

    [Fact]
    public void CasesWhoseNamesDifferInSignsAloneHavePlacesOfTheirOwn()
    {
        SuiteCase[] cases = [new Exchange("a <b>", "s"), new Exchange("a [b]", "s")];
        var places = new CasePlaces(SampleRun.Report with { Cases = cases });
        Assert.NotEqual(places.Of(cases[0].Name), places.Of(cases[1].Name));
    }

    [Fact]
    public void ARunThatWasEndedSaysSo() => Assert.Contains(
        "ended before all cases had run",
        ConformPage.Write(SampleRun.Report with { IsInterrupted = true }), StringComparison.Ordinal);

    [GeneratedRegex("id=\"([^\"]+)\"")]
    private static partial Regex Place();

    [GeneratedRegex("href=\"#([^\"]+)\"")]
    private static partial Regex LinkWithin();
}
