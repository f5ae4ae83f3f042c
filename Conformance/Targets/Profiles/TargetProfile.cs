using System.Globalization;
using Wakeline.Conformance.Suites;

namespace Wakeline.Conformance.Targets.Profiles;

/// <summary>
/// What is known of a target: where it departs from the specification, with evidence. A table of the source, named
/// after the target: tab-separated columns, the first line names them.
/// </summary>
/// <param name="Target">The target that it is of.</param>
/// <param name="Deviations">The departures, in the order of the table.</param>
public sealed record TargetProfile(string Target, IReadOnlyList<KnownDeviation> Deviations)
{
    /// <summary>The pattern that everything matches.</summary>
    public const string Any = "*";

    private const string Extension = ".profile.tsv";

    private static readonly string[] _columns =
        ["case", "rule", "reason", "actual", "after", "requirement", "deviation", "evidence", "link", "measured"];

    /// <summary>Targets that have a profile.</summary>
    public static IReadOnlyList<string> Known { get; } =
    [
        .. typeof(TargetProfile).Assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(Extension, StringComparison.Ordinal))
            .Select(name => name[..^Extension.Length]).Order(StringComparer.Ordinal),
    ];

    /// <summary>The profile of a target; one without deviations if nothing is known of it.</summary>
    public static TargetProfile Of(string target)
    {
        using var stream = typeof(TargetProfile).Assembly.GetManifestResourceStream(target + Extension);
        if (stream is null)
        {
            return new TargetProfile(target, []);
        }

        using var reader = new StreamReader(stream);
        return Read(target, reader, target + Extension);
    }

    /// <summary>Reads a profile.</summary>
    /// <param name="target">The target that it is of.</param>
    /// <param name="reader">Its text.</param>
    /// <param name="source">Name of its file, for messages.</param>
    /// <exception cref="InvalidDataException">It is none; the message names file, line and cause.</exception>
    public static TargetProfile Read(string target, TextReader reader, string source)
    {
        ArgumentNullException.ThrowIfNull(reader);
        if (reader.ReadLine() != string.Join('\t', _columns))
        {
            throw new InvalidDataException($"{source}:1: the columns are {string.Join(", ", _columns)}, with tabs.");
        }

        List<KnownDeviation> deviations = [];
        for (var line = 2; reader.ReadLine() is { } text; line++)
        {
            deviations.Add(DeviationOf(text.Split('\t'), $"{source}:{line}"));
        }

        return new TargetProfile(target, deviations);
    }

    /// <summary>The known departure that makes a target fail a case; <see langword="null"/> for none.</summary>
    public KnownDeviation? Explain(SuiteCase test, CaseOutcome outcome) =>
        Deviations.FirstOrDefault(deviation => deviation.Explains(test, outcome));

    private static KnownDeviation DeviationOf(string[] column, string place)
    {
        if (column.Length != _columns.Length)
        {
            throw new InvalidDataException(
                $"{place}: there are {column.Length} columns; {_columns.Length} are expected.");
        }

        if (!DateOnly.TryParseExact(column[9], "yyyy-MM-dd", CultureInfo.InvariantCulture, default, out var measured))
        {
            throw new InvalidDataException($"{place}: '{column[9]}' is no date such as 2026-11-26.");
        }

        foreach (var index in (int[])[0, 1, 2, 3, 4, 6, 7])
        {
            if (column[index].Length == 0)
            {
                throw new InvalidDataException($"{place}: the column '{_columns[index]}' is empty.");
            }
        }

        return column[..5].All(pattern => pattern == Any)
            ? throw new InvalidDataException($"{place}: what every failure would show is no deviation.")
            : new KnownDeviation(
                column[0], column[1], column[2], column[3], column[4], column[5], column[6], column[7], column[8],
                measured);
    }
}
