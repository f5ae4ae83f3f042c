using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Scenarios;

namespace Wakeline.Cli.Terminal;

/// <summary>
/// What may come of a scenario, for people: a table with a line for each call, a column for each outcome.
/// </summary>
internal sealed class OutcomeText(Scenario scenario, ScenarioAnalysis analysis, KernelRuns? runs, Shell shell)
{
    private const string Gap = "  ";
    private const string NotDecided = "not decided: the bound was reached";

    private static readonly Dictionary<OtherOutcomeKind, string> s_kinds = new()
    {
        [OtherOutcomeKind.Difference] = "the model does not allow it",
        [OtherOutcomeKind.Late] = "allowed only where a busy machine ends sleeps late",
        [OtherOutcomeKind.Unknown] = "perhaps allowed: the bound was reached",
    };

    public void Write()
    {
        var threads = Figures.Counted(scenario.Threads.Count, "thread");
        var states = Figures.Counted(analysis.States, "state");
        shell.Output.WriteLine(
            $"{scenario.Source}: {threads}, {states}, {Figures.Seconds(analysis.Elapsed.TotalSeconds)}");
        if (!analysis.IsComplete)
        {
            shell.Output.WriteLine("The bound of states was reached: there may be further outcomes (see --states).");
        }

        shell.Output.WriteLine($"{Figures.Counted(analysis.Outcomes.Count, "outcome")}:");
        WriteTable(
            [.. analysis.Outcomes.Index().Select(each => NameOf(each.Index))], analysis.Outcomes, runs?.Seen);
        WriteVerdicts();
        WriteRuns();
        WriteTraces();
    }

    /// <summary>A, B, ..., Z, AA, AB, ...</summary>
    private static string NameOf(int outcome) =>
        (outcome < 26 ? "" : NameOf((outcome / 26) - 1)) + (char)('A' + (outcome % 26));

    private void WriteTable(
        IReadOnlyList<string> names, IReadOnlyList<Outcome> outcomes, IReadOnlyList<int>? counts)
    {
        var heads = HeadColumn(counts is not null);
        var columns = names.Index()
            .Select(each => Column(each.Item, outcomes[each.Index], counts?[each.Index])).ToList();
        var headWidth = heads.Max(head => head.Length);
        for (var first = 0; first < columns.Count;)
        {
            var count = Fitting(columns, first, shell.Console.Profile.Width - Gap.Length - headWidth);
            for (var row = 0; row < heads.Count; row++)
            {
                var cells = columns.Skip(first).Take(count).Select(column => column[row].PadRight(WidthOf(column)));
                shell.Output.WriteLine(
                    $"{Gap}{heads[row].PadRight(headWidth)}{Gap}{string.Join(Gap, cells)}".TrimEnd());
            }

            first += count;
            shell.Output.WriteLine();
        }
    }

    /// <summary>How many columns fit beside each other, at least one.</summary>
    private static int Fitting(List<List<string>> columns, int first, int width)
    {
        var (count, used) = (1, Gap.Length + WidthOf(columns[first]));
        while (first + count < columns.Count && used + Gap.Length + WidthOf(columns[first + count]) <= width)
        {
            used += Gap.Length + WidthOf(columns[first + count++]);
        }

        return count;
    }

    private static int WidthOf(IReadOnlyList<string> column) => column.Max(cell => cell.Length);

    private List<string> HeadColumn(bool isCounted)
    {
        var threadWidth = scenario.Threads.Max(thread => thread.Name.Length);
        var heads = new List<string> { "" };
        foreach (var thread in scenario.Threads)
        {
            heads.AddRange(thread.Steps.Select(step => $"{thread.Name.PadRight(threadWidth)}{Gap}{step.Text}"));
        }

        if (isCounted)
        {
            heads.Add($"runs on Linux, of {Figures.Text(runs!.Runs)}");
        }

        return heads;
    }

    private List<string> Column(string name, Outcome outcome, int? count)
    {
        var cells = new List<string> { name };
        foreach (var (thread, each) in scenario.Threads.Index())
        {
            cells.AddRange(each.Steps.Select((step, index) => Cell(step, outcome.Of(new StepPlace(thread, index)))));
        }

        if (count is { } times)
        {
            cells.Add(times == 0 ? "never" : Figures.Text(times));
        }

        return cells;
    }

    private static string Cell(ScenarioStep step, StepEnding ending) =>
        step.IsPause && ending.Fate == StepFate.Returned ? "done" : ending.ToString();

    private void WriteVerdicts()
    {
        foreach (var verdict in analysis.Verdicts)
        {
            var (expectation, outcome) = (verdict.Expectation, verdict.Outcome < 0 ? "" : NameOf(verdict.Outcome));
            var isAlways = expectation.Kind == Conformance.Scenarios.Expectations.ExpectationKind.Always;
            var told = (verdict.IsMet, isAlways) switch
            {
                (null, _) => NotDecided,
                (true, true) => "holds",
                (true, false) => $"possible: outcome {outcome}",
                (false, true) => $"violated by outcome {outcome}",
                (false, false) => "impossible",
            };
            shell.Output.WriteLine($"line {expectation.Line}: {expectation.Text}: {told}");
        }
    }

    private void WriteRuns()
    {
        if (runs is null)
        {
            return;
        }

        var never = runs.Seen.Count(count => count == 0);
        var seconds = Figures.Seconds(runs.Elapsed.TotalSeconds);
        var others = runs.Others.Sum(other => other.Runs);
        shell.Output.WriteLine(
            $"{runs.Kernel}: {Figures.Counted(runs.Runs, "run")} in {seconds}, "
            + (others == 0 ? "all outcomes among the model's" : $"{Figures.Text(others)} with an outcome of their own")
            + (never == 0 ? "." : $"; {Figures.Counted(never, "outcome")} never came."));
        foreach (var other in runs.Others)
        {
            shell.Output.WriteLine();
            shell.Output.WriteLine($"Not among the model's outcomes ({s_kinds[other.Kind]}):");
            WriteTable(["seen"], [other.Outcome], [other.Runs]);
        }
    }

    private void WriteTraces()
    {
        foreach (var trace in analysis.Verdicts.Select(verdict => verdict.Trace).OfType<Checking.Traces.Trace>())
        {
            shell.Output.WriteLine();
            shell.Output.WriteLine(TraceText.Of(trace, shell));
        }
    }
}
