namespace Wakeline;

/// <summary>A system as the generator emits it: everything a checker or simulator needs, without a delegate.</summary>
/// <typeparam name="TState">The state: an unmanaged struct without padding, compared byte by byte.</typeparam>
public interface ISystem<TState> where TState : unmanaged
{
    /// <summary>The system as data.</summary>
    static abstract SystemInfo Info { get; }

    /// <summary>The state the system starts in.</summary>
    /// <exception cref="SpecificationException">A parameter is out of its range.</exception>
    static abstract TState Start(Parameters parameters);

    /// <summary>Hands every successor of a state to <paramref name="sink"/>, in a fixed order.</summary>
    static abstract void Successors<TSink>(in TState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<TState>, allows ref struct;

    /// <summary>
    /// The value of every predicate that a property uses: bit i is predicate i of <see cref="SystemInfo.Predicates"/>.
    /// </summary>
    static abstract ulong Evaluate(in TState state);

    /// <summary>
    /// Whether the system may rest in a state for ever; a state without successors that may not is a deadlock.
    /// </summary>
    static abstract bool MayEnd(in TState state);
}
