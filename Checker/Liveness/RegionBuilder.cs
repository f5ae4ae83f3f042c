using System.Runtime.CompilerServices;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Reduction;
using Wakeline.Checking.Search;

namespace Wakeline.Checking.Liveness;

/// <summary>
/// Builds the region of a leads-to property, by enumerating the successors of its states once more. Where the search
/// kept one state for all that differ by a symmetry, so does the region.
/// </summary>
internal sealed unsafe class RegionBuilder<TSystem, TState>(
    BreadthFirstSearch<TSystem, TState> search, LeadsToMarks marks, Actors actors, Region region,
    Symmetry<TSystem, TState>? symmetry)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private const uint NodesPerBeat = 1 << 11;

    private readonly StateSet<TState> _states = search.States;
    private uint _node;
    private bool _hasFairStep;

    /// <summary>
    /// Builds until the region is complete, or until a state is found in which nothing has to happen.
    /// </summary>
    /// <param name="beat">Called now and then; returns <see langword="false"/> to give up.</param>
    /// <returns>The first node in which a run may stay for ever, or <see cref="Region.None"/>.</returns>
    public uint Build(Func<bool> beat)
    {
        for (var depth = 0; depth <= search.Depth || _node < region.Count; depth++)
        {
            AddWaitsThatBeginAt(depth);
            for (var end = region.Count; _node < end; _node++)
            {
                AddSteps();
                if (!_hasFairStep)
                {
                    return _node;
                }

                if (_node % NodesPerBeat == 0 && !beat())
                {
                    return Region.None;
                }
            }
        }

        return Region.None;
    }

    private void AddWaitsThatBeginAt(int depth)
    {
        if (depth > search.Depth)
        {
            return;
        }

        var end = search.LevelEnd(depth);
        for (var state = search.LevelStart(depth); state < end; state++)
        {
            if (marks.IsPending(state))
            {
                region.NodeOf(state, Region.None);
            }
        }
    }

    private void AddSteps()
    {
        _hasFairStep = false;
        ref readonly var state = ref _states.Load(region.StateOf(_node));
        var sink = new Sink(this);
        TSystem.Successors(in state, ref sink);
        region.EndNode(_node);
    }

    private ref TState Begin(in TState source)
    {
        ref var scratch = ref *(TState*)_states.Codec.Scratch;
        scratch = source;
        return ref scratch;
    }

    private void Commit(int rule, int instance)
    {
        symmetry?.Represent(ref *(TState*)_states.Codec.Scratch);
        var target = _states.Codec.TryTakeScratch(out var key) ? _states.Find(key) : InternTable.None;
        if (target == InternTable.None)
        {
            throw new InvalidOperationException(
                $"System '{TSystem.Info.Name}' gives a successor by rule '{TSystem.Info.Rules[rule].Name}' that it did "
                + "not give before. Guards and effects must depend on nothing but the state.");
        }

        var actor = actors.NumberOf(rule, instance);
        _hasFairStep |= actor != Actors.None;
        region.AddEdge(marks.IsGoal(target) ? Region.None : region.NodeOf(target, _node), actor);
    }

    private readonly struct Sink(RegionBuilder<TSystem, TState> builder) : ISuccessorSink<TState>
    {
        public bool Takes(int rule, int instance, int choice) => true;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public ref TState Begin(in TState source) => ref builder.Begin(in source);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Commit(int rule, int instance, int choice) => builder.Commit(rule, instance);
    }
}
