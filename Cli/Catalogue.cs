using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Conformance.Suites;
using Wakeline.Model;

namespace Wakeline.Cli;

/// <summary>The systems and machines that the command knows by name.</summary>
/// <param name="systems">The systems that can be checked.</param>
/// <param name="host">The system that programs of system calls run on; its machines are known as well.</param>
internal sealed class Catalogue(IReadOnlyList<SystemEntry> systems, SystemInfo? host = null)
{
    /// <summary>What ships with the command.</summary>
    public static Catalogue Shipped { get; } = new(ShippedSystems.All, HostSystem.Info);

    /// <summary>All systems, in the order in which they are shown.</summary>
    public IReadOnlyList<SystemEntry> Systems { get; } = systems;

    /// <summary>Derives suites from goals and a seed.</summary>
    public Func<SuiteGoals, int, CancellationToken, GeneratedSuite> DeriveSuite { get; init; } =
        ConformanceSuites.Derive;

    /// <summary>All machines that a system runs or lets react, each once.</summary>
    public IReadOnlyList<MachineInfo> Machines { get; } =
    [
        .. systems.Select(entry => entry.Info).Concat(host is null ? [] : [host])
            .SelectMany(system => system.Machines.Select(use => use.Machine).Concat(system.Reactive))
            .DistinctBy(machine => machine.FullName),
    ];

    /// <summary>Finds a system by its name.</summary>
    /// <exception cref="UnusableInputException">There is none.</exception>
    public SystemEntry System(string name) =>
        Systems.FirstOrDefault(entry => entry.Info.Name == name)
        ?? throw new UnusableInputException(
            $"There is no system '{name}'; there are: {Names(Systems.Select(entry => entry.Info.Name))}.");

    /// <summary>Finds a machine by its name, or by namespace and name.</summary>
    /// <exception cref="UnusableInputException">There is none, or more than one.</exception>
    public MachineInfo Machine(string name)
    {
        var found = Machines.Where(machine => IsNamed(machine, name)).ToArray();
        return found.Length switch
        {
            1 => found[0],
            0 => throw new UnusableInputException(
                $"There is no machine '{name}'; there are: {Names(Machines.Select(machine => machine.Name))}."),
            _ => throw new UnusableInputException(
                $"'{name}' names more than one machine: {Names(found.Select(machine => machine.FullName))}."),
        };
    }

    /// <summary>Whether a machine has a name, with or without its namespace.</summary>
    public static bool IsNamed(MachineInfo machine, string name) =>
        machine.FullName == name || string.Equals(machine.Name, name, StringComparison.OrdinalIgnoreCase);

    private static string Names(IEnumerable<string> names) => string.Join(", ", names.Order(StringComparer.Ordinal));
}
