namespace Wakeline.Checking.Reduction;

/// <summary>Takes successors, and says whether there is a reason to take no more.</summary>
internal interface IReducedSink<TState> : ISuccessorSink<TState> where TState : unmanaged
{
    /// <summary>Whether a successor of the present state is none of the states found in this level or before.</summary>
    bool HasNew { get; }
}
