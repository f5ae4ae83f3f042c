namespace Wakeline.Spec.Files;

/// <summary>The steps of calls on descriptors that are over in one step.</summary>
public enum DescriptorCallStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The task has entered the call.</summary>
    Entered,
}

/// <summary>The steps of read on an eventfd.</summary>
public enum EventReadStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The descriptor is checked, the counter read.</summary>
    Check,
    /// <summary>The task sleeps until the counter is not 0.</summary>
    Asleep,
}

/// <summary>The steps of write on an eventfd.</summary>
public enum EventWriteStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The descriptor and the value are checked, the counter increased.</summary>
    Check,
    /// <summary>The task sleeps until there is room in the counter.</summary>
    Asleep,
}

/// <summary>The steps of the end of a call that put files for the last time.</summary>
public enum FileReleaseStep : byte
{
    /// <summary>No file is being released.</summary>
    Idle,
    /// <summary>The items that watch the file are removed, one by one.</summary>
    Unwatch,
    /// <summary>What stands behind the file is released; the connection of a socket is ended.</summary>
    Release,
    /// <summary>The connection of a socket is ended; perhaps the close waits for the peer.</summary>
    Ending,
    /// <summary>The task sleeps until the peer has everything.</summary>
    Lingering,
}
