using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Reports;
using Wakeline.Conformance.Suites;
using Wakeline.Conformance.Suites.Calls;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Output;
using Wakeline.Conformance.Suites.Systems;
using Wakeline.Generators.Analysis;

namespace Wakeline.Cli.Conform;

/// <summary>Cases as files that run without this tool, or are read by it again.</summary>
internal static class SuiteFiles
{
    private const string Space = "Generated";
    private const string ClassName = "TcpSuite";
    private const int NameMost = 100;

    private static readonly (string Name, string Meaning, Func<IReadOnlyList<SuiteCase>, List<ReportFile>> Make)[]
        s_formats =
        [
            ("trace", "traces with patterns", Traces),
            ("packetdrill", "scripts for packetdrill and wakeline run", Scripts),
            ("c", "programs of C for calls, one a topic, that print the Test Anything Protocol", Programs),
            ("xunit", "the source of a theory", Theories),
        ];

    /// <summary>The formats, each with what it is.</summary>
    public static string Formats { get; } =
        string.Join("; ", s_formats.Select(format => $"{format.Name} ({format.Meaning})"));

    /// <summary>Writes cases.</summary>
    /// <param name="format">The name of the format.</param>
    /// <param name="cases">The cases; those that the format has no words for are left out.</param>
    /// <exception cref="UnusableInputException">There is no such format, or it has words for none of them.</exception>
    public static IReadOnlyList<ReportFile> Of(string format, IReadOnlyList<SuiteCase> cases)
    {
        var known = s_formats.FirstOrDefault(each => each.Name == format);
        if (known.Make is null)
        {
            var names = s_formats.Select(each => each.Name).ToList();
            throw new UnusableInputException(
                $"There is no format '{format}'{Suggestion.For(format, names)}; there are {string.Join(", ", names)}.");
        }

        var files = known.Make(cases);
        return files.Count > 0
            ? files
            : throw new UnusableInputException(
                $"None of the cases can be written as {format}: it is for {known.Meaning}; see --suite and --filter.");
    }

    private static List<ReportFile> Traces(IReadOnlyList<SuiteCase> cases) =>
        cases.OfType<SystemCase>().ToList() is { Count: > 0 } steps
            ? [new ReportFile("suite.jsonl", SystemText.Write(steps))]
            : Of(cases, exchanges => new ReportFile("suite.jsonl", SuiteText.Write(exchanges)));

    private static List<ReportFile> Theories(IReadOnlyList<SuiteCase> cases) =>
        cases.OfType<SystemCase>().ToList() is { Count: > 0 } steps
            ? [new ReportFile("SystemSuite.cs", SystemTheorySource.Write(steps, Space, "SystemSuite"))]
            : Of(cases, exchanges =>
                new ReportFile($"{ClassName}.cs", TheorySource.Write(exchanges, Space, ClassName)));

    private static List<ReportFile> Of(
        IReadOnlyList<SuiteCase> cases, Func<IReadOnlyList<Exchange>, ReportFile> write)
    {
        Exchange[] exchanges = [.. cases.OfType<Exchange>()];
        return exchanges.Length == 0 ? [] : [write(exchanges)];
    }

    private static List<ReportFile> Scripts(IReadOnlyList<SuiteCase> cases)
    {
        var names = new UniqueAnchors();
        return
        [
            .. cases.OfType<Exchange>().Where(ExchangeScript.CanWrite).Select(exchange =>
                new ReportFile($"{names.Of(FileNameOf(exchange.Name))}.pkt", ExchangeScript.Write(exchange))),
        ];
    }

    private static List<ReportFile> Programs(IReadOnlyList<SuiteCase> cases)
    {
        var files = new List<ReportFile>();
        foreach (var group in cases.OfType<CallCase>().GroupBy(each => each.Section))
        {
            var source = CProgram.Write(group, out var written);
            if (written > 0)
            {
                files.Add(new ReportFile($"{FileNameOf(group.Key)}.c", source));
            }
        }

        return files;
    }

    private static string FileNameOf(string name)
    {
        var signs = name.Select(sign => char.IsAsciiLetterOrDigit(sign) ? sign : '-');
        var words = string.Concat(signs).Split('-', StringSplitOptions.RemoveEmptyEntries);
        var text = string.Join('-', words).ToLowerInvariant();
        return text.Length > NameMost ? text[..NameMost] : text;
    }
}
