using Wakeline.Cli.CommandLine;

namespace Wakeline.Cli.Mutants;

/// <summary>Whose mutants are tried, and where.</summary>
/// <param name="Machines">The machines.</param>
/// <param name="Grounds">Systems at bounds, not measured yet.</param>
internal sealed record MutantPlan(IReadOnlyList<MachineInfo> Machines, IReadOnlyList<MutantGround> Grounds)
{
    /// <summary>All machines that systems have, or those of one name.</summary>
    /// <param name="catalogue">Systems and machines.</param>
    /// <param name="name">A machine, or a system; <see langword="null"/> for all.</param>
    /// <exception cref="UnusableInputException">There is neither a machine nor a system of that name.</exception>
    public static MutantPlan Of(Catalogue catalogue, string? name)
    {
        MutantGround[] grounds =
        [
            .. catalogue.Systems.Where(system => name is null || system.Info.Name == name)
                .SelectMany(MutantGrounds.Of),
        ];
        if (grounds.Length > 0)
        {
            return new MutantPlan(
                [.. catalogue.Machines.Where(machine => grounds.Any(ground => ground.Has(machine)))], grounds);
        }

        if (!catalogue.Machines.Any(each => Catalogue.IsNamed(each, name!)))
        {
            throw new UnusableInputException(
                $"There is neither a system nor a machine '{name}'; 'wakeline systems' lists the systems.");
        }

        var machine = catalogue.Machine(name!);
        return new MutantPlan(
            [machine],
            [.. catalogue.Systems.SelectMany(MutantGrounds.Of).Where(ground => ground.Has(machine))]);
    }
}
