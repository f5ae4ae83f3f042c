namespace Wakeline.Checking.Reduction;

/// <summary>
/// Takes the steps of some processes of a state and leaves out those of the others, where the order makes no difference
/// (stubborn sets: Valmari, 1989; ample sets: Clarke, Grumberg and Peled, Model Checking, chapter 10).
/// <para>
/// One process after another whose steps are private is expanded, until one of them has a successor that no state of
/// this level or one before is. Then the steps of the others wait: they stay possible, and the successor is a level
/// further on. Levels strictly grow, and there are finitely many states, so that no step waits for ever: on each way
/// there is a state whose steps are all taken. That is all that safety needs (Bosnacki and Holzmann, "Improving Spin's
/// partial-order reduction for breadth-first search", SPIN 2005; Bosnacki, Leue and Lluch Lafuente, "Partial-order
/// reduction for general state exploring algorithms", 2009). Whether a successor is new in this sense does not depend
/// on which thread finds it first, so that counts do not either.
/// </para>
/// </summary>
internal sealed class PartialOrder<TSystem, TState>(PrivateLocations locations)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>Instances have 8-bit numbers.</summary>
    private const int Words = 256 / 64;

    private readonly int _machines = TSystem.Info.Machines.Count;

    /// <summary>Instances whose steps were taken, one bit each.</summary>
    private readonly ulong[] _expanded = new ulong[TSystem.Info.Machines.Count * Words];

    /// <summary>Hands the sink a sufficient part of a state's successors, or all of them.</summary>
    /// <returns>Whether it was a part.</returns>
    public bool Successors<TSink>(in TState state, ref TSink sink)
        where TSink : struct, IReducedSink<TState>, allows ref struct
    {
        var isAnyExpanded = false;
        foreach (var lane in locations.Candidates)
        {
            var count = CountOf(in state, lane);
            for (var process = 0; process < count; process++)
            {
                if (!IsPrivate(in state, lane, process))
                {
                    continue;
                }

                if (!isAnyExpanded)
                {
                    Array.Clear(_expanded);
                    isAnyExpanded = true;
                }

                Expand(in state, lane, process, ref sink);
                if (sink.HasNew)
                {
                    return true;
                }
            }
        }

        if (!isAnyExpanded)
        {
            TSystem.Successors(in state, ref sink);
            return false;
        }

        ExpandOthers(in state, ref sink);
        return false;
    }

    private static int CountOf(in TState state, PrivateLocations.Lane lane)
    {
        var count = 0;
        foreach (var machine in lane.Machines)
        {
            count = int.Max(count, TSystem.InstancesOf(in state, machine));
        }

        return count;
    }

    /// <summary>Whether all that a process may do here is private, and it may do anything.</summary>
    private bool IsPrivate(in TState state, PrivateLocations.Lane lane, int process)
    {
        var hasRules = false;
        foreach (var machine in lane.Machines)
        {
            if (process < TSystem.InstancesOf(in state, machine))
            {
                var location = TSystem.LocationOf(in state, machine, process);
                if (!locations.IsPrivate(machine, location))
                {
                    return false;
                }

                hasRules |= locations.HasRules(machine, location);
            }
        }

        return hasRules;
    }

    private void Expand<TSink>(in TState state, PrivateLocations.Lane lane, int process, ref TSink sink)
        where TSink : struct, IReducedSink<TState>, allows ref struct
    {
        foreach (var machine in lane.Machines)
        {
            if (process < TSystem.InstancesOf(in state, machine))
            {
                _expanded[(machine * Words) + (process / 64)] |= 1UL << process % 64;
                TSystem.SuccessorsOf(in state, machine, process, ref sink);
            }
        }
    }

    private void ExpandOthers<TSink>(in TState state, ref TSink sink)
        where TSink : struct, IReducedSink<TState>, allows ref struct
    {
        for (var machine = 0; machine < _machines; machine++)
        {
            var count = TSystem.InstancesOf(in state, machine);
            for (var instance = 0; instance < count; instance++)
            {
                if ((_expanded[(machine * Words) + (instance / 64)] >> instance % 64 & 1) == 0)
                {
                    TSystem.SuccessorsOf(in state, machine, instance, ref sink);
                }
            }
        }
    }
}
