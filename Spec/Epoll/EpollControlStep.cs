namespace Wakeline.Spec.Epoll;

/// <summary>The steps of epoll_ctl.</summary>
public enum EpollControlStep : byte
{
    /// <summary>The task is not in epoll_ctl.</summary>
    Idle,
    /// <summary>Arguments are checked.</summary>
    Check,
    /// <summary>ep->mtx is to be taken, the item to be found.</summary>
    TakeMutex,
    /// <summary>Before that, loops are to be looked for under epnested_mutex.</summary>
    LoopCheck,
    /// <summary>Under epnested_mutex: ep->mtx is to be taken, the item to be found.</summary>
    TakeMutexChecked,
    /// <summary>Under ep->mtx: what the operation does to the interest list.</summary>
    Change,
    /// <summary>The new item is in the interest list: paths are counted.</summary>
    PathCheck,
    /// <summary>The item is to be linked into the wait queue of the watched file.</summary>
    Hook,
    /// <summary>The watched file is to be asked what it is ready for.</summary>
    Sample,
    /// <summary>An item that is ready is to go on the ready list.</summary>
    Queue,
    /// <summary>As it once was: nobody was seen asleep, and the item is yet to go on the ready list.</summary>
    QueueUnheard,
}
