using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Wakeline.Checking.Search;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Disk;

/// <summary>Something that must be the same where a checkpoint is used as where it was made.</summary>
/// <param name="Name">What it is, for people.</param>
/// <param name="Value">What it was.</param>
internal sealed record IdentityEntry(string Name, string Value);

/// <summary>What a check is: two checks that agree in this visit the same states and judge them alike.</summary>
internal static class CheckIdentity
{
    public static IReadOnlyList<IdentityEntry> Of<TSystem, TState>(
        Parameters parameters, CheckOptions options, IReadOnlyList<WatchedProperty> properties, in TState start)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        var system = TSystem.Info;
        var bytes = MemoryMarshal.AsBytes(new ReadOnlySpan<TState>(in start));
        return
        [
            new("system", $"{system.Name} ({typeof(TSystem).FullName})"),
            new("mutant", system.MutantOf(parameters.Mutation)?.Name ?? "none"),
            new("list of bounds", string.Join(',', parameters.All.Select(each => $"{each.Key}={each.Value}"))),
            new("list of rules", RuleFingerprint.Of(system)),

            // Rules of the same names may do something else in another build.
            new("build", $"{BuildOf(typeof(TSystem))} {BuildOf(typeof(TState))}"),
            new("state", $"{bytes.Length} bytes"),
            new("start", Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]),
            new("list of properties", string.Join(", ", properties.Select(Describe))),
            new("end", options.StopAtFirstViolation ? "the first violation" : "the last state"),
            new("bound on states", $"{options.StatesMost}"),
            new("bound on steps", $"{options.DepthMost}"),
            new("symmetry reduction", options.SymmetryReduction ? "in force" : "not in force"),
        ];
    }

    /// <summary>What differs, in words; <see langword="null"/> if nothing does.</summary>
    public static string? Difference(IReadOnlyList<IdentityEntry> saved, IReadOnlyList<IdentityEntry> wanted)
    {
        if (saved.Count != wanted.Count)
        {
            return "it says other things about itself";
        }

        foreach (var (was, now) in saved.Zip(wanted))
        {
            if (was != now)
            {
                return $"its {was.Name} is {was.Value}, not {now.Value}";
            }
        }

        return null;
    }

    private static string BuildOf(Type type) => $"{type.Module.ModuleVersionId:N}"[..12];

    private static string Describe(WatchedProperty property) => property.Declared is { } declared
        ? $"{property.Name} ({declared.Kind} {declared.Predicate} {declared.Goal})" : property.Name;
}
