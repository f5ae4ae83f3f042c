using Spectre.Console;
using Wakeline.Cli.Reports.Sections;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>A system that was checked, for people.</summary>
internal static class SystemText
{
    private const string Indent = "    ";
    private const int WordWidth = 13;

    /// <summary>Its figures, the names of the properties that hold in few lines, the others in full.</summary>
    public static void WriteShort(SystemSection system, IAnsiConsole console)
    {
        WriteFigures(system, console);
        string[] holding =
        [
            .. system.Properties.Where(property => property.Verdict == VerdictWord.Holds)
                .Select(property => property.Name),
        ];
        foreach (var line in Wrapped.Names(holding, console.Profile.Width - Indent.Length))
        {
            console.MarkupLineInterpolated($"{Indent}{line}");
        }

        WriteProperties(system.Properties.Where(property => property.Verdict != VerdictWord.Holds), console);
    }

    /// <summary>Its figures, and a line for each property.</summary>
    public static void WriteFull(SystemSection system, IAnsiConsole console)
    {
        WriteFigures(system, console);
        var room = system.DiskBytes is { } bytes
            ? $"{Mebibytes(system.MemoryBytes)} held, {Mebibytes(bytes)} on disk"
            : $"{Decimal(system.BytesPerState)} bytes a state, {Mebibytes(system.MemoryBytes)} held";
        console.MarkupLineInterpolated(
            $"{Indent}{Decimal(system.FanOutMean)} steps a state (at most {system.FanOutMost}), {Counted(
                system.RestStates, "state")} at rest, {Text((long)system.StatesPerSecond)} states/s, {room}");
        WriteProperties(system.Properties, console);
        if (system.Reduction is { } reduction)
        {
            WriteReduction(reduction, console);
        }
        else
        {
            WriteCoverage(system.NeverFired, console);
        }
    }

    /// <summary>Which rules never fired.</summary>
    public static void WriteCoverage(IReadOnlyList<string> neverFired, IAnsiConsole console)
    {
        if (neverFired.Count == 0)
        {
            console.MarkupLineInterpolated($"{Indent}Every rule fired.");
            return;
        }

        console.MarkupLineInterpolated($"{Indent}{Counted(neverFired.Count, "rule")} never fired:");
        foreach (var line in Wrapped.Names(neverFired, console.Profile.Width - 2 * Indent.Length))
        {
            console.MarkupLineInterpolated($"{Indent}{Indent}{line}");
        }
    }

    private static void WriteReduction(ReductionSection reduction, IAnsiConsole console)
    {
        if (reduction.PartialOrder)
        {
            console.MarkupLineInterpolated(
                $"{Indent}Partial-order reduction: {Counted(reduction.PartlyExpanded, "state")} expanded in part.");
        }

        if (reduction.Symmetry)
        {
            console.MarkupLineInterpolated(
                $"{Indent}Symmetry reduction: a state stands for all that differ by an exchange of instances.");
        }

        console.MarkupLineInterpolated($"{Indent}Which rules never fire is not said: not every step was taken.");
    }

    private static void WriteFigures(SystemSection system, IAnsiConsole console)
    {
        var good = system.Properties.Count(property => property.Agrees);
        var figures = $"  {system.Name,-20}{Text(system.States),10} states {Text(system.Transitions),10} transitions "
            + $"depth {system.Depth,3} {Seconds(system.Seconds),9}  ";
        var colour = good == system.Properties.Count ? "green" : "red";
        console.MarkupLine(
            $"{Markup.Escape(figures)}[{colour}]{good} of {system.Properties.Count} properties hold[/]");
        if (system.StoppedBecause is { } why)
        {
            console.MarkupLineInterpolated($"{Indent}[yellow]not exhaustive:[/] {why}");
        }

        if (system is { FingerprintBits: { } bits, MissedProbability: { } missed })
        {
            console.WriteLine(
                $"{Indent}fingerprints of {bits} bits: a state was missed with a probability of at most "
                + $"{Probability(missed)}, n (n - 1) / 2^{bits + 1} for n states");
        }
    }

    /// <summary>A line for each property, and why its verdict is what it is.</summary>
    public static void WriteProperties(IEnumerable<PropertySection> properties, IAnsiConsole console)
    {
        foreach (var property in properties)
        {
            var (word, colour) = Word(property.Verdict);
            var room = console.Profile.Width - Indent.Length - WordWidth;
            string[] lines =
            [
                .. Wrapped.Sentence($"{property.Name}: {property.Meaning}", room),
                .. property.Why is null ? [] : Wrapped.Sentence(property.Why, room - 2).Select(line => $"  {line}"),
            ];
            console.MarkupLine(
                $"{Indent}[{colour}]{word.PadRight(WordWidth)}[/]{Markup.Escape(lines[0])}");
            foreach (var line in lines.Skip(1))
            {
                console.MarkupLineInterpolated($"{Indent}{new string(' ', WordWidth)}{line}");
            }
        }
    }

    private static (string Word, string Colour) Word(VerdictWord verdict) => verdict switch
    {
        VerdictWord.Holds => ("holds", "green"),
        VerdictWord.Vacuous => ("vacuous", "yellow"),
        VerdictWord.Violated => ("violated", "red"),
        VerdictWord.BoundReached => ("undecided", "yellow"),
        _ => ("not checked", "yellow"),
    };
}
