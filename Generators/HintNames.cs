using System.Globalization;
using Wakeline.Generators.Emission;
using Wakeline.Generators.Models;

namespace Wakeline.Generators;

/// <summary>
/// Names of generated files. The compiler compares them without regard to case and gives up on all of them if two are
/// equal, so types that would share a name get a mark that tells them apart.
/// </summary>
internal static class HintNames
{
    /// <summary>The names that more than one type would take.</summary>
    public static EquatableArray<string> Shared(IEnumerable<string> names) =>
        names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .Where(same => same.Skip(1).Any()).Select(same => same.Key)
            .OrderBy(name => name, StringComparer.Ordinal).ToEquatableArray();

    public static string Of(TypeModel type, EquatableArray<string> shared) =>
        shared.Contains(type.HintName, StringComparer.OrdinalIgnoreCase)
            ? $"{type.HintName}.{Mark(type).ToString("x8", CultureInfo.InvariantCulture)}"
            : type.HintName;

    private static uint Mark(TypeModel type) =>
        Fnv.Of($"{type.Namespace}|{string.Join("|", type.Around)}|{type.Declaration}|{type.Name}");
}
