using Wakeline.Checking.Memory;
using Wakeline.Checking.Search;

namespace Wakeline.Checking;

/// <summary>
/// Finds where small spaces end: all states without successors that can be reached from a given one. Memory is kept
/// from one exploration to the next, so that thousands of them a second are cheap. Not safe for use by several threads
/// at a time.
/// </summary>
/// <example>
/// <code>
/// using var exploration = new Exploration&lt;Kernel, SystemSuccessors&lt;EpollLevel, Kernel&gt;&gt;(default, 10_000);
/// var outcomes = exploration.RestStates(in afterTheCalls);
/// </code>
/// </example>
/// <typeparam name="TState">The state: an unmanaged struct without padding, compared byte by byte.</typeparam>
/// <typeparam name="TSuccessors">Where successors come from.</typeparam>
public sealed class Exploration<TState, TSuccessors> : IDisposable
    where TState : unmanaged where TSuccessors : struct, ISuccessors<TState>
{
    private readonly TSuccessors _successors;
    private readonly StateSet<TState> _states;
    private readonly Expansion<TState> _expansion;
    private readonly List<TState> _restStates = [];
    private readonly List<uint> _restNumbers = [];
    private readonly int _statesMost;

    /// <summary>Prepares explorations.</summary>
    /// <param name="successors">Where successors come from.</param>
    /// <param name="statesMost">The most states to visit in one exploration.</param>
    public Exploration(TSuccessors successors, int statesMost)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(statesMost, 1);
        _successors = successors;
        var budget = new MemoryBudget(long.MaxValue);
        _states = new StateSet<TState>(budget);
        _expansion = new Expansion<TState>(_states, rules: 0, budget);
        _statesMost = statesMost;
    }

    /// <summary>Visits every state that can be reached from <paramref name="start"/>.</summary>
    /// <remarks>An exception thrown by a step ends the exploration and reaches the caller.</remarks>
    /// <returns>What was found; valid until the next exploration.</returns>
    public RestStates<TState> RestStates(in TState start)
    {
        _restStates.Clear();
        _restNumbers.Clear();
        _expansion.Abandon();
        _states.Clear();
        _expansion.AddStart(in start);
        _expansion.AllowMore(_statesMost - 1);
        var sink = new ExpansionSink<TState>(_expansion);
        for (var state = 0u; state < Visible; state++)
        {
            ref readonly var current = ref _expansion.Open(state);
            _successors.Successors(in current, ref sink);
            if (_expansion.FanOut == 0)
            {
                _restStates.Add(current);
                _restNumbers.Add(state);
            }

            _expansion.Settle();
            if (state + 1 == Visible)
            {
                _expansion.Complete();
            }
        }

        return new RestStates<TState>(_restStates, (int)Visible, !_expansion.HasRefused);
    }

    /// <summary>The states of a shortest way to a state found last, from the start on, both included.</summary>
    /// <param name="found">Index of the state among those found.</param>
    public IReadOnlyList<TState> PathTo(int found)
    {
        var path = new List<TState>();
        for (var at = _restNumbers[found]; at != Expansion<TState>.NoParent; at = _states.ParentOf(at))
        {
            path.Add(_states.Load(at));
        }

        path.Reverse();
        return path;
    }

    /// <summary>A batch may add a few states more than are wanted.</summary>
    private uint Visible => uint.Min(_states.Count, (uint)_statesMost);

    /// <inheritdoc/>
    public void Dispose()
    {
        _expansion.Dispose();
        _states.Dispose();
    }
}

/// <summary>What an exploration found.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="Found">
/// The distinct states without successors, nearest to the start first. Empty if every run goes on for ever.
/// </param>
/// <param name="Visited">The number of states visited.</param>
/// <param name="IsComplete">Whether every reachable state was visited; otherwise the bound was reached.</param>
public readonly record struct RestStates<TState>(IReadOnlyList<TState> Found, int Visited, bool IsComplete)
    where TState : unmanaged;
