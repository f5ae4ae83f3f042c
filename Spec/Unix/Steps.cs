namespace Wakeline.Spec.Unix;

/// <summary>The steps of send and write on a UNIX socket.</summary>
public enum UnixSendStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The call is checked.</summary>
    Entered,
    /// <summary>The rest of the data becomes messages, one after the other.</summary>
    Queueing,
    /// <summary>The task sleeps until there is room.</summary>
    Asleep,
}

/// <summary>The steps of recv and read on a UNIX socket.</summary>
public enum UnixReceiveStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The call is checked, the readers' mutex taken.</summary>
    Entered,
    /// <summary>The task owns the mutex and takes what there is.</summary>
    Look,
    /// <summary>The task sleeps until something comes.</summary>
    Asleep,
}

/// <summary>The steps of calls on UNIX sockets that do not sleep.</summary>
public enum UnixControlStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The call is checked and done.</summary>
    Entered,
    /// <summary>This end is shut, the other one is not yet.</summary>
    Shutting,
}
