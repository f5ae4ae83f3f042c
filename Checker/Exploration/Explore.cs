using System.Security.Cryptography;
using Wakeline.Checking.Traces;

namespace Wakeline.Checking;

/// <summary>Walks through a system by hand, for tools that show it: successors of a state, chosen by index.</summary>
public static class Explore
{
    /// <summary>The state that some choices lead to.</summary>
    /// <param name="parameters">The system's parameters, and the mutation to put in force.</param>
    /// <param name="path">The choices from the start on, each an index into the successors of its state.</param>
    /// <exception cref="SpecificationException">A parameter does not fit the system.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A state on the way has no successor of that index.</exception>
    public static ExploredState At<TSystem, TState>(Parameters parameters, IReadOnlyList<int> path)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentNullException.ThrowIfNull(path);
        var assembly = new TraceAssembly(TSystem.Info, parameters);
        var successors = new SuccessorList<TState>();
        var state = TSystem.Start(parameters);
        var steps = new List<TraceStep>();
        foreach (var (depth, choice) in path.Index())
        {
            successors.Fill<TSystem>(in state);
            if (choice < 0 || choice >= successors.Count)
            {
                throw new ArgumentOutOfRangeException(
                    nameof(path), choice,
                    $"After {depth} steps there are {successors.Count} successors, counted from 0; none is {choice}.");
            }

            steps.Add(assembly.Describe(successors[choice].Step));
            state = successors[choice].State;
        }

        return Describe<TSystem, TState>(in state, assembly, successors) with { Path = path, Steps = steps };
    }

    private static ExploredState Describe<TSystem, TState>(
        in TState state, TraceAssembly assembly, SuccessorList<TState> successors)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        successors.Fill<TSystem>(in state);
        var (holding, mayEnd, failure) = Judge<TSystem, TState>(in state);
        return new ExploredState
        {
            Path = [],
            Steps = [],
            Identity = IdentityOf(in state),
            Holding = holding,
            MayEnd = mayEnd,
            Successors =
            [
                .. Enumerable.Range(0, successors.Count).Select(index => new ExploredSuccessor(
                    index, assembly.Describe(successors[index].Step), IdentityOf(successors[index].State))),
            ],
            Failure = failure ?? (successors.Failure is { } thrown ? FailureText.Of(thrown) : null),
        };
    }

    private static (IReadOnlyList<string> Holding, bool MayEnd, string? Failure) Judge<TSystem, TState>(in TState state)
        where TSystem : struct, ISystem<TState> where TState : unmanaged
    {
        try
        {
            var predicates = TSystem.Evaluate(in state);
            return (
                [.. TSystem.Info.Predicates.Where((_, index) => (predicates >> index & 1) != 0)],
                TSystem.MayEnd(in state), null);
        }
        catch (Exception thrown) when (thrown is not OutOfMemoryException)
        {
            return ([], false, FailureText.Of(thrown));
        }
    }

    private static string IdentityOf<TState>(in TState state) where TState : unmanaged =>
        Convert.ToHexStringLower(SHA256.HashData(StateBytes.Of(in state)))[..32];
}
