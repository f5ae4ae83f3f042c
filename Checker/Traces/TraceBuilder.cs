using Wakeline.Checking.Search;

namespace Wakeline.Checking.Traces;

/// <summary>Turns states that the search numbered into traces, by taking the steps between them again.</summary>
internal sealed class TraceBuilder<TSystem, TState>(
    SystemInfo system, Parameters parameters, BreadthFirstSearch<TSystem, TState> search)
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    private readonly StepSearch<TState> _steps = new();

    /// <summary>A shortest trace from the start to a state.</summary>
    public Trace To(uint state, string property, string why, TraceEnding ending) =>
        Assemble(StepsTo(state), property, why, ending, loopStart: -1);

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

    /// <summary>The steps along a sequence of states, each of which is a successor of the one before.</summary>
    public IReadOnlyList<Step> StepsAlong(IReadOnlyList<uint> path) =>
        [.. path.Zip(path.Skip(1), (from, to) => StepBetween(from, to))];

    /// <summary>The first step from one state to another that counts.</summary>
    public Step StepBetween(uint from, uint to, Predicate<Step>? admits = null)
    {
        var before = search.States.Load(from);
        var after = search.States.Load(to);
        return _steps.To<TSystem>(in before, in after, admits)
            ? _steps.Found!.Value
            : throw NotTheSame($"the step from state {from} to state {to} was not found again");
    }

    private IReadOnlyList<Step> StepsTo(uint state) =>
        search.States.IsFingerprinted ? StepsByOrdinals(PathTo(state)) : StepsAlong(PathTo(state));

    /// <summary>Takes all steps of a path again, where states are known by which successors they are.</summary>
    private List<Step> StepsByOrdinals(IReadOnlyList<uint> path)
    {
        var steps = new List<Step>();
        var current = search.Start;
        foreach (var next in path.Skip(1))
        {
            var before = search.States.OrdinalOf(next);
            if (!_steps.Any<TSystem>(in current, _ => before-- == 0))
            {
                throw NotTheSame($"a step to state {next} was not found again");
            }

            steps.Add(_steps.Found!.Value);
            current = _steps.After;
        }

        return steps;
    }

    /// <inheritdoc cref="TraceAssembly.Of"/>
    public Trace Assemble(
        IReadOnlyList<Step> steps, string property, string why, TraceEnding ending, int loopStart) =>
        new TraceAssembly(system, parameters).Of(steps, property, why, ending, loopStart);

    private InvalidOperationException NotTheSame(string how) => new(
        $"System '{system.Name}' does not give the same successors every time: {how}. "
        + "Guards and effects must depend on nothing but the state.");
}
