using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Generation;

/// <summary>
/// Looks for what tells a faulty table from the table as it stands: both take the same stimuli, in lockstep, from
/// wherever the row at fault can fire, until what they send or answer differs (the product of two machines, in which
/// state identification looks for its sequences; Lee and Yannakakis, 1996).
/// </summary>
/// <param name="exploration">Where ways lead to.</param>
/// <param name="deviations">Where the table departs from RFC 9293.</param>
internal sealed class FaultSearch(Exploration exploration, Deviations deviations)
{
    /// <summary>So many places in which a row fires are tried.</summary>
    private const int StartsMost = 120;

    private static readonly Stimulus[] s_all =
    [
        .. Alphabet.BesideUsual,
        .. Alphabet.Probes.Distinct().Select(Stimulus.Of),
    ];

    private readonly Dictionary<int, List<(ExploredEnd Node, Stimulus Stimulus)>> _firing = Index(exploration);

    /// <summary>
    /// Looks for ways that show a fault. Where pairs that guards cannot tell apart count once and none is found, they
    /// are told apart by their numbers too, as far as that goes.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public FaultTrail Of(MutantInfo mutant, CancellationToken cancellation)
    {
        var trail = Of(mutant, isExact: false, cancellation);
        if (!trail.LeavesTrace || trail.Ways.Count > 0)
        {
            return trail;
        }

        var exact = Of(mutant, isExact: true, cancellation);
        return trail with { Ways = exact.Ways, Shown = exact.Shown };
    }

    private FaultTrail Of(MutantInfo mutant, bool isExact, CancellationToken cancellation)
    {
        var search = new FaultProduct(new Mutation(Connection.MachineId, (ushort)mutant.Number), deviations, isExact);
        foreach (var (node, stimuli) in StartsOf(mutant))
        {
            cancellation.ThrowIfCancellationRequested();
            if (search.HasEnough)
            {
                break;
            }

            search.Begin(node, stimuli);
        }

        search.GoOn(cancellation);
        return search.Trail;
    }

    private IEnumerable<(ExploredEnd Node, IReadOnlyList<Stimulus> Stimuli)> StartsOf(MutantInfo mutant)
    {
        var rules = Connection.Info.Rules.Where(rule => mutant.Rules.Contains(rule.Name)).ToList();
        foreach (var rule in rules)
        {
            foreach (var (node, stimulus) in _firing.GetValueOrDefault(rule.Index, []))
            {
                yield return (node, [stimulus]);
            }
        }

        if (mutant.Kind is not (MutantKind.DropGuard or MutantKind.SwapGuardArgument or MutantKind.Named))
        {
            yield break;
        }

        foreach (var node in exploration.Situations.Where(each =>
            rules.Exists(rule => rule.IsIn($"{each.End.State}"))))
        {
            yield return (node, s_all);
        }
    }

    /// <summary>Where each rule fires: in many situations, by many stimuli.</summary>
    private static Dictionary<int, List<(ExploredEnd Node, Stimulus Stimulus)>> Index(Exploration exploration)
    {
        var firing = new Dictionary<int, List<(ExploredEnd Node, Stimulus Stimulus)>>();
        var seen = new HashSet<(int Rule, Situation Situation)>();
        var rules = new List<int>();
        foreach (var node in exploration.Situations)
        {
            foreach (var stimulus in s_all.Where(each => node.End.Takes(each)))
            {
                rules.Clear();
                var end = node.End;
                end.Take(stimulus, rules);
                foreach (var rule in rules)
                {
                    if (!firing.TryGetValue(rule, out var places))
                    {
                        firing[rule] = places = [];
                    }

                    if (places.Count < StartsMost && seen.Add((rule, new Situation(in end))))
                    {
                        places.Add((node, stimulus));
                    }
                }
            }
        }

        return firing;
    }
}
