namespace Wakeline.Conformance.Traces.Strace;

/// <summary>Cuts the arguments of a call apart.</summary>
internal static class StraceArguments
{
    /// <summary>The arguments, which end at the parenthesis that was opened before the text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="end">The place behind that parenthesis, or the end of the text.</param>
    public static IReadOnlyList<string> Split(string text, out int end)
    {
        var arguments = new List<string>();
        var (depth, start) = (0, 0);
        for (end = 0; end < text.Length; end++)
        {
            switch (text[end])
            {
                case '"':
                    end = SkipString(text, end);
                    break;
                case '(' or '[' or '{':
                    depth++;
                    break;
                case ')' when depth == 0:
                    arguments.Add(text[start..end].Trim());
                    end++;
                    return arguments;
                case ')' or ']' or '}':
                    depth--;
                    break;
                case ',' when depth == 0:
                    arguments.Add(text[start..end].Trim());
                    start = end + 1;
                    break;
            }
        }

        end = text.Length;
        arguments.Add(text[start..].Trim());
        return arguments;
    }

    private static int SkipString(string text, int start)
    {
        var place = start + 1;
        while (place < text.Length && text[place] != '"')
        {
            place += text[place] == '\\' ? 2 : 1;
        }

        return Math.Min(place, text.Length - 1);
    }
}
