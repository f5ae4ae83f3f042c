using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios.Expectations;

namespace Wakeline.Conformance.Scenarios.Text;

/// <summary>
/// The notation of scenarios. It is that of programs, <c>thread: name = call(operands)</c>, where threads and results
/// have names, with three words in place of a thread: <c>setup</c>, <c>expect</c> and <c>possible</c>.
/// </summary>
public static class ScenarioText
{
    private const string Condition = ") if ";

    /// <summary>Reads a scenario.</summary>
    /// <param name="text">The text.</param>
    /// <param name="source">Name of the file, for messages.</param>
    /// <exception cref="ProgramSyntaxException">The text is no scenario; the message names the file and the
    /// line.</exception>
    public static Scenario Parse(string text, string source)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(source);
        try
        {
            return Read(ScenarioLine.Split(text), source);
        }
        catch (ProgramSyntaxException wrong)
        {
            throw new ProgramSyntaxException($"{source}: {wrong.Message}", wrong);
        }
    }

    private static Scenario Read(IReadOnlyList<ScenarioLine> all, string source)
    {
        var names = new ScenarioNames(all);
        var lines = all.Where(line => line.What.Length > 0).ToList();
        var variables = new Dictionary<string, StepPlace>();
        var setup = StepsOf(ScenarioLine.Setup, -1, lines, names, variables);
        var threads = names.Threads.Index()
            .Select(each => new ScenarioThread(each.Item, StepsOf(each.Item, each.Index, lines, names, variables)))
            .ToList();
        if (!threads.Exists(thread => thread.Steps.Count > 0))
        {
            throw new ProgramSyntaxException("no thread makes a call; a line such as 'main: write(v, 1)' does.");
        }

        return new Scenario
        {
            Source = source,
            Setup = setup,
            Threads = threads,
            Expectations = [.. lines.Where(line => !line.IsCall).Select(line => ExpectationOf(line, names))],
            Slots = names.Slots,
            Variables = variables,
        };
    }

    private static List<ScenarioStep> StepsOf(
        string who, int thread, List<ScenarioLine> lines, ScenarioNames names,
        Dictionary<string, StepPlace> variables)
    {
        var steps = new List<ScenarioStep>();
        foreach (var line in lines.Where(line => line.Who == who))
        {
            foreach (var name in line.ResultNames)
            {
                variables.Add(name, new StepPlace(thread, steps.Count));
            }

            var known = variables.Where(each => each.Value.Thread == -1 || each.Value.Thread == thread)
                .Select(each => each.Key).Except(line.ResultNames).ToHashSet();
            steps.Add(At(line, () => StepOf(line, thread, names, known)));
        }

        return steps;
    }

    private static ScenarioStep StepOf(
        ScenarioLine line, int thread, ScenarioNames names, HashSet<string> known)
    {
        var (text, condition) = SplitCondition(line.What);
        var call = CallText.Read(text, Math.Max(thread, 0), names);
        ScenarioLimits.Require(call, isSetup: thread < 0);
        return new ScenarioStep(call, line.What, line.Number)
        {
            Condition = condition is null ? null : ConditionOf(condition, names, known),
        };
    }

    /// <summary>A condition stands behind the call: <c>write(v, 1) if a == 1</c>.</summary>
    private static (string Call, string? Condition) SplitCondition(string what)
    {
        var at = what.IndexOf(Condition, StringComparison.Ordinal);
        return at < 0 ? (what, null) : (what[..(at + 1)], what[(at + Condition.Length)..]);
    }

    private static Expression ConditionOf(string text, ScenarioNames names, HashSet<string> known) =>
        ExpressionReader.Read(text, name => known.Contains(name) || (names.IsResult(name)
            ? throw new ProgramSyntaxException(
                $"'{name}' is not known here: a condition is over what the thread, or the setup, has done before.")
            : false));

    private static Expectation ExpectationOf(ScenarioLine line, ScenarioNames names)
    {
        var kind = line.Who == ScenarioLine.Expect ? ExpectationKind.Always : ExpectationKind.Possible;
        return At(line, () => new Expectation(
            kind, ExpressionReader.Read(line.What, names.IsResult), line.What, line.Number));
    }

    private static TRead At<TRead>(ScenarioLine line, Func<TRead> read)
    {
        try
        {
            return read();
        }
        catch (ProgramSyntaxException wrong)
        {
            throw new ProgramSyntaxException($"line {line.Number}: {wrong.Message}", wrong);
        }
    }
}
