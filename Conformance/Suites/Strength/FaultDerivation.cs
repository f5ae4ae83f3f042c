using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Generation;
using Wakeline.Conformance.Suites.Running;
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
        foreach (var way in trails.SelectMany(trail => trail.Ways).Concat(HostWays.All))
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

        return FateOf(mutant, known.IsReached, trails, tried);
    }

    private MutantStanding FateOf(MutantInfo mutant, bool isReached, List<FaultTrail> trails, int tried)
    {
        if (IsIdle(mutant))
        {
            return new MutantStanding(
                mutant.Name, MutantFate.Equal, "the row does nothing, and none follows that would take its place");
        }

        var starts = trails.Sum(trail => trail.Starts);
        var fate = starts == 0 && !isReached
                ? HostWays.All.Any(way => IsSeen(mutant, way)) ? MutantFate.Lawful : MutantFate.Unreached
            : trails.Exists(trail => trail.Shown > 0) ? MutantFate.Lawful
            : trails.TrueForAll(trail => !trail.LeavesTrace)
                ? trails.Exists(trail => trail.IsDeafened) ? MutantFate.Told : MutantFate.Equal
            : trails.TrueForAll(trail => trail.IsExhaustive) ? MutantFate.Hidden
            : MutantFate.Unfound;
        return new MutantStanding(
            mutant.Name, fate,
            fate == MutantFate.Lawful
                ? $"{tried} ways that show it" : $"{starts} places in which it was put to the test");
    }

    /// <summary>Whether a row is left out that does nothing, and what comes to it then comes to no other.</summary>
    private static bool IsIdle(MutantInfo mutant)
    {
        if (mutant.Kind != MutantKind.DropRule)
        {
            return false;
        }

        var row = Connection.Info.Rules.Single(rule => mutant.Rules.Contains(rule.Name));
        return row is { To: null, Effects: [], Owes: [], Arms: [], Cancels: [], Discharges: null }
            && !Connection.Info.Rules.Any(rule => rule.Index > row.Index && rule.Mutant is null
                && rule.Trigger == row.Trigger && rule.SharesLocationWith(row));
    }

    /// <summary>Whether a stack with the fault does anything else on a way, lawful or not.</summary>
    private bool IsSeen(MutantInfo mutant, ExploredEnd way)
    {
        var made = MadeOf(mutant, way);
        return ModelScripts.Profiles.Any(profile =>
        {
            using var faulty = new ModelTarget(profile, new Mutation(Connection.MachineId, (ushort)mutant.Number));
            using var shipped = new ModelTarget(profile);
            return !EventsOn(faulty, made).SequenceEqual(EventsOn(shipped, made));
        });
    }

    private IEnumerable<string> EventsOn(ITarget target, Exchange made)
    {
        var options = new SuiteRunOptions();
        var run = new ExchangeRun(made, target, options, new CaseDeadline(options.Timeout, _cancellation));
        _ = run.Run();
        return run.Events.Select(each => $"{each}");
    }

    private Exchange MadeOf(MutantInfo mutant, ExploredEnd way)
    {
        var rules = Connection.Info.Rules.Where(rule => mutant.Rules.Contains(rule.Name)).Select(rule => rule.Index);
        return _maker.Make($"fault {mutant.Name}", SuiteGoals.Faults, way, [.. rules]);
    }

    private Exchange? CaseOf(MutantInfo mutant, ExploredEnd way)
    {
        var made = MadeOf(mutant, way);
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
