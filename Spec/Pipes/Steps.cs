namespace Wakeline.Spec.Pipes;

/// <summary>The steps of write on a pipe.</summary>
public enum PipeWriteStep : byte
{
    /// <summary>It is about to take the mutex.</summary>
    Ready,
    /// <summary>It holds the mutex.</summary>
    Locked,
    /// <summary>It makes ready to sleep.</summary>
    Preparing,
    /// <summary>It is on the queue and looks at the indices.</summary>
    Linked,
    /// <summary>It has seen the indices and decides.</summary>
    Judging,
    /// <summary>It sleeps.</summary>
    Asleep,
    /// <summary>The sleep is over, the mutex is taken again.</summary>
    Relocking,
    /// <summary>A buffer is filled: readers are woken.</summary>
    WakingReaders,
    /// <summary>The next writer is woken.</summary>
    WakingWriters,
}

/// <summary>The steps of read on a pipe.</summary>
public enum PipeReadStep : byte
{
    /// <summary>It is about to take the mutex.</summary>
    Ready,
    /// <summary>It holds the mutex.</summary>
    Locked,
    /// <summary>It makes ready to sleep.</summary>
    Preparing,
    /// <summary>It is on the queue and looks.</summary>
    Linked,
    /// <summary>It sleeps.</summary>
    Asleep,
    /// <summary>The sleep is over, the mutex is taken again.</summary>
    Relocking,
    /// <summary>A buffer is emptied: writers are woken.</summary>
    WakingWriters,
    /// <summary>The next reader is woken.</summary>
    WakingReaders,
}

/// <summary>The steps of splice from a pipe.</summary>
public enum PipeSpliceStep : byte
{
    /// <summary>It is about to take the mutex.</summary>
    Ready,
    /// <summary>It holds the mutex.</summary>
    Locked,
    /// <summary>It makes ready to sleep.</summary>
    Preparing,
    /// <summary>It is on the queue and looks.</summary>
    Linked,
    /// <summary>It sleeps.</summary>
    Asleep,
    /// <summary>The sleep is over, the mutex is taken again.</summary>
    Relocking,
}

/// <summary>The steps of the task that watches a pipe.</summary>
public enum PipeWatchStep : byte
{
    /// <summary>It waits for news.</summary>
    Waiting,
}
