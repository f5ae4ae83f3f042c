using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Reports;

/// <summary>
/// The folder a report goes to. That it can be written is found out before any work is done; it is written when the
/// report is complete, to a folder beside it that then takes its place. A run that ends early leaves nothing behind.
/// </summary>
internal sealed class ReportFolder
{
    /// <summary>The file by which an earlier report is recognised, and may be replaced.</summary>
    public const string Marker = "report.json";

    private readonly string _unfinished;

    private ReportFolder(string path)
    {
        Path = path;
        _unfinished = $"{path}.unfinished-{Environment.ProcessId}";
    }

    /// <summary>The folder, as a full path.</summary>
    public string Path { get; }

    /// <summary>Makes sure that a report can be written to a folder, and leaves no trace of that.</summary>
    /// <exception cref="UnusableInputException">The folder cannot be written, or holds something else.</exception>
    public static ReportFolder Prepare(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UnusableInputException("The report folder has no name.");
        }

        var folder = new ReportFolder(System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path)));
        folder.Guard(folder.RequireWritable);
        return folder;
    }

    /// <summary>Puts a finished report in its place; an earlier one goes.</summary>
    /// <exception cref="UnusableInputException">It cannot be written; an earlier one is still there.</exception>
    public void Write(IEnumerable<ReportFile> files) => Guard(() =>
    {
        try
        {
            foreach (var file in files)
            {
                var target = System.IO.Path.Combine(_unfinished, file.Name);
                Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
                File.WriteAllText(target, file.Text);
            }

            Replace();
        }
        finally
        {
            if (Directory.Exists(_unfinished))
            {
                Directory.Delete(_unfinished, recursive: true);
            }
        }
    });

    private void Replace()
    {
        if (!Directory.Exists(Path))
        {
            Directory.Move(_unfinished, Path);
            return;
        }

        var earlier = $"{Path}.earlier-{Environment.ProcessId}";
        Directory.Move(Path, earlier);
        Directory.Move(_unfinished, Path);
        Directory.Delete(earlier, recursive: true);
    }

    private void RequireWritable()
    {
        if (File.Exists(Path))
        {
            throw new UnusableInputException($"The report folder '{Path}' is a file.");
        }

        var isThere = Directory.Exists(Path);
        if (isThere && Directory.EnumerateFileSystemEntries(Path).Any()
            && !File.Exists(System.IO.Path.Combine(Path, Marker)))
        {
            throw new UnusableInputException(
                $"The report folder '{Path}' holds something that is no report; name another.");
        }

        // To replace a folder needs the right to write to it and to the one it is in.
        if (isThere)
        {
            Probe(Path);
        }

        Probe(NearestAbove(Path));
    }

    private static void Probe(string folder)
    {
        var probe = System.IO.Path.Combine(folder, $".wakeline-probe-{Environment.ProcessId}");
        Directory.CreateDirectory(probe);
        Directory.Delete(probe);
    }

    /// <summary>The folder in which the first missing one will be made.</summary>
    private static string NearestAbove(string path)
    {
        var above = System.IO.Path.GetDirectoryName(path);
        while (above is not null && !Directory.Exists(above))
        {
            above = File.Exists(above)
                ? throw new UnusableInputException($"The report folder '{path}' cannot be made: '{above}' is a file.")
                : System.IO.Path.GetDirectoryName(above);
        }

        return above ?? throw new UnusableInputException($"The report folder '{path}' cannot be replaced.");
    }

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"The report folder '{Path}' cannot be written: {refused.Message}");
        }
    }
}
