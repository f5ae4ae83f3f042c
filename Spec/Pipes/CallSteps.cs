namespace Wakeline.Spec.Pipes;

/// <summary>The steps of read on a pipe.</summary>
public enum PipeReadCallStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The call is checked; the task takes what there is.</summary>
    Entered,
    /// <summary>The task is about to sleep.</summary>
    Waiting,
    /// <summary>The task sleeps until there are octets, or nobody writes any more.</summary>
    Asleep,
    /// <summary>The task takes what there is after it has waited.</summary>
    Look,
    /// <summary>The pipe is let go of; others are told.</summary>
    Telling,
}

/// <summary>The steps of write on a pipe.</summary>
public enum PipeWriteCallStep : byte
{
    /// <summary>The task is in no such call.</summary>
    Idle,
    /// <summary>The call is checked; the task puts in what there is room for.</summary>
    Entered,
    /// <summary>The pipe is let go of, and took not all, or all.</summary>
    Put,
    /// <summary>The task is about to sleep.</summary>
    Waiting,
    /// <summary>The task sleeps until there is room, or nobody reads any more.</summary>
    Asleep,
    /// <summary>The task puts in what there is room for after it has waited.</summary>
    Look,
    /// <summary>The pipe is let go of; others are told.</summary>
    Telling,
}
