using System.Text;

namespace Wakeline;

/// <summary>Writes a machine as a graph in Graphviz's language.</summary>
internal static class DotText
{
    public static string Of(MachineInfo machine)
    {
        var graph = StateGraph.Of(machine);
        var text = new StringBuilder($"digraph {Quote(machine.Name)} {{\n");
        text.Append("    node [shape=box, style=rounded, fontname=\"Helvetica\"];\n");
        text.Append("    edge [fontname=\"Helvetica\", fontsize=10];\n");
        text.Append("    start [shape=point];\n");
        foreach (var box in graph.Boxes)
        {
            var style = box.IsGroup ? ", style=\"rounded,dashed\"" : box.IsFinal ? ", peripheries=2" : "";
            text.Append($"    {Quote(box.Key)} [label={Quote(string.Join("\n", box.Lines))}{style}];\n");
        }

        foreach (var box in graph.Boxes.Where(box => box.IsStart))
        {
            text.Append($"    start -> {Quote(box.Key)};\n");
        }

        foreach (var arrow in graph.Arrows)
        {
            var label = string.Join("\n", arrow.Rules.Select(RuleText.Label).Where(label => label.Length > 0));
            text.Append($"    {Quote(graph.Boxes[arrow.From].Key)} -> {Quote(graph.Boxes[arrow.To].Key)}")
                .Append($" [label={Quote(label)}];\n");
        }

        return text.Append("}\n").ToString();
    }

    private static string Quote(string text)
    {
        var escaped = text
            .Replace("\\", "\\\\", StringComparison.Ordinal)
            .Replace("\"", "\\\"", StringComparison.Ordinal)
            .Replace("\n", "\\n", StringComparison.Ordinal);
        return $"\"{escaped}\"";
    }
}
