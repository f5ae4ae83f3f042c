using System.Runtime.CompilerServices;

namespace Wakeline.Spec.Epoll;

/// <summary>
/// Walks over instances that watch each other end because epoll_ctl refuses loops. Where a fault lets a loop in, they
/// would not (commit 22bacca48a17, "epoll: prevent creating circular epoll structures").
/// </summary>
internal static class Nesting
{
    /// <summary>To be called at each step down or up of a walk.</summary>
    /// <exception cref="BoundExceededException">The walk is so deep that it must be in a loop.</exception>
    public static void RequireEnd()
    {
        if (!RuntimeHelpers.TryEnsureSufficientExecutionStack())
        {
            BoundExceededException.Throw("A chain of epoll instances", Capacity.Epolls);
        }
    }
}
