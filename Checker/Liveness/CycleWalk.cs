using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Liveness;

/// <summary>
/// Walks a cycle through a fair component that is fair by itself: from the entry to one witness of fairness after
/// another, each time the nearest, and back as soon as the way back makes a fair cycle.
/// </summary>
internal sealed class CycleWalk : IDisposable
{
    private readonly Region _region;
    private readonly Actors _actors;
    private readonly Components _components;
    private readonly uint _group;
    private readonly NativeArray<ulong> _cameBy;
    private readonly NativeArray<uint> _cameFrom;
    private readonly NativeArray<uint> _queue;

    public CycleWalk(Region region, Actors actors, Components components, uint group, MemoryBudget budget)
    {
        _region = region;
        _actors = actors;
        _components = components;
        _group = group;
        _cameBy = new NativeArray<ulong>(region.Count, budget);
        _cameFrom = new NativeArray<uint>(region.Count, budget);
        _queue = new NativeArray<uint>(region.Count, budget);
    }

    /// <summary>The edges of a fair cycle that starts and ends in a node, in order, each with its source.</summary>
    public IReadOnlyList<(uint From, ulong Edge)> From(uint entry)
    {
        var open = new List<(uint From, ulong Edge)>();
        var at = entry;
        while (true)
        {
            List<(uint From, ulong Edge)> closed = [.. open, .. PathTo(at, edge => _region.TargetOf(edge) == entry)];
            if (FirstUntreated(closed) is not { } actor)
            {
                return closed;
            }

            open.AddRange(PathTo(at, edge => IsWitness(edge, actor)));
            at = _region.TargetOf(open[^1].Edge);
        }
    }

    public void Dispose()
    {
        _cameBy.Dispose();
        _cameFrom.Dispose();
        _queue.Dispose();
    }

    /// <summary>An actor that a run repeating these edges for ever would treat unfairly.</summary>
    private ushort? FirstUntreated(List<(uint From, ulong Edge)> cycle)
    {
        var taken = cycle.Select(each => _region.ActorOf(each.Edge)).ToHashSet();
        var enabled = cycle.Select(each => EnabledIn(each.From)).ToList();
        foreach (var actor in enabled.SelectMany(each => each).Distinct().Order().Where(each => !taken.Contains(each)))
        {
            if (_actors[actor].Fairness == Fairness.Strong || enabled.TrueForAll(each => each.Contains(actor)))
            {
                return actor;
            }
        }

        return null;
    }

    /// <summary>
    /// Whether going along an edge treats an actor fairly: it moves, or comes to rest where it cannot.
    /// </summary>
    private bool IsWitness(ulong edge, ushort actor) => _region.ActorOf(edge) == actor
        || _actors[actor].Fairness == Fairness.Weak && !EnabledIn(_region.TargetOf(edge)).Contains(actor);

    private HashSet<ushort> EnabledIn(uint node)
    {
        var enabled = new HashSet<ushort>();
        for (var edge = _region.FirstEdge(node); edge < _region.EndOfEdges(node); edge++)
        {
            if (_region.ActorOf(edge) is var actor and not Actors.None)
            {
                enabled.Add(actor);
            }
        }

        return enabled;
    }

    /// <summary>A shortest way of one edge or more, within the component, whose last edge meets a demand.</summary>
    private List<(uint From, ulong Edge)> PathTo(uint start, Predicate<ulong> isLast)
    {
        _cameFrom.Clear();
        _cameBy.Clear();
        var count = 0u;
        _queue[count++] = start;
        for (var next = 0u; next < count; next++)
        {
            var node = _queue[next];
            for (var edge = _region.FirstEdge(node); edge < _region.EndOfEdges(node); edge++)
            {
                var target = _region.TargetOf(edge);
                if (!_components.IsIn(target, _group))
                {
                    continue;
                }

                if (isLast(edge))
                {
                    return [.. WayTo(node, start), (node, edge)];
                }

                if (target != start && _cameBy[target] == 0)
                {
                    _cameBy[target] = edge + 1;
                    _cameFrom[target] = node;
                    _queue[count++] = target;
                }
            }
        }

        throw new InvalidOperationException("A strongly connected component is not: a witness cannot be reached.");
    }

    private List<(uint From, ulong Edge)> WayTo(uint node, uint start)
    {
        var way = new List<(uint From, ulong Edge)>();
        for (var at = node; at != start; at = _cameFrom[at])
        {
            way.Add((_cameFrom[at], _cameBy[at] - 1));
        }

        way.Reverse();
        return way;
    }
}
