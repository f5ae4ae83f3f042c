namespace Wakeline.Spec.Tcp;

/// <summary>The 119 numbered requirements of RFC 9293 (appendix B), from <c>Requirements.tsv</c>.</summary>
public static class RequirementCatalogue
{
    private const string FileName = "Requirements.tsv";
    private const int Columns = 7;

    /// <summary>Every requirement: MUST, SHLD, MAY and REC, each by number.</summary>
    public static IReadOnlyList<Requirement> All { get; } = [.. Read()];

    private static IEnumerable<Requirement> Read()
    {
        using var stream = typeof(RequirementCatalogue).Assembly.GetManifestResourceStream(FileName)!;
        using var reader = new StreamReader(stream);
        _ = reader.ReadLine();
        while (reader.ReadLine() is { } line)
        {
            var column = line.Split('\t');
            yield return column.Length == Columns && Enum.TryParse<Visibility>(column[5], true, out var visibility)
                ? new Requirement(column[0], column[1], column[2], column[3], column[4], visibility, column[6])
                : throw new InvalidDataException($"{FileName} has a line that is no requirement: {line}");
        }
    }
}
