namespace Wakeline.Checking;

/// <summary>The successors that a whole system gives.</summary>
/// <typeparam name="TSystem">The system.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
public readonly struct SystemSuccessors<TSystem, TState> : ISuccessors<TState>
    where TSystem : struct, ISystem<TState> where TState : unmanaged
{
    /// <inheritdoc/>
    public void Successors<TSink>(in TState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<TState>, allows ref struct => TSystem.Successors(in state, ref sink);
}
