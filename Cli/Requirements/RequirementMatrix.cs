using Wakeline.Checking;
using Wakeline.Cli.Mutants;
using Wakeline.Conformance;
using Wakeline.Spec.Tcp;

namespace Wakeline.Cli.Requirements;

/// <summary>Which rules realise which requirement of RFC 9293, and what exercises them.</summary>
internal static class RequirementMatrix
{
    /// <summary>What exercises a rule beside systems.</summary>
    private const string Programs = "programs";

    /// <summary>
    /// Checks each system that has a rule with a requirement, runs programs, and looks which rules fired.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static IReadOnlyList<RequirementRow> Measure(
        Catalogue catalogue, Action<string> tell, CancellationToken cancellation)
    {
        var machines = MachinesOf(catalogue);
        MutantGround[] grounds =
        [
            .. catalogue.Systems.Select(system => new MutantGround(system, ""))
                .Where(ground => machines.Any(ground.Has))
                .Select(ground => ground.Measure(CheckOptions.Default.Threads, tell, cancellation)),
        ];
        tell("Running programs on the model");
        var programs = ProgramCoverage.OfCoveringPrograms(cancellation);
        return Rows(machines, (machine, rule) =>
        [
            .. grounds.Where(ground => ground.Fires(machine, rule)).Select(ground => ground.System.Info.Name),
            .. programs.Contains((machine.FullName, rule.Index)) ? [Programs] : Array.Empty<string>(),
        ]);
    }

    /// <summary>The matrix without a look at what exercises the rules.</summary>
    public static IReadOnlyList<RequirementRow> Of(Catalogue catalogue) => Rows(MachinesOf(catalogue), (_, _) => []);

    private static MachineInfo[] MachinesOf(Catalogue catalogue) =>
        [.. catalogue.Machines.Where(machine => machine.Rules.Any(IsRealising))];

    private static IReadOnlyList<RequirementRow> Rows(
        MachineInfo[] machines, Func<MachineInfo, RuleInfo, IReadOnlyList<string>> exercisedBy)
    {
        var byCitation = machines
            .SelectMany(machine => machine.Rules, (machine, rule) => (machine, rule))
            .Where(each => IsRealising(each.rule))
            .Select(each => new RealisingRule(each.machine, each.rule, exercisedBy(each.machine, each.rule)))
            .SelectMany(rule => rule.Rule.Citations, (rule, citation) => (citation, rule))
            .ToLookup(each => each.citation, each => each.rule);
        return
        [
            .. RequirementCatalogue.All.Select(
                requirement => new RequirementRow(requirement, [.. byCitation[requirement.Citation]])),
        ];
    }

    private static bool IsRealising(RuleInfo rule) =>
        rule.Citations.Any(citation => RequirementCatalogue.All.Any(each => each.Citation == citation));
}
