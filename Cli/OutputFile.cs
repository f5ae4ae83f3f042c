using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli;

/// <summary>
/// A file that a command is to write. That it can be written is found out before any work; it is replaced only when
/// its new content is complete.
/// </summary>
internal sealed class OutputFile
{
    private readonly string _path;

    private OutputFile(string path) => _path = path;

    /// <summary>Makes sure that a file can be written, and leaves no trace of that.</summary>
    /// <exception cref="UnusableInputException">It cannot.</exception>
    public static OutputFile Prepare(string path)
    {
        if (string.IsNullOrWhiteSpace(path))
        {
            throw new UnusableInputException("The file to write has no name.");
        }

        if (Directory.Exists(path))
        {
            throw new UnusableInputException($"'{path}' cannot be written: it is a folder.");
        }

        var file = new OutputFile(path);
        file.Guard(() =>
        {
            File.WriteAllText(file.Unfinished, "");
            File.Delete(file.Unfinished);
        });
        return file;
    }

    private string Unfinished => $"{_path}.unfinished-{Environment.ProcessId}";

    /// <summary>Writes the file.</summary>
    /// <exception cref="UnusableInputException">It cannot be written; an earlier one is still there.</exception>
    public void Write(string text) => Guard(() =>
    {
        File.WriteAllText(Unfinished, text);
        File.Move(Unfinished, _path, overwrite: true);
    });

    private void Guard(Action write)
    {
        try
        {
            write();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            throw new UnusableInputException($"'{_path}' cannot be written: {refused.Message}");
        }
    }
}
