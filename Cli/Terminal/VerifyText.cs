using Spectre.Console;
using Wakeline.Checking.Traces;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports.Sections;
using Wakeline.Cli.Verification;
using static Wakeline.Cli.Figures;

namespace Wakeline.Cli.Terminal;

/// <summary>
/// A run of <c>verify</c> for people: each finding as it comes, details only where something is wrong.
/// </summary>
internal sealed class VerifyText(Shell shell) : IVerifyAudience
{
    private readonly IAnsiConsole _console = shell.Console;
    private bool _hasMutants;

    public void Begin(string tool, EnvironmentSection environment)
    {
        var where = $" on {environment.Distribution}, kernel {environment.Kernel}, "
            + Counted(environment.Processors, "processor");
        _console.MarkupLineInterpolated($"[bold]Wakeline {tool}[/]{where}");
        Head("Systems: every interleaving within the bounds");
    }

    public void Checked(SystemSection system, IReadOnlyList<Trace> counterexamples)
    {
        SystemText.WriteShort(system, _console);
        foreach (var trace in counterexamples)
        {
            shell.Output.WriteLine();
            shell.Output.WriteLine(TraceText.Of(trace, shell));
            var file = system.Properties.First(property => property.Name == trace.Property).Trace?.File;
            Line($"  In the report: {file}", "");
        }
    }

    public void PutBack(MutantSection mutant)
    {
        if (!_hasMutants)
        {
            Head("Faults put back: each must violate a property");
            _hasMutants = true;
        }

        var steps = mutant.Steps is { } count ? Counted(count, "step") : "";
        var head = $"  {(mutant.IsCaught ? "caught" : "MISSED")}  {mutant.System,-20}{steps,9}  ";
        var text = $"{mutant.Name}: {mutant.Story} {(mutant.IsCaught ? "Violates" : "Does not violate")} "
            + $"{mutant.Property}.";
        Hanging(head, text, mutant.IsCaught ? "default" : "red");
    }

    public void Compared(KernelSection? kernel)
    {
        Head("Kernel: programs of system calls, on the model and for real");
        if (kernel is null)
        {
            Line("  ", "[yellow]left out (--no-kernel)[/]");
            return;
        }

        Line(
            $"  {Text(kernel.CoveringPrograms)} covering and {Text(kernel.RandomPrograms)} random programs, "
            + $"{Text(kernel.Calls)} calls, {Text((long)kernel.CallsPerSecond)} calls/s, seed {kernel.Seed}  ",
            kernel.Differences.Count == 0 ? "[green]no difference[/]"
                : $"[red]{Counted(kernel.Differences.Count, "difference")}[/]");
        if (kernel.EndedEarly)
        {
            Line("  Not all programs ran: so many differences end a run early.", "");
        }

        if (kernel.NotReproduced.Count > 0)
        {
            var programs = Counted(kernel.NotReproduced.Count, "program");
            Line($"  {programs} differed once and not again (timing; not counted).", "");
        }

        foreach (var note in kernel.Notes)
        {
            Hanging("  ", note);
        }

        foreach (var (index, difference) in kernel.Differences.Index())
        {
            Head($"Difference {index + 1}");
            DifferenceText.Write(difference, shell.Output);
        }
    }

    public void Hunted(HuntSection hunt)
    {
        Head("Faults made in the specification: each must be told apart from this kernel");
        Line(
            $"  {Text(hunt.Found)} of {Counted(hunt.Faults.Count, "fault")} told apart, the hardest after "
            + $"{Counted(hunt.ProgramsNeeded, "program")}"
            + (hunt.Faults.Count < hunt.Known ? $"; --all-faults makes all {hunt.Known}" : ""), "");
        foreach (var fault in hunt.Faults.Where(fault => !fault.IsFound))
        {
            var text = $"{fault.Name}: {fault.Story} {Counted(fault.Programs, "program")} showed no difference.";
            Hanging($"  MISSED  {fault.Machine,-20}", text, "red");
        }
    }

    public void Conclude(VerificationReport report, string page)
    {
        var colour = !report.Agrees ? "red" : report.IsComplete ? "green" : "yellow";
        var verdict = char.ToUpperInvariant(report.Verdict[0]) + report.Verdict[1..];
        var rules = report.Machines.SelectMany(machine => machine.Rules).ToArray();
        shell.Output.WriteLine();
        Line(
            $"{Text(rules.Count(rule => rule.HasFired))} of {Counted(rules.Length, "rule")} fired: "
            + $"{Text(rules.Count(rule => rule.FiredInCheck > 0))} in checks, "
            + $"{Text(rules.Count(rule => rule.FiredInComparison > 0))} in programs on the kernel.", "");
        Line("", $"[bold {colour}]{Markup.Escape(verdict)}[/] in {Seconds(report.Seconds)}. "
            + $"Report: {Markup.Escape(page)}");
    }

    private void Head(string title)
    {
        shell.Output.WriteLine();
        Line("", $"[bold]{Markup.Escape(title)}[/]");
    }

    /// <summary>A head and a text beside it, in as many lines as it needs.</summary>
    private void Hanging(string head, string text, string colour = "default")
    {
        foreach (var line in Wrapped.Sentence(text, _console.Profile.Width - head.Length))
        {
            Line(head + line, "", colour);
            head = new string(' ', head.Length);
        }
    }

    /// <summary>A line of plain text that ends in markup.</summary>
    private void Line(string text, string ending, string colour = "default") =>
        _console.MarkupLine($"[{colour}]{Markup.Escape(text)}[/]{ending}");
}
