using System.Runtime.InteropServices;

namespace Wakeline.Checking.Traces;

/// <summary>Puts a state's representative in its place.</summary>
internal delegate void Represent<TState>(ref TState state) where TState : unmanaged;

/// <summary>
/// Takes the same step again: finds, among the successors of a state, the first that meets a demand, and keeps it.
/// </summary>
internal sealed class StepSearch<TState> where TState : unmanaged
{
    private readonly SuccessorList<TState> _successors = new();

    /// <summary>
    /// Puts a state's representative in its place, where all that have the same one count as the same state.
    /// </summary>
    public Represent<TState>? Represent { get; init; }

    /// <summary>The step found, if any.</summary>
    public Step? Found { get; private set; }

    /// <summary>The state after the step found.</summary>
    public TState After { get; private set; }

    /// <summary>What a step threw, if the enumeration of successors broke off.</summary>
    public Exception? Failure => _successors.Failure;

    /// <summary>All steps that were possible.</summary>
    public IReadOnlyList<Step> Possible => _successors.Steps;

    /// <summary>Finds the first step from one state to another.</summary>
    /// <param name="from">The state before the step.</param>
    /// <param name="to">The state after it.</param>
    /// <param name="admits">Which steps count; all if <see langword="null"/>.</param>
    public bool To<TSystem>(in TState from, in TState to, Predicate<Step>? admits = null)
        where TSystem : struct, ISystem<TState>
    {
        var target = to;
        return Run<TSystem>(in from, (step, state) => (admits?.Invoke(step) ?? true) && IsThe(target, state));
    }

    /// <summary>Finds the first step of a state that meets a demand.</summary>
    public bool Any<TSystem>(in TState from, Predicate<Step> admits) where TSystem : struct, ISystem<TState> =>
        Run<TSystem>(in from, (step, _) => admits(step));

    private bool Run<TSystem>(in TState from, Func<Step, TState, bool> admits) where TSystem : struct, ISystem<TState>
    {
        Found = null;
        _successors.Fill<TSystem>(in from);
        for (var index = 0; index < _successors.Count && Found is null; index++)
        {
            var (step, state) = _successors[index];
            if (admits(step, state))
            {
                Found = step;
                After = state;
            }
        }

        return Found is not null;
    }

    private bool IsThe(TState target, TState reached)
    {
        Represent?.Invoke(ref reached);
        return StateBytes.AreEqual(in reached, in target);
    }
}

/// <summary>States are their bytes.</summary>
internal static class StateBytes
{
    public static bool AreEqual<TState>(in TState left, in TState right) where TState : unmanaged =>
        Of(in left).SequenceEqual(Of(in right));

    /// <summary>The order of two states by their bytes.</summary>
    public static int Compare<TState>(in TState left, in TState right) where TState : unmanaged =>
        Of(in left).SequenceCompareTo(Of(in right));

    public static ReadOnlySpan<byte> Of<TState>(in TState state) where TState : unmanaged =>
        MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(in state, 1));
}
