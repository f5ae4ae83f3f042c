using System.IO.Enumeration;
using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Suites;
using Wakeline.Generators.Analysis;
using Wakeline.Spec.Tcp;

namespace Wakeline.Cli.Conform;

/// <summary>
/// Chooses cases: <c>kind=value,value</c>, of which one has to match. Values are patterns with * and ?; a section has
/// those below it as well.
/// </summary>
internal sealed class CaseFilter
{
    private static readonly Dictionary<string, Func<SuiteCase, IEnumerable<string>>> s_kinds = new()
    {
        ["section"] = test => [test.Section, NumberOf(test.Section)],
        ["requirement"] = test => test.Requirements,
        ["rule"] = test => test.Rules,
        ["level"] = test => [test.Level],
        ["name"] = test => [test.Name],
        ["suite"] = test => [test.Suite],
    };

    private readonly string _kind;
    private readonly string[] _values;

    private CaseFilter(string kind, string[] values) => (_kind, _values) = (kind, values);

    /// <summary>What can be filtered by.</summary>
    public static IReadOnlyCollection<string> Kinds => s_kinds.Keys;

    /// <summary>Reads a filter.</summary>
    /// <exception cref="UnusableInputException">It is none.</exception>
    public static CaseFilter Parse(string text)
    {
        var (kind, values) = text.Split('=', 2) is [var before, var after] ? (before.Trim(), after) : (text, "");
        if (!s_kinds.ContainsKey(kind))
        {
            throw new UnusableInputException(
                $"--filter has no kind '{kind}'{Suggestion.For(kind, Kinds)}; there are {string.Join(", ", Kinds)}.");
        }

        var split = values.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return split.Length > 0 ? new CaseFilter(kind, split)
            : throw new UnusableInputException($"--filter {kind} takes a value, as in {kind}=VALUE.");
    }

    /// <summary>The cases that every filter lets through.</summary>
    /// <exception cref="UnusableInputException">
    /// A value fits no case, or no case is left; the message names what comes near.
    /// </exception>
    public static IReadOnlyList<SuiteCase> Choose(IReadOnlyList<SuiteCase> cases, IReadOnlyList<CaseFilter> filters)
    {
        foreach (var filter in filters)
        {
            filter.RequireKnown(cases);
        }

        SuiteCase[] chosen = [.. cases.Where(test => filters.All(filter => filter.Admits(test)))];
        return chosen.Length > 0 || filters.Count == 0 ? chosen : throw new UnusableInputException(
            "No case is left by all filters together: "
            + string.Join(", ", filters.Select(filter => $"{filter} leaves {cases.Count(filter.Admits)}")) + ".");
    }

    public override string ToString() => $"{_kind}={string.Join(',', _values)}";

    private bool Admits(SuiteCase test) => _values.Any(value => Fits(value, test));

    private bool Fits(string value, SuiteCase test) => s_kinds[_kind](test).Any(has =>
        FileSystemName.MatchesSimpleExpression(value, has, ignoreCase: true)
        || (_kind == "section" && has.StartsWith(value + ".", StringComparison.OrdinalIgnoreCase)));

    private void RequireKnown(IReadOnlyList<SuiteCase> cases)
    {
        if (_values.FirstOrDefault(value => !cases.Any(test => Fits(value, test))) is not { } unknown)
        {
            return;
        }

        var why = _kind == "requirement" && RequirementCatalogue.All.FirstOrDefault(each => each.Id == unknown) is
        { Note.Length: > 0 } requirement
            ? $": {requirement.Note}"
            : Suggestion.For(unknown, cases.SelectMany(s_kinds[_kind]).Distinct());
        throw new UnusableInputException(
            $"No case has the {_kind} '{unknown}'{why}; 'wakeline conform --list' lists them.");
    }

    /// <summary>The last word of a section, which is its number in most.</summary>
    private static string NumberOf(string section) => section[(section.LastIndexOf(' ') + 1)..];
}
