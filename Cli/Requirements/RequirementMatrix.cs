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
    /// Checks each system that has a rule with one of the requirements, runs programs, and looks which rules fired.
    /// </summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public static IReadOnlyList<RequirementRow> Measure(
        Catalogue catalogue, IReadOnlyList<Requirement> requirements, Action<string> tell,
        CancellationToken cancellation)
    {
        var rows = Of(catalogue, requirements);
        MachineInfo[] machines = [.. rows.SelectMany(row => row.Rules).Select(rule => rule.Machine).Distinct()];
        if (machines.Length == 0)
        {
            return rows;
        }

        MutantGround[] grounds =
        [
            .. catalogue.Systems.Select(system => new MutantGround(system, ""))
                .Where(ground => machines.Any(ground.Has))
                .Select(ground => ground.Measure(CheckOptions.Default.Threads, tell, cancellation)),
        ];
        tell("Running programs on the model");
        var programs = ProgramCoverage.OfCoveringPrograms(cancellation);
        return
        [
            .. rows.Select(row => row with
            {
                Rules = [.. row.Rules.Select(rule => rule with { ExercisedBy = [.. ExercisedBy(rule)] })],
            }),
        ];

        IEnumerable<string> ExercisedBy(RealisingRule rule) => grounds
            .Where(ground => ground.Fires(rule.Machine, rule.Rule)).Select(ground => ground.System.Info.Name)
            .Concat(programs.Contains((rule.Machine.FullName, rule.Rule.Index)) ? [Programs] : []);
    }

    /// <summary>The matrix without a look at what exercises the rules.</summary>
    public static IReadOnlyList<RequirementRow> Of(Catalogue catalogue, IReadOnlyList<Requirement> requirements)
    {
        var byCitation = catalogue.Machines
            .SelectMany(machine => machine.Rules, (machine, rule) => new RealisingRule(machine, rule, []))
            .SelectMany(rule => rule.Rule.Citations, (rule, citation) => (citation, rule))
            .ToLookup(each => each.citation, each => each.rule);
        return
        [
            .. requirements.Select(
                requirement => new RequirementRow(requirement, [.. byCitation[requirement.Citation]])),
        ];
    }
}
