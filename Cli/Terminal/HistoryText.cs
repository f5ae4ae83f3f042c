using Wakeline.Cli.History;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>The history for people: an entry with its commits, below it a line for each mutant.</summary>
internal static class HistoryText
{
    private const int MutantWidth = 6;
    private const int SystemWidth = 20;

    public static void Write(IReadOnlyList<HistoryEntry> entries, TextWriter output)
    {
        foreach (var entry in entries)
        {
            output.WriteLine($"{entry.Fault.Entry,-5}{entry.Fault.Title}");
            output.WriteLine($"     fixed by {string.Join(", ", entry.Fault.Fixes)}");
            foreach (var mutant in entry.Mutants)
            {
                output.WriteLine($"     {LineOf(mutant)}");
            }

            if (entry.Outside is { } why)
            {
                output.WriteLine($"     outside the model: {why}");
            }
        }

        output.WriteLine();
        output.WriteLine(Summary(entries));
    }

    private static string LineOf(PutBackFault fault)
    {
        var bounds = fault.Caught.Bounds.Length > 0 ? $" at {fault.Caught.Bounds}" : "";
        return $"{fault.Mutant.Name.PadRight(MutantWidth)}{fault.System.Info.Name.PadRight(SystemWidth)}"
            + $"{Found(fault)}{fault.Caught.Property}{bounds}";
    }

    private static string Found(PutBackFault fault) => fault switch
    {
        { Report: null } => "",
        { Violation.Trace.Steps.Count: var steps } =>
            $"{steps,3} steps {Seconds(fault.Report.Elapsed.TotalSeconds),8}  ",
        { IsMissed: true } => $"{"NOT FOUND",18}  ",
        _ => $"{Seconds(fault.Report.Elapsed.TotalSeconds),18}  ",
    };

    private static string Summary(IReadOnlyList<HistoryEntry> entries)
    {
        PutBackFault[] mutants = [.. entries.SelectMany(entry => entry.Mutants)];
        var missed = mutants.Count(mutant => mutant.IsMissed);
        var outside = entries.Count(entry => entry.Outside is not null);
        var times = mutants.Select(mutant => mutant.Report?.Elapsed.TotalSeconds).Where(time => time is not null);
        var found = times.Max() is { } most
            ? missed == 0 ? $", each found in {Seconds(most)} at most" : $", {missed} of them not found"
            : "";
        return $"{Text(entries.Count)} entries: {entries.Count - outside} put back as "
            + $"{Counted(mutants.Length, "mutant")}{found}; {outside} outside the model.";
    }
}
