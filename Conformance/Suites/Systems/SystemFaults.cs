using Wakeline.Conformance.Suites.Running;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>Steps that show a fault, and their rules.</summary>
internal sealed record FaultWay(List<SystemRequest> Requests, List<int> Rules);

/// <summary>The faults that are named by the tables of a system or derived from their rows, as implementations of it.
/// </summary>
internal sealed class SystemFaults<TSystem, TState>(
    SystemView<TSystem, TState> view, Parameters parameters, CancellationToken cancellation)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private const int PairsMost = 20_000;

    /// <summary>The faults.</summary>
    public IEnumerable<(string Name, Parameters Faulty)> All() =>
        from machine in view.Info.Machines.Select(use => use.Machine).Concat(view.Info.Reactive)
            .DistinctBy(each => each.FullName)
        from mutant in machine.Mutants
        let settings = string.Join(',', parameters.All.Select(each => $"{each.Key}={each.Value}"))
        let mutation = new Mutation(Mutation.MachineIdOf(machine.FullName), (ushort)mutant.Number)
        select ($"{machine.Name} {mutant.Name}", Parameters.Of(view.Info, settings, mutation));

    /// <summary>Whether a case fails on a fault.</summary>
    public bool IsNoticedBy(SystemCase each, Parameters faulty)
    {
        cancellation.ThrowIfCancellationRequested();
        return each.RunOn(
            new SystemModel<TSystem, TState>(view, faulty),
            new CaseDeadline(TimeSpan.MaxValue, cancellation)).Verdict != CaseVerdict.Passed;
    }

    /// <summary>
    /// Looks for the shortest steps that show a fault: the system and the faulty one take the same, in lockstep, until
    /// something is possible in one of them alone, or is seen in one of them alone.
    /// </summary>
    public FaultWay? Search(Parameters faulty, out bool isComplete)
    {
        var pairs = new List<(TState Right, TState Wrong, int Before, Step Step)>
        {
            (TSystem.Start(parameters), TSystem.Start(faulty), -1, default),
        };
        var known = new HashSet<(TState Right, TState Wrong)>(new PairOctets())
        {
            (pairs[0].Right, pairs[0].Wrong),
        };
        isComplete = true;
        for (var number = 0; number < pairs.Count; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var (right, wrong, _, _) = pairs[number];
            var able = SystemView<TSystem, TState>.StepsIn(in right);
            var ableToo = SystemView<TSystem, TState>.StepsIn(in wrong).ToLookup(each => each.Step, each => each.State);
            foreach (var (step, next) in able)
            {
                if (!ableToo[step].Any() || !view.IsSeenAlike(next, ableToo[step].First()))
                {
                    return WayOf(pairs, number, view.RequestOf(step), step.Rule);
                }

                var pair = (Right: next, Wrong: ableToo[step].First());
                if (pairs.Count >= PairsMost)
                {
                    isComplete = false;
                }
                else if (known.Add(pair))
                {
                    pairs.Add((pair.Right, pair.Wrong, number, step));
                }
            }

            if (Extra(able, ableToo.Select(each => each.Key)) is { } extra)
            {
                return WayOf(pairs, number, extra, null);
            }
        }

        return null;
    }

    /// <summary>What asks for something that the faulty system alone can do.</summary>
    private SystemRequest? Extra(IReadOnlyList<(Step Step, TState State)> able, IEnumerable<Step> ableToo)
    {
        foreach (var step in ableToo.Except(able.Select(each => each.Step)))
        {
            if (view.Info.Rules[step.Rule].Mutant is null)
            {
                return view.RequestOf(step);
            }

            var party = view.PartyOf(step);
            if (!able.Any(each => view.PartyOf(each.Step) == party))
            {
                return new SystemRequest(view.NameOf(party), "", 0);
            }
        }

        return null;
    }

    private FaultWay WayOf(
        List<(TState Right, TState Wrong, int Before, Step Step)> pairs, int number, SystemRequest last, int? rule)
    {
        var steps = new List<Step>();
        for (var at = number; pairs[at].Before >= 0; at = pairs[at].Before)
        {
            steps.Add(pairs[at].Step);
        }

        steps.Reverse();
        var rules = steps.ConvertAll(step => step.Rule);
        if (rule is { } fired)
        {
            rules.Add(fired);
        }

        return new FaultWay([.. steps.Select(view.RequestOf), last], rules);
    }

    private sealed class PairOctets : IEqualityComparer<(TState Right, TState Wrong)>
    {
        private readonly SystemSpace<TSystem, TState>.Octets _octets = new();

        public bool Equals((TState Right, TState Wrong) x, (TState Right, TState Wrong) y) =>
            _octets.Equals(x.Right, y.Right) && _octets.Equals(x.Wrong, y.Wrong);

        public int GetHashCode((TState Right, TState Wrong) obj) =>
            HashCode.Combine(_octets.GetHashCode(obj.Right), _octets.GetHashCode(obj.Wrong));
    }
}
