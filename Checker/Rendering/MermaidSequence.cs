using System.Text;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Rendering;

/// <summary>Draws a trace as a Mermaid <c>sequenceDiagram</c>, for pages and pull requests.</summary>
public static class MermaidSequence
{
    /// <summary>The text of the diagram, without a code fence.</summary>
    public static string Render(Trace trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        var text = new StringBuilder("sequenceDiagram\n    autonumber\n");
        foreach (var (index, lane) in trace.Lanes.Index())
        {
            text.Append($"    participant L{index} as {Escape(lane)}\n");
        }

        foreach (var (index, step) in trace.Steps.Index())
        {
            if (index == trace.LoopStart)
            {
                text.Append("    loop for ever\n");
            }

            var lane = trace.Lanes.ToList().IndexOf(step.Lane);
            text.Append($"    L{lane}->>L{lane}: {Label(step)}\n");
        }

        if (trace.LoopStart >= 0)
        {
            text.Append("    end\n");
        }

        return text.Append(Conclusion(trace)).ToString();
    }

    private static string Conclusion(Trace trace) => trace.Lanes.Count switch
    {
        0 => $"    participant L0 as {Escape(trace.System)}\n    note over L0: {Escape(trace.Why)}\n",
        1 => $"    note over L0: {Escape(trace.Why)}\n",
        _ => $"    note over L0,L{trace.Lanes.Count - 1}: {Escape(trace.Why)}\n",
    };

    private static string Label(TraceStep step)
    {
        var rule = step.Step.Choice == 0 ? step.Rule : $"{step.Rule} #{step.Step.Choice}";
        return step.Citations.Count == 0
            ? Escape(rule)
            : $"{Escape(rule)}<br/>{Escape(string.Join("; ", step.Citations))}";
    }

    /// <summary>
    /// Mermaid ends a statement at a semicolon and begins a character code with a number sign; angle brackets are HTML.
    /// </summary>
    private static string Escape(string text)
    {
        var escaped = new StringBuilder(text.Length);
        foreach (var character in text)
        {
            _ = character switch
            {
                '#' => escaped.Append("#35;"),
                ';' => escaped.Append("#59;"),
                '<' => escaped.Append("#lt;"),
                '>' => escaped.Append("#gt;"),
                _ => escaped.Append(character),
            };
        }

        return escaped.ToString();
    }
}
