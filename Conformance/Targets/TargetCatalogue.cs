using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Targets.Adapters;

namespace Wakeline.Conformance.Targets;

/// <summary>The targets by name.</summary>
public static class TargetCatalogue
{
    /// <summary>The specification in virtual time.</summary>
    public const string Model = "model";

    /// <summary>The host's kernel.</summary>
    public const string Linux = "linux";

    /// <summary>What the command of an adapter stands behind.</summary>
    public const string CommandPrefix = "cmd:";

    /// <summary>What there is, in the order in which lists show it.</summary>
    public static IReadOnlyList<TargetEntry> All { get; } =
    [
        new(Model, $"the specification in virtual time; {Model}:{ModelScripts.Profiles[1]} is that of another profile"),
        new(Linux, "this host's kernel in real time, in a network namespace of its own; takes root"),
        .. ForeignStack.All.Select(stack => new TargetEntry(stack.Name, stack.Summary)),
        new($"{CommandPrefix}PROGRAM", "whatever stands behind an adapter (docs/adapters.md)"),
    ];

    /// <summary>Whether a name is that of a target.</summary>
    public static bool IsKnown(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return name is Model or Linux
            || ModelScripts.Profiles.Any(profile => name == $"{Model}:{profile}")
            || name.StartsWith(CommandPrefix, StringComparison.Ordinal)
            || ForeignStack.All.Any(stack => stack.Name == name);
    }

    /// <summary>Starts a target. It is used and disposed of by the thread that starts it.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="limits">What an adapter may take and say.</param>
    /// <exception cref="TargetException">It is not to be had, or there is none of that name.</exception>
    internal static ITarget Open(string name, AdapterLimits? limits = null)
    {
        if (name.StartsWith(CommandPrefix, StringComparison.Ordinal))
        {
            return new AdapterTarget(name, name[CommandPrefix.Length..], limits);
        }

        if (ForeignStack.All.FirstOrDefault(stack => stack.Name == name) is { } foreign)
        {
            return new AdapterTarget(name, foreign.Build(), limits);
        }

        return name switch
        {
            Model => new ModelTarget(ModelScripts.Profiles[0]),
            Linux => new LinuxTarget(),
            _ when ModelScripts.Profiles.FirstOrDefault(profile => name == $"{Model}:{profile}") is { } profile =>
                new ModelTarget(profile),
            _ => throw new TargetException(
                $"there is no target '{name}'; there are {string.Join(", ", All.Select(entry => entry.Name))}"),
        };
    }
}

/// <summary>A target that can be asked for.</summary>
/// <param name="Name">What it is asked for by.</param>
/// <param name="Summary">What it is.</param>
public sealed record TargetEntry(string Name, string Summary);
