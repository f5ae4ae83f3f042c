using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>The states of a system, nearest to its start first, each with a shortest way to it.</summary>
internal sealed class SystemSpace<TSystem, TState> where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <summary>The most states, and the most octets of them, that are visited.</summary>
    private const int StatesMost = 50_000;
    private const int OctetsMost = 64 << 20;

    private readonly int _seed;
    private readonly List<TState> _states = [];
    private readonly List<(int Before, Step Step)> _ways = [];
    private readonly Dictionary<TState, int> _numbers = new(new Octets());
    private readonly List<(Step Step, int State)[]> _steps = [];

    /// <summary>Visits the states.</summary>
    /// <param name="parameters">Its bounds.</param>
    /// <param name="seed">Of several shortest ways to a state, decides which is kept.</param>
    /// <param name="cancellation">Ends the visit.</param>
    public SystemSpace(Parameters parameters, int seed, CancellationToken cancellation)
    {
        _seed = seed;
        var most = Math.Clamp(OctetsMost / Unsafe.SizeOf<TState>(), 1000, StatesMost);
        Add(TSystem.Start(parameters), -1, default);
        for (var number = 0; number < _states.Count && number < most; number++)
        {
            cancellation.ThrowIfCancellationRequested();
            var state = _states[number];
            _steps.Add([.. Ordered(SystemView<TSystem, TState>.StepsIn(in state)).Select(each =>
                (each.Step, Add(each.State, number, each.Step)))]);
        }
    }

    /// <summary>How many states were visited, and are known with all their steps.</summary>
    public int Count => _steps.Count;

    /// <summary>Whether these are all that can be reached.</summary>
    public bool IsComplete => _steps.Count == _states.Count;

    public TState this[int number] => _states[number];

    /// <summary>The steps that are possible in a state that was visited.</summary>
    public IReadOnlyList<(Step Step, int State)> StepsIn(int number) => _steps[number];

    /// <summary>Whether a state was visited.</summary>
    public bool IsVisited(int number) => number < _steps.Count;

    /// <summary>The number of a state.</summary>
    public int NumberOf(TState state) => _numbers[state];

    /// <summary>The steps of a shortest way to a state.</summary>
    public List<Step> WayTo(int number)
    {
        var way = new List<Step>();
        for (var at = number; _ways[at].Before >= 0; at = _ways[at].Before)
        {
            way.Add(_ways[at].Step);
        }

        way.Reverse();
        return way;
    }

    /// <summary>How long that way is.</summary>
    public int DepthOf(int number) => WayTo(number).Count;

    private int Add(TState state, int before, Step step)
    {
        if (_numbers.TryGetValue(state, out var known))
        {
            return known;
        }

        _numbers[state] = _states.Count;
        _states.Add(state);
        _ways.Add((before, step));
        return _states.Count - 1;
    }

    /// <summary>The order in which the steps of a state are taken: that of the table for the first seed.</summary>
    private IEnumerable<(Step Step, TState State)> Ordered(IReadOnlyList<(Step Step, TState State)> steps) =>
        steps.OrderBy(each => unchecked(
            (uint)(each.Step.Rule + (each.Step.Instance * 31) + 1) * 2654435761u * (uint)(_seed - 1)));

    /// <summary>States are their octets.</summary>
    internal sealed class Octets : IEqualityComparer<TState>
    {
        public bool Equals(TState x, TState y) => Of(in x).SequenceEqual(Of(in y));

        public int GetHashCode(TState obj) => unchecked((int)XxHash3.HashToUInt64(Of(in obj)));

        private static ReadOnlySpan<byte> Of(in TState state) =>
            MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in state, 1));
    }
}
