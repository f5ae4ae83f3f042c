namespace Wakeline.Conformance.Packetdrill.Plans.Assertions;

/// <summary>
/// Reads the code of scripts, as far as it asserts: <c>assert condition, message</c> and <c>print ...</c>, several of
/// them behind each other.
/// </summary>
internal static class AssertionReader
{
    private const int StatementsMost = 1000;

    /// <summary>Reads code.</summary>
    /// <param name="code">The code.</param>
    /// <param name="definitions">Words that stand for numbers.</param>
    /// <exception cref="UnsupportedException">It does something else.</exception>
    public static IReadOnlyList<Statement> Read(string code, IReadOnlyDictionary<string, string> definitions)
    {
        var statements = StatementSplitter.Split(code.Replace("\r", "", StringComparison.Ordinal))
            .Take(StatementsMost + 1)
            .Select(statement => ReadStatement(statement, definitions)).ToList();
        return statements.Count <= StatementsMost
            ? statements
            : throw new UnsupportedException($"code of more than {StatementsMost} statements");
    }

    private static Statement ReadStatement(string statement, IReadOnlyDictionary<string, string> definitions)
    {
        if (Behind("assert", statement) is { } condition)
        {
            var end = StatementSplitter.EndOfExpression(condition, 0);
            return new Assertion(statement, FormulaReader.Read(condition[..end], definitions));
        }

        return Behind("print", statement) is not null
            ? new Print(statement)
            : throw new UnsupportedException($"the statement '{statement.Split('\n')[0]}' is no assert and no print");
    }

    /// <summary>What stands behind a word that begins a statement.</summary>
    private static string? Behind(string word, string statement) =>
        statement.StartsWith(word, StringComparison.Ordinal)
        && (statement.Length == word.Length || !(char.IsAsciiLetterOrDigit(statement[word.Length])
            || statement[word.Length] is '_' or '=' or '.'))
            ? statement[word.Length..].Trim()
            : null;
}
