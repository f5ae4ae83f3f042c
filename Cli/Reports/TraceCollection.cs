using Wakeline.Checking.Traces;

namespace Wakeline.Cli.Reports;

/// <summary>Counterexamples on their way to a report, each in a trace file of its own.</summary>
internal sealed class TraceCollection
{
    private const string Folder = "traces";

    private readonly List<ReportFile> _files = [];

    /// <summary>The trace files so far.</summary>
    public IReadOnlyList<ReportFile> Files => _files;

    /// <summary>Adds a trace.</summary>
    /// <returns>Name of its file.</returns>
    public string Add(Trace trace)
    {
        var stem = $"{Folder}/{Plain($"{trace.System}-{trace.Mutant ?? trace.Property}")}";
        var name = $"{stem}.json";
        for (var number = 2; _files.Any(file => file.Name == name); number++)
        {
            name = $"{stem}-{number}.json";
        }

        _files.Add(new ReportFile(name, TraceFile.ToJson(trace)));
        return name;
    }

    /// <summary>A name without signs that a file system or a shell would take for something else.</summary>
    private static string Plain(string name) =>
        string.Concat(name.Select(sign => char.IsAsciiLetterOrDigit(sign) || sign is '-' ? sign : '-'));
}
