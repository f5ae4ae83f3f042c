using System.Xml.Linq;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Diagrams;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Html;

/// <summary>A run as a sequence diagram.</summary>
internal static class TraceView
{
    public static XElement Draw(TraceSection trace, string title) => Styled(
        "div", "picture",
        SequenceDiagram.Draw(SequenceOf(trace, title)).ToInline(),
        trace.File is null ? null
            : Styled("p", "soft small", "Replay it: ", Code($"wakeline replay {trace.File}")));

    private static Sequence SequenceOf(TraceSection trace, string title) => new(
        title,
        [.. trace.Steps.Select(step => new SequenceStep(
            step.Lane, step.Rule, step.Citations.Count > 0 ? step.Citations[0] : "",
            string.Join('\n', [$"{step.Machine}: {step.Rule}", .. step.Citations])))],
        trace.Why, trace.LoopStart ?? -1)
    {
        Lanes = trace.Lanes,
    };
}
