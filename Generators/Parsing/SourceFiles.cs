using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Parsing;

/// <summary>
/// Names source files as the compiler's path map does, so that output does not depend on the machine.
/// </summary>
internal static class SourceFiles
{
    private const string MappedRoot = "/_/";

    /// <summary>The file relative to the mapped root of the repository; without a path map, only its name.</summary>
    public static string NameOf(SyntaxTree tree, Compilation compilation)
    {
        var mapped = compilation.Options.SourceReferenceResolver?.NormalizePath(tree.FilePath, null) ?? tree.FilePath;
        return mapped.StartsWith(MappedRoot, StringComparison.Ordinal)
            ? mapped.Substring(MappedRoot.Length)
            : mapped.Substring(mapped.LastIndexOfAny(['/', '\\']) + 1);
    }
}
