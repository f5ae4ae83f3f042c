using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Generation;

/// <summary>
/// A small set of programs that together fire every rule that random ones reach. It is derived from the tables: the
/// model runs many programs, and those are kept that fire a rule no kept one fires, the richest first. The same tables
/// give the same set.
/// </summary>
/// <param name="Programs">The programs.</param>
/// <param name="Fired">The rules they fire, as <see cref="RuleTally"/> numbers them.</param>
internal sealed record CoveringSet(
    IReadOnlyList<CallProgram> Programs, IReadOnlySet<(int Machine, int Rule)> Fired)
{
    private const ulong Seed = 20_260_801;
    private const int CandidatesMost = 1_500;

    /// <summary>After so many programs in a row that fire no new rule the search ends.</summary>
    private const int FruitlessMost = 300;

    /// <summary>
    /// Derives the set. Without rule counters nothing can be derived, and the openings alone stand for it.
    /// </summary>
    public static CoveringSet Derive(CancellationToken cancellation)
    {
        if (!RuleCoverage.IsEnabled)
        {
            return new CoveringSet([], new HashSet<(int, int)>());
        }

        var seen = new HashSet<(int, int)>();
        var generator = new ProgramGenerator();
        List<CallProgram> kept = [];
        foreach (var hasPipes in new[] { false, true })
        {
            HashSet<(int, int)> before = [.. seen];
            var found = Find(generator, hasPipes, seen, cancellation);
            kept.AddRange(Minimise(found, [.. seen.Except(before)]));
        }

        return new CoveringSet(kept, seen);
    }

    /// <summary>The programs that fire a rule that none has fired before, with all that each fires.</summary>
    private static List<(CallProgram Program, HashSet<(int, int)> Rules)> Find(
        ProgramGenerator generator, bool hasPipes, HashSet<(int, int)> seen, CancellationToken cancellation)
    {
        var found = new List<(CallProgram Program, HashSet<(int, int)> Rules)>();
        var tally = new RuleTally();
        var fruitless = 0;
        for (var number = 0; number < CandidatesMost && fruitless < FruitlessMost; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            tally.Restart();
            var program = generator.Program(Seed, number, hasPipes);
            var rules = tally.Fired().Select(fired => (fired.Machine, fired.Rule)).ToHashSet();
            if (rules.IsSubsetOf(seen))
            {
                fruitless++;
                continue;
            }

            fruitless = 0;
            seen.UnionWith(rules);
            found.Add((program, rules));
        }

        return found;
    }

    /// <summary>Greedy set cover: always the program that adds most (Chvátal, 1979).</summary>
    private static List<CallProgram> Minimise(
        List<(CallProgram Program, HashSet<(int, int)> Rules)> candidates, HashSet<(int, int)> wanted)
    {
        var missing = new HashSet<(int, int)>(wanted);
        var kept = new List<CallProgram>();
        while (missing.Count > 0)
        {
            var best = candidates.MaxBy(candidate => candidate.Rules.Count(missing.Contains));
            missing.ExceptWith(best.Rules);
            kept.Add(best.Program);
        }

        return kept;
    }
}
