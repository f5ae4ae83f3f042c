namespace Wakeline;

/// <summary>A state on the heap, for libraries that keep a reference to what they work on.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="state">The state to begin with.</param>
public sealed class StateHolder<TState>(TState state) where TState : unmanaged
{
    /// <summary>The state, to read or change in place.</summary>
    public TState State = state;
}
