using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Reports;

/// <summary>
/// A report folder in the making. Everything goes to a folder beside the final one, which takes its place only when
/// it is complete; a run that ends early leaves nothing behind.
/// </summary>
internal sealed class ReportFolder : IDisposable
{
    /// <summary>The file by which an earlier report is recognised, and may be replaced.</summary>
    private const string Marker = "report.json";

    private readonly string _unfinished;
    private bool _isComplete;

    private ReportFolder(string path)
    {
        Path = path;
        _unfinished = $"{path}.unfinished-{Environment.ProcessId}";
    }

    /// <summary>The final folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Makes sure that a report can be written to a folder, before any work is done.</summary>
    /// <exception cref="UnusableInputException">The folder cannot be written, or holds something else.</exception>
    public static ReportFolder Prepare(string path)
    {
        var folder = new ReportFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        if (File.Exists(folder.Path))
        {
            throw new UnusableInputException($"The report folder '{path}' is a file.");
        }

        if (Directory.Exists(folder.Path) && Directory.EnumerateFileSystemEntries(folder.Path).Any()
            && !File.Exists(System.IO.Path.Combine(folder.Path, Marker)))
        {
            throw new UnusableInputException(
                $"The report folder '{path}' holds something that is no report; name another with --out.");
        }

        folder.Guard(() =>
        {
            Directory.CreateDirectory(folder._unfinished);
            folder.RequireReplaceable();
        });
        return folder;
    }

    /// <summary>Writes one file of the report.</summary>
    /// <param name="name">Name within the folder, with forward slashes.</param>
    /// <param name="text">Content of the file.</param>
    public void Write(string name, string text) => Guard(() =>
    {
        var file = System.IO.Path.Combine(_unfinished, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(file)!);
        File.WriteAllText(file, text);
    });

    /// <summary>Puts the finished report in its place; an earlier one goes.</summary>
    public void Complete() => Guard(() =>
    {
        if (Directory.Exists(Path))
        {
            var earlier = $"{Path}.earlier-{Environment.ProcessId}";
            Directory.Move(Path, earlier);
            Directory.Move(_unfinished, Path);
            Directory.Delete(earlier, recursive: true);
        }
        else
        {
            Directory.Move(_unfinished, Path);
        }

        _isComplete = true;
    });

    public void Dispose()
    {
        if (!_isComplete && Directory.Exists(_unfinished))
        {
            Directory.Delete(_unfinished, recursive: true);
        }
    }

    /// <summary>A folder that may not be written to could not be replaced at the end, after a minute's work.</summary>
    private void RequireReplaceable()
    {
        if (Directory.Exists(Path))
        {
            var probe = System.IO.Path.Combine(Path, $".probe-{Environment.ProcessId}");
            File.WriteAllText(probe, "");
            File.Delete(probe);
        }
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            Dispose();
            throw new UnusableInputException($"The report folder '{Path}' cannot be written: {refused.Message}");
        }
    }
}
