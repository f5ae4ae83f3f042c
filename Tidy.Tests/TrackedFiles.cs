using System.Diagnostics;
using Wakeline.Testing;

namespace Wakeline.Tidy.Tests;

/// <summary>The files of the repository, as git tracks them or would.</summary>
internal static class TrackedFiles
{
    private static readonly string[] All = List();

    /// <summary>Paths relative to the root, with forward slashes, that end in one of the given ways.</summary>
    public static IEnumerable<string> EndingIn(params string[] endings) =>
        All.Where(path => endings.Any(ending => path.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>The text of a tracked file.</summary>
    public static string Read(string path) => File.ReadAllText(Path.Combine(SourceTree.Root, path));

    private static string[] List()
    {
        var start = new ProcessStartInfo("git", "ls-files --cached --others --exclude-standard")
        {
            WorkingDirectory = SourceTree.Root,
            RedirectStandardOutput = true,
        };
        using var git = Process.Start(start)!;
        var paths = git.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        git.WaitForExit();
        Assert.True(git.ExitCode == 0, "git ls-files failed; the tidy tests need a git checkout.");
        return [.. paths.Where(path => File.Exists(Path.Combine(SourceTree.Root, path)))];
    }
}
