using Microsoft.CodeAnalysis;

namespace Wakeline.Generators.Memory;

/// <summary>
/// Whether a machine tells instances apart, as something that was looked into: all that systems ask of a table, so that
/// they need not be read again because a row says something else. Stands among the fingerprints of files, which begin
/// with a path.
/// </summary>
internal static class InstanceFact
{
    private const string Yes = "\0+";

    private const string No = "\0-";

    public static string Of(INamedTypeSymbol machine, bool hasInstances) =>
        (hasInstances ? Yes : No) + MetadataNameOf(machine);

    /// <summary>The machine that a fact is about, by its name in metadata, if it is a fact at all.</summary>
    public static bool TryRead(string seen, out string machine, out bool hasInstances)
    {
        hasInstances = seen.StartsWith(Yes, StringComparison.Ordinal);
        var isFact = hasInstances || seen.StartsWith(No, StringComparison.Ordinal);
        machine = isFact ? seen.Substring(Yes.Length) : "";
        return isFact;
    }

    private static string MetadataNameOf(INamedTypeSymbol type)
    {
        if (type.ContainingType is { } outer)
        {
            return $"{MetadataNameOf(outer)}+{type.MetadataName}";
        }

        return type.ContainingNamespace is { IsGlobalNamespace: false } space
            ? $"{space.ToDisplayString()}.{type.MetadataName}" : type.MetadataName;
    }
}
