using Wakeline.Checking;
using Wakeline.Cli.CommandLine;
using Wakeline.Cli.Commands;
using Wakeline.Spec.History;

namespace Wakeline.Cli.History;

/// <summary>A mutant that puts a historic fault back, and the system that is to find it.</summary>
internal sealed record PutBackFault(
    SystemEntry System, CaughtMutant Caught, MachineInfo Machine, MutantInfo Mutant)
{
    /// <summary>What the search came to; <see langword="null"/> as long as there was none.</summary>
    public CheckReport? Report { get; private init; }

    /// <summary>How the property is violated.</summary>
    public Violated? Violation =>
        Report?.Properties.FirstOrDefault(each => each.Name == Caught.Property)?.Verdict as Violated;

    /// <summary>Whether the search did not find the fault.</summary>
    public bool IsMissed => Report is not null && Violation is null;

    /// <summary>The rows that the mutant takes out of the table.</summary>
    public IEnumerable<RuleInfo> Removed =>
        Machine.Rules.Where(rule => rule.Mutant is null && Mutant.Rules.Contains(rule.Name));

    /// <summary>The rows that it puts in.</summary>
    public IEnumerable<RuleInfo> Added => Machine.Rules.Where(rule => rule.Mutant == Mutant.Name);

    /// <summary>The mutants of a fault, each with the first system that declares to catch it.</summary>
    public static IEnumerable<PutBackFault> Of(HistoricFault fault, Catalogue catalogue) =>
        from name in fault.Mutants
        let found = catalogue.Systems.FirstOrDefault(entry => CatchOf(entry.Info, name) is not null)
        where found is not null
        let machine = found.Info.Machines.Select(use => use.Machine).Concat(found.Info.Reactive)
            .First(machine => machine.FindMutation(name) is not null)
        select new PutBackFault(
            found, CatchOf(found.Info, name)!, machine, machine.Mutants.First(mutant => mutant.Name == name));

    /// <summary>Searches for the fault.</summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public PutBackFault Search(Shell shell, Action<string> tell)
    {
        var mutation = Machine.FindMutation(Mutant.Name)!.Value;
        var parameters = Parameters.Of(System.Info, Caught.Bounds, mutation);
        var options = new CheckOptions { Property = Caught.Property };
        return this with
        {
            Report = CheckRunner.Run(
                System, parameters, options, text => tell($"{Mutant.Name}: {text}"), shell.Cancellation),
        };
    }

    private static CaughtMutant? CatchOf(SystemInfo system, string mutant) =>
        system.Caught.FirstOrDefault(caught => caught.Mutant == mutant);
}
