using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Generation;
using Wakeline.Conformance.Targets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Strength;

/// <summary>
/// Derives the cases that notice what others do not: for each fault that survives, ways that show it are looked for,
/// and the first that the oracle refuses on the faulty stack, and not on the other, becomes a case.
/// </summary>
public sealed class FaultDerivation
{
    private readonly CaseMaker _maker;
    private readonly IReadOnlyList<SuiteCase> _known;
    private readonly FaultSearch[] _searches;
    private readonly CancellationToken _cancellation;
    private readonly Lock _making = new();
    private readonly List<Exchange> _made = [];

    /// <summary>Explores the table.</summary>
    /// <param name="known">Cases that there are.</param>
    /// <param name="seed">The seed of the suite.</param>
    /// <param name="cancellation">Ends it.</param>
    public FaultDerivation(IReadOnlyList<SuiteCase> known, int seed, CancellationToken cancellation)
    {
        (_known, _cancellation, _maker) = (known, cancellation, new CaseMaker(seed));
        _searches =
        [
            .. new[] { Deviations.Checked, Deviations.Linux618, Deviations.None }.Select(deviations =>
                new FaultSearch(Exploration.RunWidely(deviations, cancellation), deviations)),
        ];
    }

    /// <summary>The cases that were made.</summary>
    public IReadOnlyList<Exchange> Made => _made;

    /// <summary>Looks into a fault; safe to call from several threads.</summary>
    public MutantStanding LookInto(MutantInfo mutant)
    {
        var known = SuiteStrength.Hunt(mutant, _known, int.MaxValue, _cancellation);
        if (known.KilledBy is { } noticing)
        {
            return new MutantStanding(mutant.Name, MutantFate.Noticed, noticing);
        }

        var trails = _searches.Select(search => search.Of(mutant, _cancellation)).ToList();
        var tried = 0;
        foreach (var way in trails.SelectMany(trail => trail.Ways))
        {
            tried++;
            if (CaseOf(mutant, way) is { } made)
            {
                lock (_making)
                {
                    _made.Add(made);
                }

                return new MutantStanding(mutant.Name, MutantFate.Noticed, made.Name);
            }
        }

        var starts = trails.Sum(trail => trail.Starts);
        var fate = starts == 0 && !known.IsReached ? MutantFate.Unreached
            : trails.Exists(trail => trail.Shown > 0) ? MutantFate.Lawful
            : trails.TrueForAll(trail => !trail.LeavesTrace)
                ? trails.Exists(trail => trail.IsDeafened) ? MutantFate.Told : MutantFate.Equal
            : trails.TrueForAll(trail => trail.IsExhaustive) ? MutantFate.Hidden
            : MutantFate.Unfound;
        return new MutantStanding(
            mutant.Name, fate,
            fate == MutantFate.Lawful ? $"{tried} ways that show it" : $"{starts} places in which it acts");
    }

    private Exchange? CaseOf(MutantInfo mutant, ExploredEnd way)
    {
        var rules = Connection.Info.Rules.Where(rule => mutant.Rules.Contains(rule.Name)).Select(rule => rule.Index);
        var made = _maker.Make($"fault {mutant.Name}", SuiteGoals.Faults, way, [.. rules]);
        foreach (var profile in ModelScripts.Profiles)
        {
            using var faulty = new ModelTarget(profile, new Mutation(Connection.MachineId, (ushort)mutant.Number));
            using var shipped = new ModelTarget(profile);
            if (SuiteStrength.IsNoticed(SuiteStrength.RunOn(faulty, made, _cancellation))
                && ModelScripts.Profiles.All(each => IsPassed(made, each)))
            {
                return made;
            }
        }

        return null;
    }

    private bool IsPassed(Exchange made, string profile)
    {
        using var target = new ModelTarget(profile);
        return SuiteStrength.RunOn(target, made, _cancellation).Verdict == CaseVerdict.Passed;
    }
}
