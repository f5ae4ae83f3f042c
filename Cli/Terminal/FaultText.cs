using Wakeline.Cli.CommandLine;
using Wakeline.Cli.History;
using Wakeline.Spec.History;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>The story of one historic fault: what it was, what its mutants change, and how each is found.</summary>
internal static class FaultText
{
    private const string Indent = "  ";

    public static void Write(HistoryEntry entry, Shell shell)
    {
        var (output, width) = (shell.Output, shell.Console.Profile.Width);
        output.WriteLine($"{entry.Fault.Entry}: {entry.Fault.Title}");
        output.WriteLine($"fixed by {string.Join(", ", entry.Fault.Fixes)}{OriginsOf(entry.Fault)}");
        output.WriteLine();
        WriteParagraph(output, entry.Fault.Bug, width);
        WriteParagraph(output, $"Mended by this: {entry.Fault.Repair}", width);
        foreach (var mutant in entry.Mutants)
        {
            WriteMutant(mutant, shell);
        }

        if (entry.Outside is { } why)
        {
            WriteParagraph(output, $"Outside the model: {why}", width);
        }
    }

    private static string OriginsOf(HistoricFault fault) =>
        fault.Origins.Count > 0 ? $"; brought in by {string.Join(", ", fault.Origins)}" : "";

    private static void WriteMutant(PutBackFault fault, Shell shell)
    {
        var (output, width) = (shell.Output, shell.Console.Profile.Width);
        WriteParagraph(
            output,
            $"The mutant {fault.Mutant.Name} of {fault.Machine.Name} ({fault.Machine.File}): {fault.Mutant.Story}",
            width, end: "");
        WriteRows(output, "-", fault.Removed, width);
        WriteRows(output, "+", fault.Added, width);
        output.WriteLine();
        if (fault.Report is { } report && fault.Violation is { Trace: { } trace })
        {
            var taken = $"{Counted(report.States, "state")}, {Seconds(report.Elapsed.TotalSeconds)}";
            WriteParagraph(output, $"{SearchOf(fault)} finds it after {taken}:", width);
            output.WriteLine(TraceText.Of(trace, shell));
        }
        else
        {
            var verb = fault.IsMissed ? "does not find it" : "finds it";
            WriteParagraph(output, $"{SearchOf(fault)} {verb}.", width);
        }
    }

    private static string SearchOf(PutBackFault fault)
    {
        var set = fault.Caught.Bounds.Length > 0 ? $" --set {fault.Caught.Bounds}" : "";
        return $"'wakeline check {fault.System.Info.Name} --mutant {fault.Mutant.Name}{set} "
            + $"--property {fault.Caught.Property}'";
    }

    private static void WriteRows(TextWriter output, string sign, IEnumerable<RuleInfo> rules, int width)
    {
        foreach (var rule in rules)
        {
            var lines = Wrapped.Sentence(RuleText.Of(rule), width - Indent.Length - 2);
            foreach (var (index, line) in lines.Index())
            {
                output.WriteLine($"{Indent}{(index == 0 ? sign : " ")} {line}");
            }
        }
    }

    private static void WriteParagraph(TextWriter output, string text, int width, string end = "\n")
    {
        foreach (var line in Wrapped.Sentence(text, width))
        {
            output.WriteLine(line);
        }

        output.Write(end);
    }
}
