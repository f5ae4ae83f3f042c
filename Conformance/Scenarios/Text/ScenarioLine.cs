using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Scenarios.Text;

/// <summary>A line of a scenario: who does or expects what.</summary>
/// <param name="Who">A thread, or one of the reserved words.</param>
/// <param name="What">The call or condition; empty for a line that only says who does what follows.</param>
/// <param name="Number">The line, from 1.</param>
internal sealed record ScenarioLine(string Who, string What, int Number)
{
    /// <summary>Begins the calls before the threads.</summary>
    public const string Setup = "setup";

    /// <summary>Begins what every outcome is expected to meet.</summary>
    public const string Expect = "expect";

    /// <summary>Begins what some outcome is expected to meet.</summary>
    public const string Possible = "possible";

    /// <summary>Whether the line is a thread's.</summary>
    public bool IsOfThread => Who is not (Setup or Expect or Possible);

    /// <summary>Whether the line makes a call.</summary>
    public bool IsCall => Who == Setup || IsOfThread;

    /// <summary>The names that the call's results are given.</summary>
    public IReadOnlyList<string> ResultNames =>
        Head.Length == 2 ? Head[0].Split(',', StringSplitOptions.TrimEntries) : [];

    /// <summary>The name of the call.</summary>
    public string Call => Head[^1];

    /// <summary>What stands before the operands: names and the name of the call.</summary>
    private string[] Head =>
        What[..Math.Max(What.IndexOf('(', StringComparison.Ordinal), 0)].Split('=', StringSplitOptions.TrimEntries);

    /// <summary>
    /// Splits a text into lines. Comments begin with <c>#</c>; a line that names nobody belongs to the one named last.
    /// </summary>
    /// <exception cref="ProgramSyntaxException">A line belongs to nobody.</exception>
    public static IReadOnlyList<ScenarioLine> Split(string text)
    {
        var lines = new List<ScenarioLine>();
        string? last = null;
        foreach (var (index, line) in text.Split('\n').Index())
        {
            var content = line.Split('#')[0].Trim();
            var who = WhoOf(content);
            last = who ?? last;
            if (content.Length > 0)
            {
                lines.Add(last is null
                    ? throw new ProgramSyntaxException(
                        $"line {index + 1}: '{content}' is nobody's; begin with 'setup:' or the name of a thread, "
                        + "such as 'main:'.")
                    : new ScenarioLine(last, who is null ? content : content[(content.IndexOf(':') + 1)..].Trim(),
                        index + 1));
            }
        }

        return lines;
    }

    /// <summary>Whether a text may name a thread or a result.</summary>
    public static bool IsName(string text) =>
        text.Length > 0 && text.All(each => char.IsAsciiLetterOrDigit(each) || each == '_');

    private static string? WhoOf(string content)
    {
        var colon = content.IndexOf(':');
        var who = colon < 0 ? "" : content[..colon].TrimEnd();
        return IsName(who) ? who : null;
    }
}
