using System.Text;

namespace Wakeline;

/// <summary>Writes a machine as a Mermaid state diagram (stateDiagram-v2).</summary>
internal static class MermaidText
{
    private const int LabelLines = 4;

    public static string Of(MachineInfo machine)
    {
        var graph = StateGraph.Of(machine);
        var text = new StringBuilder("stateDiagram-v2\n");
        for (var box = 0; box < graph.Boxes.Count; box++)
        {
            text.Append($"    state \"{string.Join("<br/>", graph.Boxes[box].Lines)}\" as {NameOf(graph, box)}\n");
        }

        for (var box = 0; box < graph.Boxes.Count; box++)
        {
            if (graph.Boxes[box].IsStart)
            {
                text.Append($"    [*] --> {NameOf(graph, box)}\n");
            }
        }

        foreach (var arrow in graph.Arrows)
        {
            var label = LabelOf(arrow.Rules);
            text.Append($"    {NameOf(graph, arrow.From)} --> {NameOf(graph, arrow.To)}")
                .Append(label.Length > 0 ? $" : {label}\n" : "\n");
        }

        for (var box = 0; box < graph.Boxes.Count; box++)
        {
            if (graph.Boxes[box].IsFinal)
            {
                text.Append($"    {NameOf(graph, box)} --> [*]\n");
            }
        }

        return text.ToString();
    }

    /// <summary>Locations keep their names, so that a reader who looks for one finds it.</summary>
    private static string NameOf(StateGraph graph, int box) =>
        graph.Boxes[box].IsGroup ? $"shared{box}" : graph.Boxes[box].Key;

    private static string LabelOf(IReadOnlyList<RuleInfo> rules)
    {
        var shown = rules.Take(LabelLines).Select(RuleText.Label).Where(label => label.Length > 0).Select(Escape);
        var rest = rules.Count > LabelLines ? [$"and {rules.Count - LabelLines} more"] : Array.Empty<string>();
        return string.Join("<br/>", [.. shown, .. rest]);
    }

    /// <summary>
    /// A semicolon would end the label, and what stands in angle brackets is taken for markup. Codes such as
    /// <c>#59;</c> are no help: state diagrams print them as they are.
    /// </summary>
    private static string Escape(string label) => label.Replace(';', ',').Replace('<', '\u2039').Replace('>', '\u203A');
}
