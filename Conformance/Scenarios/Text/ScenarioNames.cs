using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Scenarios.Expectations;

namespace Wakeline.Conformance.Scenarios.Text;

/// <summary>The names of a scenario. Each stands for one thing; it may be used in lines before the one that makes
/// it.</summary>
internal sealed class ScenarioNames : StepNames
{
    private readonly Dictionary<string, int> _threads = [];
    private readonly Dictionary<string, int> _slots = [];
    private readonly Dictionary<string, int> _lines = [];

    /// <summary>Collects the names that lines give.</summary>
    /// <exception cref="ProgramSyntaxException">A name is given twice, or is none.</exception>
    public ScenarioNames(IReadOnlyList<ScenarioLine> lines)
    {
        foreach (var line in lines.Where(line => line.IsOfThread))
        {
            _threads.TryAdd(line.Who, _threads.Count);
            if (_threads.Count > CallProgram.ThreadsMost)
            {
                throw new ProgramSyntaxException(
                    $"line {line.Number}: there is room for {CallProgram.ThreadsMost} threads; '{line.Who}' is one "
                    + "more.");
            }
        }

        foreach (var line in lines.Where(line => line.IsCall))
        {
            Collect(line);
        }
    }

    /// <summary>The threads, in the order in which they are first named.</summary>
    public IReadOnlyList<string> Threads => [.. _threads.OrderBy(each => each.Value).Select(each => each.Key)];

    /// <summary>The number of slots for descriptors.</summary>
    public int Slots => _slots.Count;

    /// <summary>Whether a call's result has a name.</summary>
    public bool IsResult(string name) => _lines.ContainsKey(name);

    /// <inheritdoc/>
    public override int? Slot(string text) =>
        text == "-1" ? CallStep.NoSlot
        : _slots.TryGetValue(text, out var slot) ? slot
        : _lines.TryGetValue(text, out var line)
            ? throw new ProgramSyntaxException($"'{text}' is the result of the call on line {line}, no descriptor.")
        : throw new ProgramSyntaxException($"no line opens a descriptor '{text}'.");

    /// <inheritdoc/>
    public override int? Thread(string text) => _threads.TryGetValue(text, out var thread)
        ? thread : throw new ProgramSyntaxException($"there is no thread '{text}'.");

    /// <inheritdoc/>
    public override CallStep WithResults(CallStep step, VerbShape shape, IReadOnlyList<string> names)
    {
        if (shape.Scope == VerbScope.Scenarios)
        {
            throw new ProgramSyntaxException($"{shape.Name} has no result to name.");
        }

        var most = Math.Max(shape.Opened, 1);
        if (names.Count != most)
        {
            throw new ProgramSyntaxException(
                $"{shape.Name} has {(most == 1 ? "one result" : $"{most} results")}, but {names.Count} are named.");
        }

        return shape.Opened == 0 ? step : step with
        {
            Result = _slots[names[0]],
            SecondResult = names.Count > 1 ? _slots[names[1]] : CallStep.NoSlot,
        };
    }

    private void Collect(ScenarioLine line)
    {
        var opens = VerbShape.Named(line.Call)?.Opened > 0;
        foreach (var name in line.ResultNames)
        {
            RequireFree(name, line.Number);
            _lines.Add(name, line.Number);
            if (opens)
            {
                _slots.Add(name, _slots.Count);
            }
        }

        if (_slots.Count > Scenario.SlotsMost)
        {
            throw new ProgramSyntaxException(
                $"line {line.Number}: there is room for {Scenario.SlotsMost} descriptors with a name.");
        }
    }

    private void RequireFree(string name, int line)
    {
        if (!ScenarioLine.IsName(name) || char.IsAsciiDigit(name[0]))
        {
            throw new ProgramSyntaxException(
                $"line {line}: '{name}' is no name; one consists of letters, digits and underscores, and does not "
                + "begin with a digit.");
        }

        if (ExpressionReader.IsReserved(name))
        {
            throw new ProgramSyntaxException($"line {line}: '{name}' has a meaning of its own and names nothing else.");
        }

        if (_lines.TryGetValue(name, out var before))
        {
            throw new ProgramSyntaxException($"line {line}: '{name}' is named on line {before} already.");
        }
    }
}
