namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>Cuts code into statements: at line ends and semicolons that no bracket or string holds together.</summary>
internal static class StatementSplitter
{
    /// <summary>The statements and how far each is moved in, without comments and blank ones.</summary>
    /// <exception cref="UnsupportedException">A bracket or a string is not closed.</exception>
    public static IEnumerable<(int Indent, string Text)> Split(string code)
    {
        var (start, indent) = (0, 0);
        for (var at = 0; at <= code.Length; at++)
        {
            at = EndOfStatement(code, at);
            var statement = code[start..at].Replace("\\\n", " ", StringComparison.Ordinal).Trim();
            indent = start == 0 || code[start - 1] != ';' ? IndentOf(code, start, at) : indent;
            if (statement.Length > 0)
            {
                yield return (indent, statement);
            }

            at = at < code.Length && code[at] == '#' ? LineEnd(code, at) : at;
            start = at + 1;
        }
    }

    /// <summary>Blanks before a statement; what stands right behind the opening of the code is not moved in.</summary>
    private static int IndentOf(string code, int start, int end)
    {
        var at = start;
        while (start > 0 && at < end && code[at] is (' ' or '\t'))
        {
            at++;
        }

        return at - start;
    }

    /// <summary>
    /// Where a part ends that begins at a place: at the first comma, or another sign, outside of brackets and strings.
    /// </summary>
    public static int EndOfExpression(string statement, int at, char sign = ',')
    {
        while (at < statement.Length && statement[at] != sign)
        {
            at = Skip(statement, at);
        }

        return at;
    }

    /// <summary>Where the statement ends that a place is in. A backslash joins the line behind it.</summary>
    private static int EndOfStatement(string code, int at)
    {
        while (at < code.Length && (code[at] is not ('\n' or ';' or '#') || (at > 0 && code[at - 1] == '\\')))
        {
            at = Skip(code, at);
        }

        return at;
    }

    /// <summary>The place behind a character, a string, or all that is in brackets.</summary>
    private static int Skip(string code, int at)
    {
        if (code[at] is '"' or '\'')
        {
            return SkipString(code, at);
        }

        if (code[at] is not ('(' or '[' or '{'))
        {
            return at + 1;
        }

        var depth = 0;
        var open = at;
        while (at < code.Length)
        {
            if (code[at] is '"' or '\'')
            {
                at = SkipString(code, at);
                continue;
            }

            depth += code[at] is '(' or '[' or '{' ? 1 : code[at] is ')' or ']' or '}' ? -1 : 0;
            at++;
            if (depth == 0)
            {
                return at;
            }
        }

        throw new UnsupportedException($"code in which '{code[open]}' is not closed");
    }

    private static int SkipString(string code, int at)
    {
        var quote = code[at];
        for (at++; at < code.Length && code[at] != '\n'; at++)
        {
            if (code[at] == quote)
            {
                return at + 1;
            }

            at += code[at] == '\\' ? 1 : 0;
        }

        throw new UnsupportedException("code with a string that is not closed");
    }

    private static int LineEnd(string code, int at)
    {
        var end = code.IndexOf('\n', at);
        return end < 0 ? code.Length : end;
    }
}
