using Wakeline.Conformance.Programs;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Observations;

/// <summary>Where a thread stands.</summary>
public enum ThreadPhase : byte
{
    /// <summary>It has made no call yet, or its last result was seen in an earlier step.</summary>
    Idle,
    /// <summary>It is in a call and runs.</summary>
    Running,
    /// <summary>It sleeps in a call.</summary>
    Asleep,
    /// <summary>Its call has returned since the step began.</summary>
    Returned,
}

/// <summary>What is seen of a thread.</summary>
/// <param name="Phase">Where it stands.</param>
/// <param name="Result">What its call returned, if it has.</param>
public readonly record struct ThreadView(ThreadPhase Phase, CallResult? Result = null)
{
    /// <inheritdoc/>
    public override string ToString() => Phase switch
    {
        ThreadPhase.Returned => $"returns {Result}",
        ThreadPhase.Asleep => "sleeps",
        ThreadPhase.Running => "runs",
        _ => "idle",
    };
}

/// <summary>What TCP_INFO and the queue lengths show of a socket.</summary>
/// <param name="Descriptor">The descriptor, counted from the first one a program may open.</param>
/// <param name="State">The state (tcpi_state).</param>
/// <param name="Readable">Octets that wait to be read (SIOCINQ); -1 for a listener.</param>
/// <param name="Unacknowledged">Octets sent or queued that are not acknowledged (SIOCOUTQ); -1 for a listener.</param>
/// <param name="AcceptQueue">Listener: connections that wait for accept (tcpi_unacked); -1 for others.</param>
public readonly record struct SocketView(
    int Descriptor, TcpState State, int Readable, int Unacknowledged, int AcceptQueue)
{
    /// <inheritdoc/>
    public override string ToString() => State == TcpState.Listen
        ? $"descriptor {Descriptor}: {State}, {AcceptQueue} to accept"
        : $"descriptor {Descriptor}: {State}, {Readable} to read, {Unacknowledged} unacknowledged";
}

/// <summary>All that is seen after a step.</summary>
/// <param name="Threads">The threads of the program.</param>
/// <param name="Sockets">The sockets behind open descriptors, in the order of those.</param>
public sealed record Observation(Sequence<ThreadView> Threads, Sequence<SocketView> Sockets)
{
    /// <inheritdoc/>
    public override string ToString() =>
        string.Join("; ", Threads.Index().Select(each => $"thread {each.Index} {each.Item}")
            .Concat(Sockets.Select(socket => socket.ToString())));
}
