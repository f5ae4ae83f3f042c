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
        }

        return slot => slot == CallStep.NoSlot ? "-1" : $"{letters.GetValueOrDefault(slot, 'x')}{slot}";
    }

    internal static string Print(CallStep step, SlotName name)
    {
        var shape = VerbShape.Of(step.Verb);
        var result = step.Result == CallStep.NoSlot ? "" : $"{name(step.Result)} = ";
        var operands = shape.Parameters.Select(parameter => parameter.Print(step, name)).Where(word => word.Length > 0);
        return $"{step.Thread}: {result}{shape.Name}({string.Join(", ", operands)})";
    }

    internal static CallStep ParseStep(string text, string where)
    {
        var colon = text.IndexOf(':');
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (colon < 0 || open < colon || !text.EndsWith(')')
            || !int.TryParse(text[..colon], out var thread) || thread is < 0 or >= CallProgram.ThreadsMost)
        {
            throw new ProgramSyntaxException(
                $"{where}: '{text}' is not of the form 'thread: slot = call(operands)' with a thread below "
                + $"{CallProgram.ThreadsMost}.");
        }

        var head = text[(colon + 1)..open].Split('=', StringSplitOptions.TrimEntries);
        var shape = VerbShape.Named(head[^1])
            ?? throw new ProgramSyntaxException($"{where}: there is no call '{head[^1]}'.");
        var step = new CallStep { Verb = shape.Verb, Thread = thread };
        if (head.Length == 2)
        {
            step = step with { Result = ResultSlot(shape, head[0], where) };
        }

        return ReadOperands(step, shape, SplitOperands(text[(open + 1)..^1]), where);
    }

    private static int ResultSlot(VerbShape shape, string text, string where) =>
        shape.Opens == '\0' ? throw new ProgramSyntaxException($"{where}: {shape.Name} returns no descriptor.")
        : Parameter.Slot(text) is >= 0 and var slot ? slot
        : throw new ProgramSyntaxException($"{where}: '{text}' is no slot; a slot is a letter and a number below 64.");

    private static CallStep ReadOperands(CallStep step, VerbShape shape, List<string> words, string where)
    {
        var next = 0;
        foreach (var parameter in shape.Parameters)
        {
            var read = next < words.Count ? parameter.Read(step, words[next]) : null;
            if (read is not null)
            {
                step = read;
                next++;
            }
            else if (!parameter.IsOptional)
            {
                throw new ProgramSyntaxException(next < words.Count
                    ? $"{where}: '{words[next]}' is no {parameter.Name} for {shape.Name}."
                    : $"{where}: {shape.Name} lacks its {parameter.Name}.");
            }
        }

        return next == words.Count
            ? step
            : throw new ProgramSyntaxException($"{where}: {shape.Name} does not take '{words[next]}'.");
    }

    /// <summary>Splits at commas that are not inside brackets.</summary>
    private static List<string> SplitOperands(string text)
    {
        var words = new List<string>();
        var (depth, start) = (0, 0);
        for (var at = 0; at <= text.Length; at++)
        {
            if (at == text.Length || (text[at] == ',' && depth == 0))
            {
                var word = text[start..at].Trim();
                if (word.Length > 0)
                {
                    words.Add(word);
                }

                start = at + 1;
            }
            else
            {
                depth += text[at] switch { '[' => 1, ']' => -1, _ => 0 };
            }
        }

        return words;
    }
}
