using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Memory;

/// <summary>Notes into which bodies of which files the present thread looks.</summary>
internal static class FilesRead
{
    [ThreadStatic]
    private static HashSet<string>? s_files;

    /// <summary>Notes a file.</summary>
    public static void Add(SyntaxTree file) => s_files?.Add(FileFingerprint.Of(file).Whole);

    /// <summary>Notes files, by <see cref="FileFingerprint.Whole"/>.</summary>
    public static void Add(IEnumerable<string> files) => s_files?.UnionWith(files);

    /// <summary>The files looked into while something is done; they count for what goes on around it too.</summary>
    public static IReadOnlyCollection<string> During(Action action)
    {
        var (outer, inner) = (s_files, new HashSet<string>());
        s_files = inner;
        try
        {
            action();
        }
        finally
        {
            s_files = outer;
        }

        outer?.UnionWith(inner);
        return inner;
    }
}
