namespace Wakeline.Spec.Epoll;

/// <summary>The steps of epoll_ctl.</summary>
public enum EpollControlStep : byte
{
    /// <summary>The task is not in epoll_ctl.</summary>
    Idle,
    /// <summary>Arguments are checked.</summary>
    Check,
    /// <summary>ep->mtx is to be taken.</summary>
    Lock,
    /// <summary>Instead of ep->mtx, the lock for checks of loops and paths is to be taken.</summary>
    LockCheck,
    /// <summary>Loops are looked for.</summary>
    LoopCheck,
    /// <summary>Under ep->mtx: the item is looked for.</summary>
    Find,
    /// <summary>The new item is in the interest list; paths are counted.</summary>
    PathCheck,
    /// <summary>The item is linked into the wait queue of the watched file.</summary>
    Hook,
    /// <summary>The watched file is asked what it is ready for.</summary>
    Sample,
    /// <summary>An item that is ready goes on the ready list.</summary>
    Offer,
}
