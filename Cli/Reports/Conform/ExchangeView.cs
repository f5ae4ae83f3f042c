using System.Globalization;
using System.Xml.Linq;
using Wakeline.Conformance.Suites;
using Wakeline.Diagrams;
using static Wakeline.Cli.Reports.Html.Html;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>An exchange as a sequence diagram of user, stack and peer; nothing if there was none.</summary>
internal static class ExchangeView
{
    private static readonly string[] s_parties = ["user", "stack", "peer"];

    /// <summary>Draws or lists it.</summary>
    public static XElement? Draw(CaseOutcome outcome, string title, bool asPicture) =>
        outcome.Exchange.Count == 0 ? null
        : asPicture ? Styled(
            "div", "picture",
            ExchangeDiagram.Draw(new Exchange(title, s_parties, [.. StepsOf(outcome)])).ToInline())
        : Tag("pre", string.Join('\n', StepsOf(outcome).Select(step =>
            $"{step.Time,10}  {s_parties[step.From],5} \u2192 {s_parties[step.To],-5}  {step.Text}")));

    /// <summary>A time as it is written beside a step.</summary>
    public static string TimeOf(long nanoseconds) => nanoseconds switch
    {
        0 => "0",
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e3:0.#} \u00b5s"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e6:0.##} ms"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{nanoseconds / 1e9:0.###} s"),
    };

    private static IEnumerable<ExchangeStep> StepsOf(CaseOutcome outcome)
    {
        var before = "";
        foreach (var line in outcome.Exchange)
        {
            var time = TimeOf(line.Time);
            yield return new ExchangeStep(time == before ? "" : time, (int)line.From, (int)line.To, line.Text)
            {
                IsAnswer = line is { From: ExchangeParty.Stack, To: ExchangeParty.User },
                IsWrong = line.IsDeparture,
            };
            before = time;
        }
    }
}
