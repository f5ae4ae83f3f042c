namespace Wakeline.Spec.Select;

/// <summary>The steps of poll.</summary>
public enum PollStep : byte
{
    /// <summary>The task is not in poll.</summary>
    Idle,
    /// <summary>The descriptors are visited one by one; after the last it is decided whether to sleep.</summary>
    Visit,
    /// <summary>The task sleeps on the queues of all files.</summary>
    Asleep,
}

/// <summary>The steps of select.</summary>
public enum SelectStep : byte
{
    /// <summary>The task is not in select.</summary>
    Idle,
    /// <summary>Every descriptor must be open.</summary>
    Check,
    /// <summary>The descriptors are visited one by one; after the last it is decided whether to sleep.</summary>
    Visit,
    /// <summary>The task sleeps on the queues of all files.</summary>
    Asleep,
}
