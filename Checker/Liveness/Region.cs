using Wakeline.Checking.Memory;

namespace Wakeline.Checking.Liveness;

/// <summary>
/// The states in which a goal is due: those where the premise holds without it, and all that follow before the goal is
/// reached. They are numbered from 0 by the length of the shortest run that gets there, and carry all their steps,
/// because also a step that leaves the region tells that its rule could fire.
/// </summary>
internal sealed class Region : IDisposable
{
    /// <summary>
    /// No node: the target of a step that reaches the goal, and the parent of a node where a wait begins.
    /// </summary>
    public const uint None = uint.MaxValue;

    private readonly NativeArray<uint> _nodeOfState;
    private readonly NativeArray<uint> _states;
    private readonly NativeArray<uint> _parents;
    private readonly NativeArray<ulong> _firstEdges;
    private readonly NativeArray<uint> _targets;
    private readonly NativeArray<ushort> _actors;

    /// <param name="states">The number of states of the whole search.</param>
    /// <param name="budget">Where memory comes from.</param>
    public Region(uint states, MemoryBudget budget)
    {
        _nodeOfState = new NativeArray<uint>(states, budget);
        _states = new NativeArray<uint>(64, budget);
        _parents = new NativeArray<uint>(64, budget);
        _firstEdges = new NativeArray<ulong>(64, budget);
        _targets = new NativeArray<uint>(64, budget);
        _actors = new NativeArray<ushort>(64, budget);
    }

    /// <summary>The number of nodes.</summary>
    public uint Count { get; private set; }

    /// <summary>The number of steps that start in the region.</summary>
    public ulong Edges { get; private set; }

    public uint StateOf(uint node) => _states[node];

    /// <summary>The node before this one on a shortest run, or <see cref="None"/> where the wait begins.</summary>
    public uint ParentOf(uint node) => _parents[node];

    public ulong FirstEdge(uint node) => _firstEdges[node];

    /// <summary>The end of a node's edges, exclusive.</summary>
    public ulong EndOfEdges(uint node) => _firstEdges[node + 1];

    public uint TargetOf(ulong edge) => _targets[(nuint)edge];

    /// <summary>Number of the actor that takes a step, or <see cref="Actors.None"/>.</summary>
    public ushort ActorOf(ulong edge) => _actors[(nuint)edge];

    /// <summary>The node of a state, which becomes one now if it is none.</summary>
    public uint NodeOf(uint state, uint parent)
    {
        ref var entry = ref _nodeOfState[state];
        if (entry == 0)
        {
            _states.EnsureLength((nuint)Count + 1);
            _parents.EnsureLength((nuint)Count + 1);
            _states[Count] = state;
            _parents[Count] = parent;
            entry = ++Count;
        }

        return entry - 1;
    }

    /// <summary>
    /// Adds a step to the node whose steps are being added; nodes come in the order of their numbers.
    /// </summary>
    public void AddEdge(uint target, ushort actor)
    {
        _targets.EnsureLength((nuint)Edges + 1);
        _actors.EnsureLength((nuint)Edges + 1);
        _targets[(nuint)Edges] = target;
        _actors[(nuint)Edges] = actor;
        Edges++;
    }

    /// <summary>Says that a node has all its steps.</summary>
    public void EndNode(uint node)
    {
        _firstEdges.EnsureLength((nuint)node + 2);
        _firstEdges[node + 1] = Edges;
    }

    public void Dispose()
    {
        _nodeOfState.Dispose();
        _states.Dispose();
        _parents.Dispose();
        _firstEdges.Dispose();
        _targets.Dispose();
        _actors.Dispose();
    }
}
