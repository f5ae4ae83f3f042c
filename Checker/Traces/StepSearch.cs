using System.Runtime.InteropServices;

namespace Wakeline.Checking.Traces;

/// <summary>Puts a state's representative in its place.</summary>
internal delegate void Represent<TState>(ref TState state) where TState : unmanaged;

/// <summary>
/// Takes the same step again: finds, among the successors of a state, the first that meets a demand, and keeps it.
/// </summary>
internal sealed class StepSearch<TState> where TState : unmanaged
{
    private readonly List<Step> _possible = [];
    private TState _scratch;
    private TState _target;
    private Predicate<Step>? _admits;
    private bool _hasTarget;

    /// <summary>
    /// Puts a state's representative in its place, where all that have the same one count as the same state.
    /// </summary>
    public Represent<TState>? Represent { get; init; }

    /// <summary>The step found, if any.</summary>
    public Step? Found { get; private set; }

    /// <summary>The state after the step found.</summary>
    public TState After { get; private set; }

    /// <summary>What a step threw, if the enumeration of successors broke off.</summary>
    public Exception? Failure { get; private set; }

    /// <summary>All steps that were possible.</summary>
    public IReadOnlyList<Step> Possible => _possible;

    /// <summary>Finds the first step from one state to another.</summary>
    /// <param name="from">The state before the step.</param>
    /// <param name="to">The state after it.</param>
    /// <param name="admits">Which steps count; all if <see langword="null"/>.</param>
    public bool To<TSystem>(in TState from, in TState to, Predicate<Step>? admits = null)
        where TSystem : struct, ISystem<TState>
    {
        _target = to;
        _hasTarget = true;
        return Run<TSystem>(in from, admits);
    }

    /// <summary>Finds the first step of a state that meets a demand.</summary>
    public bool Any<TSystem>(in TState from, Predicate<Step> admits) where TSystem : struct, ISystem<TState>
    {
        _hasTarget = false;
        return Run<TSystem>(in from, admits);
    }

    private bool Run<TSystem>(in TState from, Predicate<Step>? admits) where TSystem : struct, ISystem<TState>
    {
        _admits = admits;
        _possible.Clear();
        Found = null;
        Failure = null;
        var sink = new Sink(this);
        try
        {
            TSystem.Successors(in from, ref sink);
        }
        catch (Exception failure) when (failure is not OutOfMemoryException)
        {
            Failure = failure;
        }

        return Found is not null;
    }

    private void Commit(Step step)
    {
        _possible.Add(step);
        if (Found is null && (_admits?.Invoke(step) ?? true)
            && (!_hasTarget || IsTarget()))
        {
            Found = step;
            After = _scratch;
        }
    }

    private bool IsTarget()
    {
        var reached = _scratch;
        Represent?.Invoke(ref reached);
        return StateBytes.AreEqual(in reached, in _target);
    }

    private readonly struct Sink(StepSearch<TState> search) : ISuccessorSink<TState>
    {
        public ref TState Begin(in TState source)
        {
            search._scratch = source;
            return ref search._scratch;
        }

        public void Commit(int rule, int instance, int choice) =>
            search.Commit(new Step(checked((ushort)rule), checked((byte)instance), checked((byte)choice)));
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
