using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Targets;

namespace Wakeline.Conformance.Suites;

/// <summary>The targets of <see cref="TargetCatalogue"/>, as suites run on them.</summary>
public static class SuiteTargets
{
    /// <summary>Finds a target by its name.</summary>
    public static SuiteTarget Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return ModelProfileOf(name) is { } profile ? SuiteTarget.Model(profile)
            : new SuiteTarget(name, () => TargetCatalogue.Open(name));
    }

    /// <summary>Starts a target to hear what it is.</summary>
    /// <exception cref="TargetException">It is not to be had.</exception>
    public static TargetDescription Describe(string name)
    {
        using var started = TargetCatalogue.Open(name);
        return started.Description with { Name = name };
    }

    private static string? ModelProfileOf(string name) => name == TargetCatalogue.Model ? ModelScripts.Profiles[0]
        : ModelScripts.Profiles.FirstOrDefault(profile => name == $"{TargetCatalogue.Model}:{profile}");
}
