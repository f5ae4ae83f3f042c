namespace Wakeline.Spec.Nic;

/// <summary>The steps of the card.</summary>
public enum AdapterStep : byte
{
    /// <summary>It listens to the wire.</summary>
    Listening,
    /// <summary>It has written a frame to memory and is about to signal.</summary>
    Signalling,
}

/// <summary>The steps of the interrupt of a queue.</summary>
public enum InterruptStep : byte
{
    /// <summary>The processor takes it when it is signalled.</summary>
    Ready,
}

/// <summary>The steps of the softirq that polls a queue.</summary>
public enum SoftirqStep : byte
{
    /// <summary>It does not run.</summary>
    Idle,
    /// <summary>It takes frames from the ring.</summary>
    Poll,
    /// <summary>It looks for the socket of the frame in hand.</summary>
    Lookup,
    /// <summary>It hands the frame to the socket.</summary>
    Deliver,
    /// <summary>The frame has completed a handshake: the child is in the table, the request goes.</summary>
    ReplaceRequest,
    /// <summary>The child takes the frame.</summary>
    FeedChild,
    /// <summary>The listener is told of its child.</summary>
    TellListener,
    /// <summary>The ring was empty: the poll is over.</summary>
    Complete,
    /// <summary>Interrupts are wanted again.</summary>
    Enable,
}
