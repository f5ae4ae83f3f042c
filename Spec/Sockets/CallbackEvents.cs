namespace Wakeline.Spec.Sockets;

/// <summary>The state of a connection changed in a way a sleeper may wait for.</summary>
public readonly record struct StateChanged;

/// <summary>A connection that this side opened is up.</summary>
public readonly record struct ConnectionUp;

/// <summary>FIN has come.</summary>
public readonly record struct FinArrived;

/// <summary>An urgent octet is announced.</summary>
public readonly record struct UrgentAnnounced;

/// <summary>An urgent octet is here.</summary>
public readonly record struct UrgentArrived;

/// <summary>Data or FIN was queued, or the low-water mark was set.</summary>
public readonly record struct DataArrived;

/// <summary>A connection waits for accept.</summary>
public readonly record struct ConnectionQueued;

/// <summary>Data was acknowledged.</summary>
public readonly record struct DataAcknowledged;

/// <summary>A send gave up with nothing queued, so that no acknowledgment will come to call for it.</summary>
public readonly record struct SendGaveUp;

/// <summary>The connection failed.</summary>
public readonly record struct ErrorRaised;
