namespace Wakeline.Checking;

/// <summary>
/// Where the successors of a state come from: a whole system, or some of its machines. Implement it on a struct, so
/// that an exploration is compiled for it and calls it directly.
/// </summary>
/// <typeparam name="TState">The state: an unmanaged struct without padding, compared byte by byte.</typeparam>
public interface ISuccessors<TState> where TState : unmanaged
{
    /// <summary>Hands every successor of a state to <paramref name="sink"/>, in a fixed order.</summary>
    void Successors<TSink>(in TState state, ref TSink sink)
        where TSink : struct, ISuccessorSink<TState>, allows ref struct;
}
