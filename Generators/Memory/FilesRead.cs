using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Memory;

/// <summary>Notes into which files, and which of their members, the present thread looks.</summary>
internal static class FilesRead
{
    [ThreadStatic]
    private static HashSet<string>? s_files;

    /// <summary>Notes a file.</summary>
    public static void Add(SyntaxTree file) => s_files?.Add(FileFingerprint.Of(file).Whole);

    /// <summary>Notes the member that something is a part of.</summary>
    public static void AddMemberAt(SyntaxNode part) => s_files?.Add(FileFingerprint.OfMemberAt(part));

    /// <summary>Notes what was found out about a machine, without the files in which it was found.</summary>
    public static void AddFact(INamedTypeSymbol machine, bool hasInstances) =>
        s_files?.Add(InstanceFact.Of(machine, hasInstances));

    /// <summary>Notes files and members, by their fingerprints.</summary>
    public static void Add(IEnumerable<string> files) => s_files?.UnionWith(files);

    /// <summary>What is looked into while something is done; it counts for what goes on around it too.</summary>
    public static IReadOnlyCollection<string> During(Action action)
    {
        var seen = Apart(action);
        Add(seen);
        return seen;
    }

    /// <summary>What is looked into while something is done; it does not count for what goes on around it.</summary>
    public static IReadOnlyCollection<string> Apart(Action action)
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

        return inner;
    }
}
