namespace Wakeline.Spec.Epoll;

/// <summary>The steps of epoll_wait.</summary>
public enum EpollWaitStep : byte
{
    /// <summary>The task is not in epoll_wait.</summary>
    Idle,
    /// <summary>Arguments are checked.</summary>
    Check,
    /// <summary>The ready list is tested without a lock.</summary>
    TestReady,
    /// <summary>Whether a scan runs is tested without a lock.</summary>
    TestScan,
    /// <summary>Something may be there: ep->mtx is taken and a scan begun.</summary>
    StartScan,
    /// <summary>The items of the batch are looked at one by one.</summary>
    Deliver,
    /// <summary>The scan ends.</summary>
    DoneScan,
    /// <summary>The scan has found nothing, or was not worth it.</summary>
    Nothing,
    /// <summary>The last test, under the lock under which the task queues itself.</summary>
    Arm,
    /// <summary>The task sleeps on ep->wq.</summary>
    Asleep,
    /// <summary>The deadline ended the sleep.</summary>
    DeadlinePassed,
    /// <summary>As it once was: the task has queued itself, and is about to look again, without the lock.</summary>
    Queued,
    /// <summary>As it once was: its last look before it sleeps.</summary>
    LastLook,
}
