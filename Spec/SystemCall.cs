namespace Wakeline.Spec;

/// <summary>The system calls of the model.</summary>
public enum SystemCall : byte
{
    /// <summary>None: the task runs in user mode.</summary>
    None,
    /// <summary>epoll_create1.</summary>
    EpollCreate,
    /// <summary>epoll_ctl.</summary>
    EpollControl,
    /// <summary>epoll_wait, epoll_pwait.</summary>
    EpollWait,
    /// <summary>eventfd.</summary>
    EventFd,
    /// <summary>poll.</summary>
    Poll,
    /// <summary>select.</summary>
    Select,
    /// <summary>read.</summary>
    Read,
    /// <summary>write.</summary>
    Write,
    /// <summary>recv.</summary>
    Receive,
    /// <summary>send.</summary>
    Send,
    /// <summary>socket.</summary>
    Socket,
    /// <summary>bind to a port of the loopback address.</summary>
    Bind,
    /// <summary>listen.</summary>
    Listen,
    /// <summary>accept.</summary>
    Accept,
    /// <summary>connect.</summary>
    Connect,
    /// <summary>shutdown.</summary>
    Shutdown,
    /// <summary>close.</summary>
    Close,
    /// <summary>dup.</summary>
    Dup,
    /// <summary>getsockopt SO_ERROR.</summary>
    GetError,
    /// <summary>setsockopt SO_LINGER.</summary>
    SetLinger,
    /// <summary>setsockopt SO_RCVLOWAT.</summary>
    SetReceiveLowWater,
    /// <summary>fcntl O_NONBLOCK.</summary>
    SetNonblocking,
    /// <summary>fcntl O_ASYNC with F_SETOWN to the process.</summary>
    SetAsync,
    /// <summary>connect to AF_UNSPEC, which dissolves the association.</summary>
    Disconnect,
    /// <summary>socketpair(AF_UNIX, SOCK_STREAM).</summary>
    SocketPair,
}
