using System.Text;

namespace Wakeline.Conformance.Programs;

/// <summary>
/// The notation of programs, one step a line: <c>0: s1 = socket(NONBLOCK)</c>, <c>1: epoll_wait(e0, 8, -1)</c>. The
/// number before the colon is the thread. Empty lines, and what follows a <c>#</c>, are passed over.
/// </summary>
public static class ProgramText
{
    /// <summary>Writes a program.</summary>
    public static string Print(CallProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var name = SlotNames(program);
        var text = new StringBuilder();
        foreach (var step in program.Steps)
        {
            text.Append(Print(step, name)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>Writes one step of a program.</summary>
    public static string Print(CallProgram program, int step)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Print(program.Steps[step], SlotNames(program));
    }

    /// <summary>Reads a program.</summary>
    /// <exception cref="ProgramSyntaxException">A line is no step.</exception>
    public static CallProgram Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var steps = new List<CallStep>();
        var lines = text.Split('\n');
        for (var line = 0; line < lines.Length; line++)
        {
            var content = lines[line].Split('#')[0].Trim();
            if (content.Length > 0)
            {
                steps.Add(ParseStep(content, $"Line {line + 1}"));
            }
        }

        return new CallProgram(steps.ToSequence());
    }

    /// <summary>Slots carry the letter of the first verb that opens them; one that nothing opens is an x.</summary>
    internal static SlotName SlotNames(CallProgram program)
    {
        var letters = new Dictionary<int, char>();
        foreach (var step in program.Steps.Where(step => step.Result != CallStep.NoSlot))
        {
            letters.TryAdd(step.Result, VerbShape.Of(step.Verb).Opens);
            letters.TryAdd(step.SecondResult, VerbShape.Of(step.Verb).Opens);
        }

        return slot => slot == CallStep.NoSlot ? "-1" : $"{letters.GetValueOrDefault(slot, 'x')}{slot}";
    }

    internal static string Print(CallStep step, SlotName name)
    {
        var shape = VerbShape.Of(step.Verb);
        var results = step.Results.Select(slot => name(slot)).ToList();
        var result = results.Count == 0 ? "" : $"{string.Join(", ", results)} = ";
        var operands = shape.Parameters.Select(parameter => parameter.Print(step, name)).Where(word => word.Length > 0);
        return $"{step.Thread}: {result}{shape.Name}({string.Join(", ", operands)})";
    }

    internal static CallStep ParseStep(string text, string where)
    {
        var colon = text.IndexOf(':');
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (colon < 0 || open < colon || !text.EndsWith(')')
            || NumberedNames.Instance.Thread(text[..colon]) is not { } thread)
        {
            throw new ProgramSyntaxException(
                $"{where}: '{text}' is not of the form 'thread: slot = call(operands)' with a thread below "
                + $"{CallProgram.ThreadsMost}.");
        }

        try
        {
            var step = CallText.Read(text[(colon + 1)..].Trim(), thread, NumberedNames.Instance);
            return VerbShape.Of(step.Verb).Scope != VerbScope.Scenarios
                ? step
                : throw new ProgramSyntaxException(
                    $"{VerbShape.Of(step.Verb).Name} is for scenarios, whose threads run at the same time.");
        }
        catch (ProgramSyntaxException wrong)
        {
            throw new ProgramSyntaxException($"{where}: {wrong.Message}", wrong);
        }
    }
}
