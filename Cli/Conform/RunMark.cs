using System.Globalization;

namespace Wakeline.Cli.Conform;

/// <summary>
/// An empty file that says which process runs, as long as it does. By it the next run finds what a process has left
/// that was killed: the runtime's pipes and socket for debuggers, which nobody removes otherwise. Processes, namespaces
/// and devices need no such thing; they are gone with the process.
/// </summary>
internal sealed class RunMark : IDisposable
{
    private const string Prefix = "wakeline-run-";

    /// <summary>Where the start of a process stands in /proc/PID/stat, behind its name (proc(5), field 22).</summary>
    private const int StartField = 19;

    private readonly string? _path;

    private RunMark(string? path) => _path = path;

    /// <summary>Removes what runs have left that were killed, and leaves the mark of this one.</summary>
    public static RunMark Leave()
    {
        var folder = Path.GetTempPath();
        Sweep(folder);
        if (StartOf(Environment.ProcessId) is not { } start)
        {
            return new RunMark(null);
        }

        var path = Path.Combine(folder, $"{Prefix}{Environment.ProcessId}-{start}");
        return new RunMark(Try(() => File.WriteAllBytes(path, [])) ? path : null);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_path is { } path)
        {
            Try(() => File.Delete(path));
        }
    }

    private static void Sweep(string folder) => Try(() =>
    {
        foreach (var mark in Directory.GetFiles(folder, $"{Prefix}*"))
        {
            var key = Path.GetFileName(mark)[Prefix.Length..];
            if (key.Split('-') is not [var process, var start]
                || !int.TryParse(process, NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                || StartOf(id) == start)
            {
                continue;
            }

            string[] left =
                [$"clr-debug-pipe-{key}-in", $"clr-debug-pipe-{key}-out", $"dotnet-diagnostic-{key}-socket"];
            Array.ForEach(left, name => Try(() => File.Delete(Path.Combine(folder, name))));
            Try(() => File.Delete(mark));
        }
    });

    /// <summary>
    /// When a process began, in ticks since the machine did; <see langword="null"/> if there is none.
    /// </summary>
    private static string? StartOf(int process)
    {
        var text = "";
        Try(() => text = File.ReadAllText($"/proc/{process}/stat"));
        return text.Length == 0 ? null : text[(text.LastIndexOf(')') + 2)..].Split(' ').ElementAtOrDefault(StartField);
    }

    private static bool Try(Action action)
    {
        try
        {
            action();
            return true;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
