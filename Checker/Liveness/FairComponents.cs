namespace Wakeline.Checking.Liveness;

/// <summary>
/// Finds a part of a region in which a fair run can stay for ever: a strongly connected component in which each weakly
/// fair actor is disabled somewhere or takes a step, and each strongly fair one is disabled everywhere or takes a step.
/// States where a strongly fair actor is enabled that takes no step in the component are taken away, and what is left
/// is divided again (Emerson and Lei, "Modalities for model checking", 1987).
/// </summary>
internal sealed class FairComponents(Region region, Actors actors, Components components)
{
    private readonly uint[] _enabledNodes = new uint[actors.Count];
    private readonly uint[] _lastNode = new uint[actors.Count];
    private readonly bool[] _takesStep = new bool[actors.Count];

    /// <summary>The fair component that a shortest run leads to.</summary>
    /// <param name="beat">Called now and then; returns <see langword="false"/> to give up.</param>
    /// <returns>The component and its node nearest to the start; <see langword="null"/> if there is none.</returns>
    public (NodeGroup Group, uint Entry)? Find(Func<bool> beat)
    {
        (NodeGroup Group, uint Entry)? nearest = null;
        var open = new Stack<NodeGroup>();
        components.Divide(components.All(), open);
        while (open.TryPop(out var group) && beat())
        {
            if (!HasCycle(group) || nearest is { } found && found.Entry <= EntryOf(group))
            {
                continue;
            }

            Count(group);
            if (IsUnfairToWeak(group))
            {
                continue;
            }

            if (RemoveUnfairToStrong(group))
            {
                components.Divide(group, open);
            }
            else
            {
                nearest = (group, EntryOf(group));
            }
        }

        return nearest;
    }

    /// <summary>Whether any run can stay in the region for ever, fair or not.</summary>
    public bool HasAnyCycle()
    {
        var groups = new Stack<NodeGroup>();
        components.Divide(components.All(), groups);
        return groups.Any(HasCycle);
    }

    private bool HasCycle(NodeGroup group)
    {
        if (group.Count > 1)
        {
            return true;
        }

        var node = components.NodeAt(group.First);
        for (var edge = region.FirstEdge(node); edge < region.EndOfEdges(node); edge++)
        {
            if (region.TargetOf(edge) == node)
            {
                return true;
            }
        }

        return false;
    }

    private uint EntryOf(NodeGroup group)
    {
        var entry = Region.None;
        for (var place = group.First; place < group.End; place++)
        {
            entry = uint.Min(entry, components.NodeAt(place));
        }

        return entry;
    }

    /// <summary>
    /// For each actor: in how many nodes of a group it is enabled, and whether it takes a step within.
    /// </summary>
    private void Count(NodeGroup group)
    {
        Array.Clear(_enabledNodes);
        Array.Clear(_takesStep);
        Array.Fill(_lastNode, Region.None);
        for (var place = group.First; place < group.End; place++)
        {
            var node = components.NodeAt(place);
            for (var edge = region.FirstEdge(node); edge < region.EndOfEdges(node); edge++)
            {
                var actor = region.ActorOf(edge);
                if (actor == Actors.None)
                {
                    continue;
                }

                _takesStep[actor] |= components.IsIn(region.TargetOf(edge), group.Id);
                if (_lastNode[actor] != node)
                {
                    _lastNode[actor] = node;
                    _enabledNodes[actor]++;
                }
            }
        }
    }

    /// <summary>
    /// A weakly fair actor that is always enabled and never moves makes every part of the group unfair.
    /// </summary>
    private bool IsUnfairToWeak(NodeGroup group)
    {
        for (var actor = 0; actor < actors.Count; actor++)
        {
            if (actors[actor].Fairness == Fairness.Weak && !_takesStep[actor] && _enabledNodes[actor] == group.Count)
            {
                return true;
            }
        }

        return false;
    }

    private bool RemoveUnfairToStrong(NodeGroup group)
    {
        var hasRemoved = false;
        for (var place = group.First; place < group.End; place++)
        {
            var node = components.NodeAt(place);
            for (var edge = region.FirstEdge(node); edge < region.EndOfEdges(node); edge++)
            {
                var actor = region.ActorOf(edge);
                if (actor != Actors.None && actors[actor].Fairness == Fairness.Strong && !_takesStep[actor])
                {
                    components.Remove(node);
                    hasRemoved = true;
                    break;
                }
            }
        }

        return hasRemoved;
    }
}
