namespace Wakeline.Spec;

/// <summary>
/// Readiness bits and epoll flags with the values of include/uapi/linux/eventpoll.h; poll(2) uses the low ones.
/// </summary>
[Flags]
public enum PollEvents : uint
{
    /// <summary>Nothing; as a wake-up key: "unknown", which matches every mask.</summary>
    None = 0,
    /// <summary>Readable (EPOLLIN).</summary>
    In = 0x001,
    /// <summary>Urgent data (EPOLLPRI).</summary>
    Pri = 0x002,
    /// <summary>Writable (EPOLLOUT).</summary>
    Out = 0x004,
    /// <summary>An error is pending (EPOLLERR); always watched.</summary>
    Err = 0x008,
    /// <summary>Both directions are shut (EPOLLHUP); always watched.</summary>
    Hup = 0x010,
    /// <summary>poll only: the descriptor is not open (POLLNVAL).</summary>
    Nval = 0x020,
    /// <summary>Normal data readable (EPOLLRDNORM).</summary>
    RdNorm = 0x040,
    /// <summary>Priority band readable (EPOLLRDBAND).</summary>
    RdBand = 0x080,
    /// <summary>Normal data writable (EPOLLWRNORM).</summary>
    WrNorm = 0x100,
    /// <summary>Priority band writable (EPOLLWRBAND).</summary>
    WrBand = 0x200,
    /// <summary>The peer has closed for sending (EPOLLRDHUP).</summary>
    RdHup = 0x2000,
    /// <summary>The wait queue is about to be freed (POLLFREE).</summary>
    Free = 0x4000,
    /// <summary>Wake one sleeper only (EPOLLEXCLUSIVE).</summary>
    Exclusive = 1u << 28,
    /// <summary>Keep the system awake while the event is handled (EPOLLWAKEUP).</summary>
    WakeUp = 1u << 29,
    /// <summary>Report once, then wait to be armed again (EPOLLONESHOT).</summary>
    OneShot = 1u << 30,
    /// <summary>Report edges, not levels (EPOLLET).</summary>
    EdgeTriggered = 1u << 31,
}
