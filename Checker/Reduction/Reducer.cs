using Wakeline.Checking.Search;

namespace Wakeline.Checking.Reduction;

/// <summary>Gives one thread of a search fewer successors than a state has.</summary>
internal sealed class Reducer<TSystem, TState>(
    Expansion<TState> expansion, PartialOrder<TSystem, TState>? order, Symmetry<TSystem, TState>? symmetry)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private uint _levelEnd;
    private bool _hasNew;
    private long _partlyExpanded;

    /// <summary>States of which only some processes were expanded, since they were last handed over.</summary>
    public long HandOverPartlyExpanded()
    {
        var count = _partlyExpanded;
        _partlyExpanded = 0;
        return count;
    }

    /// <summary>Adds successors of the state that is in the open.</summary>
    /// <param name="state">The state.</param>
    /// <param name="levelEnd">The end, exclusive, of the states of its level and those before.</param>
    public void Successors(in TState state, uint levelEnd)
    {
        _levelEnd = levelEnd;
        _hasNew = false;
        var sink = new Sink(this);
        if (order is null)
        {
            TSystem.Successors(in state, ref sink);
        }
        else if (order.Successors(in state, ref sink))
        {
            _partlyExpanded++;
        }
    }

    private void Commit(int rule)
    {
        symmetry?.Represent(ref expansion.Successor);
        _hasNew |= order is not null && !_hasNew && expansion.IsNew(_levelEnd);
        expansion.Commit(rule);
    }

    private readonly struct Sink(Reducer<TSystem, TState> reducer) : IReducedSink<TState>
    {
        public bool HasNew => reducer._hasNew;

        public bool Takes(int rule, int instance, int choice) => true;

        public ref TState Begin(in TState source) => ref reducer.Begin(in source);

        public void Commit(int rule, int instance, int choice) => reducer.Commit(rule);
    }

    private ref TState Begin(in TState source) => ref expansion.Begin(in source);
}
