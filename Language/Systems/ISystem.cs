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

    /// <summary>How many instances of a machine there are.</summary>
    /// <param name="state">The state.</param>
    /// <param name="machine">Index into <see cref="SystemInfo.Machines"/>.</param>
    static virtual int InstancesOf(in TState state, int machine) => 0;

    /// <summary>Where an instance of a machine is.</summary>
    /// <param name="state">The state.</param>
    /// <param name="machine">Index into <see cref="SystemInfo.Machines"/>.</param>
    /// <param name="instance">The instance.</param>
    /// <returns>Index into <see cref="MachineInfo.Locations"/>, or -1 if that is not known.</returns>
    static virtual int LocationOf(in TState state, int machine, int instance) => -1;

    /// <summary>
    /// Hands those successors of a state to <paramref name="sink"/> that are steps of one instance of a machine.
    /// </summary>
    /// <exception cref="NotSupportedException">The system knows only all of them together.</exception>
    static virtual void SuccessorsOf<TSink>(in TState state, int machine, int instance, ref TSink sink)
        where TSink : struct, ISuccessorSink<TState>, allows ref struct => throw new NotSupportedException();

    /// <summary>How many instances, from number 0, can be exchanged without a difference that matters.</summary>
    static virtual int InterchangeableIn(in TState state) => 0;

    /// <summary>Exchanges two of them, wherever the state holds something of them, or their numbers.</summary>
    static virtual void Exchange(ref TState state, int a, int b) => throw new NotSupportedException();
}
