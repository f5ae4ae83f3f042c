using System.Xml.Linq;
using Wakeline.Cli.Conform;
using static Wakeline.Cli.Figures;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>What no case exercises, and why.</summary>
internal static class GoalsView
{
    public static XElement Draw(ConformReport report) => Tag(
        "section", Id("goals"),
        Tag("h2", "Not exercised"),
        report.Unreached.Count == 0
            ? Tag("p", "Every goal is reached by a case.")
            : Tag("p", "Goals that no case reaches, by reason:"),
        report.Unreached.GroupBy(goal => (goal.Kind, goal.Reason)).Select(same => Folded(
            $"{Counted(same.Count(), "goal")} of {GoalNames.Of(same.Key.Kind)}: {same.Key.Reason}",
            Tag("p", string.Join(", ", same.Select(goal => goal.Goal))))));
}
