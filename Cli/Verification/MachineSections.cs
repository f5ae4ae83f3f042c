using Wakeline.Cli.Reports.Sections;
using Wakeline.Conformance;

namespace Wakeline.Cli.Verification;

/// <summary>Puts the counts of a run beside the rules.</summary>
internal static class MachineSections
{
    /// <summary>A section for each machine.</summary>
    /// <param name="machines">The machines.</param>
    /// <param name="inCheck">How often their rules fired in checks.</param>
    /// <param name="compared">What the comparison with the kernel found; <see langword="null"/> without it.</param>
    public static IReadOnlyList<MachineSection> Of(
        IReadOnlyList<MachineInfo> machines, IReadOnlyList<IReadOnlyList<long>> inCheck,
        KernelVerificationResult? compared)
    {
        var hits = (compared?.Coverage ?? []).ToDictionary(each => (each.Machine, each.Rule.Name));
        return [.. machines.Zip(inCheck, (machine, counts) => Of(machine, counts, hits))];
    }

    private static MachineSection Of(
        MachineInfo machine, IReadOnlyList<long> inCheck, Dictionary<(string Machine, string Rule), RuleHits> hits) =>
        new()
        {
            Name = machine.Name,
            FullName = machine.FullName,
            Summary = machine.Summary,
            File = machine.File,
            Info = machine,
            Rules =
            [
                .. from rule in machine.Rules
                   where rule.Mutant is null
                   let compared = hits.GetValueOrDefault((machine.Name, rule.Name))
                   select Of(rule, inCheck[rule.Index], compared),
            ],
        };

    private static RuleSection Of(RuleInfo rule, long inCheck, RuleHits? compared) => new()
    {
        Name = rule.Name,
        From = rule.From,
        To = rule.To,
        Citations = rule.Citations,
        Line = rule.Line,
        FiredInCheck = inCheck,
        FiredInComparison = compared?.Hits ?? 0,
        WhyUnreached = compared is { WhyUnreached.Length: > 0 } ? compared.WhyUnreached : null,
    };
}
