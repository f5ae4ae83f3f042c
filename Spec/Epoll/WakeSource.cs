namespace Wakeline.Spec.Epoll;

/// <summary>
/// The wakeup source of an item with EPOLLWAKEUP, or of an instance that has had one (struct wakeup_source). The system
/// does not suspend while one is active.
/// </summary>
public enum WakeSource : byte
{
    /// <summary>There is none.</summary>
    None,
    /// <summary>It does not keep the system awake.</summary>
    Relaxed,
    /// <summary>It keeps the system awake.</summary>
    Active,
}
