namespace Wakeline;

/// <summary>
/// Takes the successors of a state from generated code. A struct that implements it as a type argument costs no call:
/// the state is written where it is to be kept.
/// </summary>
/// <typeparam name="TState">The state of the system.</typeparam>
public interface ISuccessorSink<TState> where TState : unmanaged
{
    /// <summary>
    /// Whether a step that is possible is to be made; if not, neither <see cref="Begin"/> nor <see cref="Commit"/>
    /// follows for it.
    /// </summary>
    /// <param name="rule">The rule, as for <see cref="Commit"/>.</param>
    /// <param name="instance">The instance that would take the step.</param>
    /// <param name="choice">The choice that would be taken, or 0.</param>
    bool Takes(int rule, int instance, int choice);

    /// <summary>Gives room for the next successor, filled with a copy of its predecessor.</summary>
    ref TState Begin(in TState source);

    /// <summary>Keeps the successor last begun.</summary>
    /// <param name="rule">The rule that made it, counted from the first rule of the machine plus the caller's
    /// offset.</param>
    /// <param name="instance">The instance that took the step.</param>
    /// <param name="choice">The choice taken, or 0.</param>
    void Commit(int rule, int instance, int choice);
}
