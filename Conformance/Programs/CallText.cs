namespace Wakeline.Conformance.Programs;

/// <summary>Reads one call as programs and scenarios write it: <c>s1 = socket(NONBLOCK)</c>.</summary>
internal static class CallText
{
    /// <summary>Reads a call.</summary>
    /// <param name="text">The call, without its thread.</param>
    /// <param name="thread">The thread that makes it.</param>
    /// <param name="names">What names mean.</param>
    /// <exception cref="ProgramSyntaxException">The text is no call; the message says why, but not where.</exception>
    public static CallStep Read(string text, int thread, StepNames names)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open < 0 || !text.EndsWith(')'))
        {
            throw new ProgramSyntaxException($"'{text}' is not of the form 'name = call(operands)'.");
        }

        var head = text[..open].Split('=', StringSplitOptions.TrimEntries);
        var shape = VerbShape.Named(head[^1])
            ?? throw new ProgramSyntaxException($"there is no call '{head[^1]}'.");
        var step = new CallStep { Verb = shape.Verb, Thread = thread };
        if (head.Length > 2)
        {
            throw new ProgramSyntaxException($"'{text}' has more than one equals sign.");
        }

        step = ReadOperands(step, shape, SplitOperands(text[(open + 1)..^1]), names);
        return head.Length == 1
            ? step : names.WithResults(step, shape, head[0].Split(',', StringSplitOptions.TrimEntries));
    }

    private static CallStep ReadOperands(CallStep step, VerbShape shape, List<string> words, StepNames names)
    {
        var next = 0;
        foreach (var parameter in shape.Parameters)
        {
            var read = next < words.Count ? parameter.Read(step, words[next], names) : null;
            if (read is not null)
            {
                step = read;
                next++;
            }
            else if (!parameter.IsOptional)
            {
                throw new ProgramSyntaxException(next < words.Count
                    ? $"'{words[next]}' is no {parameter.Name} for {shape.Name}."
                    : $"{shape.Name} lacks its {parameter.Name}.");
            }
        }

        return next == words.Count
            ? step
            : throw new ProgramSyntaxException($"{shape.Name} does not take '{words[next]}'.");
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
