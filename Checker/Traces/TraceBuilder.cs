using Wakeline.Checking.Search;

namespace Wakeline.Checking.Traces;

/// <summary>Turns states that the search numbered into traces, by taking the steps between them again.</summary>
/// <param name="system">The system.</param>
/// <param name="parameters">What the search was run with.</param>
/// <param name="search">The search.</param>
/// <param name="start">The state that runs begin in.</param>
/// <param name="represent">
/// If the search visited representatives of states: puts one in a state's place. The traces are runs of the system all
/// the same.
/// </param>
internal sealed class TraceBuilder<TSystem, TState>(
    SystemInfo system, Parameters parameters, BreadthFirstSearch<TSystem, TState> search, TState start,
    Represent<TState>? represent)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly StepSearch<TState> _steps = new() { Represent = represent };

    /// <summary>A shortest trace from the start to a state.</summary>
    /// <param name="state">The state.</param>
    /// <param name="property">The property the trace is about.</param>
    /// <param name="why">What it shows.</param>
    /// <param name="ending">How it ends.</param>
    /// <param name="failure">
    /// What is thrown where the trace ends, if that is on the way to the state: a reduced search takes the steps of a
    /// state in an order of its own, and may go on where a replay does not.
    /// </param>
    public Trace To(uint state, string property, string why, TraceEnding ending, out Exception? failure)
    {
        failure = null;
        var path = PathTo(state);
        var steps = search.States.IsFingerprinted ? StepsByOrdinals(path) : StepsAlong(path, out failure);
        return Assemble(steps, property, why, ending, loopStart: -1);
    }

    /// <summary>The states of a shortest way from the start to a state, both included.</summary>
    public IReadOnlyList<uint> PathTo(uint state)
    {
        var path = new List<uint>();
        for (var at = state; at != Expansion<TState>.NoParent; at = search.States.ParentOf(at))
        {
            path.Add(at);
        }

        path.Reverse();
        return path;
    }

    /// <summary>
    /// The steps from the start along a sequence of states, each of which is a successor of the one before.
    /// </summary>
    public IReadOnlyList<Step> StepsAlong(IReadOnlyList<uint> path) => StepsAlong(path, out _);

    private List<Step> StepsAlong(IReadOnlyList<uint> path, out Exception? failure)
    {
        failure = null;
        var steps = new List<Step>();
        var at = start;
        foreach (var (from, to) in path.Zip(path.Skip(1)))
        {
            if (!TryTake(in at, to, admits: null) && _steps.Failure is not null)
            {
                failure = _steps.Failure;
                break;
            }

            steps.Add(Found(from, to));
            at = _steps.After;
        }

        return steps;
    }

    /// <summary>The first step from one state to another that counts.</summary>
    public Step StepBetween(uint from, uint to, Predicate<Step>? admits = null)
    {
        var before = search.States.Load(from);
        TryTake(in before, to, admits);
        return Found(from, to);
    }

    /// <summary>Takes all steps of a path again, where states are known by which successors they are.</summary>
    private List<Step> StepsByOrdinals(IReadOnlyList<uint> path)
    {
        var steps = new List<Step>();
        var current = start;
        foreach (var (from, to) in path.Zip(path.Skip(1)))
        {
            var before = search.States.OrdinalOf(to);
            _steps.Any<TSystem>(in current, _ => before-- == 0);
            steps.Add(Found(from, to));
            current = _steps.After;
        }

        return steps;
    }

    private bool TryTake(in TState before, uint to, Predicate<Step>? admits)
    {
        var after = search.States.Load(to);
        return _steps.To<TSystem>(in before, in after, admits);
    }

    private Step Found(uint from, uint to) => _steps.Found ?? throw new InvalidOperationException(
        $"System '{system.Name}' does not give the same successors every time: "
        + $"the step from state {from} to state {to} was not found again. "
        + "Guards and effects must depend on nothing but the state.");

    /// <inheritdoc cref="TraceAssembly.Of"/>
    public Trace Assemble(
        IReadOnlyList<Step> steps, string property, string why, TraceEnding ending, int loopStart) =>
        new TraceAssembly(system, parameters).Of(steps, property, why, ending, loopStart);
}
