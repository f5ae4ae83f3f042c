using Wakeline.Cli.Reports.Sections;

namespace Wakeline.Cli.Terminal;

/// <summary>A difference between model and kernel, for people.</summary>
internal static class DifferenceText
{
    public static void Write(DifferenceSection difference, TextWriter output)
    {
        var times = difference.Programs > 1 ? $", to which {difference.Programs} came down" : "";
        output.WriteLine($"  Model and kernel differ at step {difference.Step} of this program{times}:");
        Block(difference.Program, output);
        output.WriteLine("  The same in C:");
        Block(difference.C, output);
        output.WriteLine("  The model allows:");
        Block(string.Join('\n', difference.Allowed), output);
        output.WriteLine("  The kernel did:");
        Block(difference.Observed, output);
        if (difference.Rules.Count > 0)
        {
            output.WriteLine("  Rules in question:");
            Block(string.Join('\n', difference.Rules.Select(Line)), output);
        }
    }

    private static string Line(QuestionedRuleSection rule)
    {
        var sources = rule.Citations.Count == 0 ? "" : $"  {string.Join("; ", rule.Citations)}";
        return $"{rule.Machine}.{rule.Rule}  {rule.Location}{sources}";
    }

    private static void Block(string text, TextWriter output)
    {
        foreach (var line in text.TrimEnd('\n').Split('\n'))
        {
            output.WriteLine($"    {line}");
        }
    }
}
