namespace Wakeline.Testing;

/// <summary>Finds files of the source tree from a running test. Compiled-in paths are mapped to <c>/_/</c>.</summary>
internal static class SourceTree
{
    /// <summary>The folder that holds <c>Toolkit.sln</c>.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The folder of a source file as the compiler names it.</summary>
    public static string DirectoryOf(string sourceFile)
    {
        var relative = sourceFile.StartsWith("/_/", StringComparison.Ordinal) ? sourceFile[3..] : sourceFile;
        return Path.GetDirectoryName(Path.Combine(Root, relative))!;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Toolkit.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("No folder above the test holds Toolkit.sln.");
    }
}
