using Wakeline.Cli.Conform;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>Where the page shows which case: anchors that a later run with the same cases has as well.</summary>
internal sealed class CasePlaces
{
    private readonly Dictionary<string, string> _anchors = [];

    public CasePlaces(ConformReport report)
    {
        var anchors = new UniqueAnchors();
        foreach (var test in report.Cases)
        {
            _anchors[test.Name] = anchors.Of(Anchor("case", test.Name));
        }
    }

    /// <summary>The anchor of a case.</summary>
    public string Of(string test) => _anchors[test];

    /// <summary>The anchor of the cases of a requirement.</summary>
    public static string OfRequirement(string id) => Anchor("cases-of", id);
}
