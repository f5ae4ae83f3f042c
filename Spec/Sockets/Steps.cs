namespace Wakeline.Spec.Sockets;

/// <summary>The steps of calls on sockets that do not sleep.</summary>
public enum SocketControlStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The descriptor is checked, the lock taken.</summary>
    Entered,
    /// <summary>The task owns the lock.</summary>
    Locked,
    /// <summary>The connection is dissolved, nobody on this side is told yet.</summary>
    Dissolved,
    /// <summary>The FIN is sent, nobody on this side is told yet.</summary>
    FinSent,
    /// <summary>The segments that came meanwhile are processed, the lock is let go.</summary>
    Releasing,
}

/// <summary>The steps of connect.</summary>
public enum ConnectStep : byte
{
    /// <summary>The task is not in connect.</summary>
    Idle,
    /// <summary>The descriptor is checked, the lock taken.</summary>
    Entered,
    /// <summary>The task owns the lock; the connection is begun.</summary>
    Begin,
    /// <summary>The task owns the lock; the connection is begun, and perhaps it is up.</summary>
    Judge,
    /// <summary>The segments that came meanwhile are processed, the lock is let go for a sleep.</summary>
    Parking,
    /// <summary>The task is on the queue, without the lock, and looks once more.</summary>
    Parked,
    /// <summary>The task sleeps.</summary>
    Asleep,
    /// <summary>The sleep is over, the lock is taken again.</summary>
    Awake,
    /// <summary>The segments that came meanwhile are processed, the lock is let go.</summary>
    Releasing,
}

/// <summary>The steps of accept.</summary>
public enum AcceptStep : byte
{
    /// <summary>The task is not in accept.</summary>
    Idle,
    /// <summary>The descriptors are checked, one is taken.</summary>
    Entered,
    /// <summary>The task has a descriptor and wants the lock.</summary>
    Reserved,
    /// <summary>The task owns the lock and looks for a connection.</summary>
    Look,
    /// <summary>The task is on the queue, without the lock, and looks once more.</summary>
    Parked,
    /// <summary>The task sleeps.</summary>
    Asleep,
    /// <summary>The sleep is over, the lock is taken again.</summary>
    Awake,
    /// <summary>The task owns the lock and finds out why it was woken.</summary>
    Judge,
}

/// <summary>The steps of recv.</summary>
public enum ReceiveStep : byte
{
    /// <summary>The task is not in recv.</summary>
    Idle,
    /// <summary>The lock is taken.</summary>
    Entered,
    /// <summary>The task owns the lock; it copies what is there, and decides whether that will do.</summary>
    Look,
    /// <summary>
    /// The task owns the lock and has enough, but processes what came meanwhile before it looks again.
    /// </summary>
    Flushing,
    /// <summary>The segments that came meanwhile are processed, the lock is let go for a sleep.</summary>
    Parking,
    /// <summary>The task is on the queue, without the lock, and looks once more.</summary>
    Parked,
    /// <summary>The task sleeps.</summary>
    Asleep,
    /// <summary>The sleep is over, the lock is taken again.</summary>
    Awake,
    /// <summary>The segments that came meanwhile are processed, the lock is let go.</summary>
    Releasing,
}

/// <summary>The steps of send.</summary>
public enum SendStep : byte
{
    /// <summary>The task is not in send.</summary>
    Idle,
    /// <summary>The lock is taken.</summary>
    Entered,
    /// <summary>The task owns the lock; the connection must be up.</summary>
    Connecting,
    /// <summary>The task owns the lock and is about to queue.</summary>
    Begin,
    /// <summary>The task owns the lock and queues what there is room for.</summary>
    Filling,
    /// <summary>The task owns the lock, and there is no room.</summary>
    Full,
    /// <summary>
    /// The segments that came meanwhile are processed, the lock is let go until the connection is up.
    /// </summary>
    ParkingForConnection,
    /// <summary>The segments that came meanwhile are processed, the lock is let go until there is room.</summary>
    ParkingForRoom,
    /// <summary>The task is on the queue, without the lock, and looks once more whether the connection is up.</summary>
    ParkedForConnection,
    /// <summary>The task is on the queue, without the lock, and looks once more whether there is room.</summary>
    ParkedForRoom,
    /// <summary>The task sleeps until the connection is up.</summary>
    AsleepForConnection,
    /// <summary>The task sleeps until there is room.</summary>
    AsleepForRoom,
    /// <summary>The sleep for the connection is over, the lock is taken again.</summary>
    AwakeForConnection,
    /// <summary>The sleep for room is over, the lock is taken again.</summary>
    AwakeForRoom,
    /// <summary>The segments that came meanwhile are processed, the lock is let go.</summary>
    Releasing,
}
