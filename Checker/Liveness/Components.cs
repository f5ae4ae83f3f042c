using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Liveness;

/// <summary>
/// Divides nodes of a region into strongly connected components (Tarjan, "Depth-first search and linear graph
/// algorithms", 1972, with a stack of its own). A node is in the group it was last put in; steps between groups do not
/// count, which is how a component is divided further after some of its nodes were taken away.
/// </summary>
internal sealed class Components : IDisposable
{
    /// <summary>The group of nodes that were taken away.</summary>
    public const uint Removed = 0;

    private readonly Region _region;
    private readonly NativeArray<uint> _nodes;
    private readonly NativeArray<uint> _divided;
    private readonly NativeArray<uint> _groups;
    private readonly NativeArray<uint> _numbers;
    private readonly NativeArray<uint> _lows;
    private readonly NativeArray<uint> _stack;
    private readonly NativeArray<uint> _path;
    private readonly NativeArray<ulong> _pathEdges;

    private uint _lastGroup;
    private uint _lastNumber;
    private uint _stackCount;

    public Components(Region region, MemoryBudget budget)
    {
        _region = region;
        _nodes = new NativeArray<uint>(region.Count, budget);
        _divided = new NativeArray<uint>(region.Count, budget);
        _groups = new NativeArray<uint>(region.Count, budget);
        _numbers = new NativeArray<uint>(region.Count, budget);
        _lows = new NativeArray<uint>(region.Count, budget);
        _stack = new NativeArray<uint>(region.Count, budget);
        _path = new NativeArray<uint>(region.Count, budget);
        _pathEdges = new NativeArray<ulong>(region.Count, budget);
    }

    /// <summary>Puts all nodes of the region into one group.</summary>
    public NodeGroup All()
    {
        _lastGroup++;
        for (var node = 0u; node < _region.Count; node++)
        {
            _nodes[node] = node;
            _groups[node] = _lastGroup;
        }

        return new NodeGroup(_lastGroup, 0, _region.Count);
    }

    public uint NodeAt(uint place) => _nodes[place];

    public bool IsIn(uint node, uint group) => node != Region.None && _groups[node] == group;

    /// <summary>Takes a node out of its group.</summary>
    public void Remove(uint node) => _groups[node] = Removed;

    /// <summary>
    /// Divides what is left of a group into components, each of which becomes a group, and adds those to
    /// <paramref name="found"/>.
    /// </summary>
    public void Divide(NodeGroup group, Stack<NodeGroup> found)
    {
        for (var place = group.First; place < group.End; place++)
        {
            _numbers[_nodes[place]] = 0;
        }

        _lastNumber = 0;
        var done = group.First;
        for (var place = group.First; place < group.End; place++)
        {
            var root = _nodes[place];
            if (_groups[root] == group.Id && _numbers[root] == 0)
            {
                Search(root, group.Id, ref done, found);
            }
        }

        for (var place = group.First; place < done; place++)
        {
            _nodes[place] = _divided[place];
        }
    }

    public void Dispose()
    {
        _nodes.Dispose();
        _divided.Dispose();
        _groups.Dispose();
        _numbers.Dispose();
        _lows.Dispose();
        _stack.Dispose();
        _path.Dispose();
        _pathEdges.Dispose();
    }

    private void Search(uint root, uint group, ref uint done, Stack<NodeGroup> found)
    {
        var depth = 0u;
        Enter(root, depth);
        while (true)
        {
            var node = _path[depth];
            if (NextUnseen(node, group, ref _pathEdges[depth], out var target))
            {
                Enter(target, ++depth);
                continue;
            }

            if (_lows[node] == _numbers[node])
            {
                found.Push(PopComponent(node, ref done));
            }

            if (depth == 0)
            {
                return;
            }

            var parent = _path[--depth];
            _lows[parent] = uint.Min(_lows[parent], _lows[node]);
        }
    }

    private void Enter(uint node, uint depth)
    {
        _numbers[node] = _lows[node] = ++_lastNumber;
        _stack[_stackCount++] = node;
        _path[depth] = node;
        _pathEdges[depth] = _region.FirstEdge(node);
    }

    /// <summary>Goes on along the edges of a node to one that was not seen; notes how low the others reach.</summary>
    private bool NextUnseen(uint node, uint group, ref ulong edge, out uint target)
    {
        for (var end = _region.EndOfEdges(node); edge < end;)
        {
            target = _region.TargetOf(edge++);
            if (!IsIn(target, group))
            {
                continue;
            }

            if (_numbers[target] == 0)
            {
                return true;
            }

            // Finished components have left the group, so the target is on the stack.
            _lows[node] = uint.Min(_lows[node], _numbers[target]);
        }

        target = Region.None;
        return false;
    }

    private NodeGroup PopComponent(uint root, ref uint done)
    {
        var group = ++_lastGroup;
        var first = done;
        uint node;
        do
        {
            node = _stack[--_stackCount];
            _groups[node] = group;
            _divided[done++] = node;
        }
        while (node != root);
        return new NodeGroup(group, first, done);
    }
}

/// <summary>Nodes that belong together: those at the places from <paramref name="First"/> up to the end.</summary>
/// <param name="Id">Identity of the group.</param>
/// <param name="First">The first place.</param>
/// <param name="End">The end of the places, exclusive.</param>
internal readonly record struct NodeGroup(uint Id, uint First, uint End)
{
    public uint Count => End - First;
}
