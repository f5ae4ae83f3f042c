using Wakeline.Spec;
using Wakeline.Spec.Tasks;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>A system call as a trace shows it when it begins.</summary>
public readonly record struct ObservedCall
{
    /// <summary>Which.</summary>
    public SystemCall Call { get; init; }

    /// <summary>The descriptor it is made on.</summary>
    public int Descriptor { get; init; }

    /// <summary>bind, connect: the address.</summary>
    public Endpoint Address { get; init; }

    /// <summary>
    /// send, recv: how many octets at most. listen: the backlog. SO_LINGER: seconds, or -1 if off. setsockopt: the
    /// value.
    /// </summary>
    public int Length { get; init; }

    /// <summary>setsockopt: the name of the option.</summary>
    public string? Option { get; init; }

    /// <summary>recv: whether what is returned stays to be read (MSG_PEEK).</summary>
    public bool Peeks { get; init; }

    /// <summary>send: whether it opens the connection, and its text may go with the SYN (MSG_FASTOPEN).</summary>
    public bool OpensFast { get; init; }

    /// <summary>close: whether it is the listener's, so that only what nobody has accepted is concerned.</summary>
    public bool IsOfListener { get; init; }

    /// <summary>shutdown: which directions.</summary>
    public ShutdownDirections Directions { get; init; }
}

/// <summary>A call that is under way on a connection.</summary>
/// <param name="Call">The call.</param>
/// <param name="Entered">When it began.</param>
/// <param name="Arrived">How many segments had been seen to arrive by then.</param>
internal readonly record struct CallSlot(ObservedCall Call, Moment Entered, long Arrived)
{
    /// <summary>Whether it has an effect that other events may see before it returns, or not.</summary>
    public bool HasHiddenEffect => Call.Call is SystemCall.Close or SystemCall.Shutdown;
}
