using System.Text;
using System.Text.Json;
using Wakeline.Conformance.Traces.Json;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>
/// Cases of a system as JSON Lines: a line about the format, then for each case a line about it, what is asked for, as
/// an adapter takes it, and behind each request what may be answered.
/// </summary>
public static class SystemText
{
    /// <summary>Writes cases.</summary>
    public static string Write(IEnumerable<SystemCase> cases)
    {
        ArgumentNullException.ThrowIfNull(cases);
        using var stream = new MemoryStream();
        using (var lines = new JsonLines(stream))
        {
            lines.Line.WriteStartObject();
            lines.Line.WriteString("format", "wakeline-system-suite");
            lines.Line.WriteNumber("version", 1);
            lines.EndLine();
            foreach (var each in cases)
            {
                Write(each, lines);
            }
        }

        return Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length);
    }

    private static void Write(SystemCase test, JsonLines lines)
    {
        lines.Line.WriteStartObject();
        lines.Line.WriteString("case", test.Name);
        lines.Line.WriteString("system", test.System);
        lines.Line.WriteString("section", test.Section);
        lines.Line.WriteString("goal", $"{test.Goal}");
        lines.WriteTexts("rules", test.Rules);
        lines.WriteTexts("citations", test.Citations);
        lines.Line.WriteStartObject("bounds");
        foreach (var (name, value) in test.Bounds)
        {
            lines.Line.WriteNumber(name, value);
        }

        lines.Line.WriteEndObject();
        lines.EndLine();
        foreach (var (request, expected) in test.Requests.Zip(test.Expected))
        {
            Write(request, lines.Line);
            lines.EndLine();
            lines.Line.WriteStartObject();
            lines.WriteTexts("expect", expected);
            lines.EndLine();
        }
    }

    private static void Write(SystemRequest request, Utf8JsonWriter line)
    {
        line.WriteStartObject();
        line.WriteString("command", "step");
        line.WriteString("party", request.Party);
        if (request.Rule.Length > 0)
        {
            line.WriteString("rule", request.Rule);
        }

        if (request.Choice > 0)
        {
            line.WriteNumber("choice", request.Choice);
        }
    }
}
