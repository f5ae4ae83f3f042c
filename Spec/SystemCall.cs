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
    /// <summary>epoll_wait; epoll_pwait and epoll_pwait2 if it has a signal mask.</summary>
    EpollWait,
    /// <summary>eventfd.</summary>
    EventFd,
    /// <summary>poll; ppoll if it has a signal mask.</summary>
    Poll,
    /// <summary>select; pselect6 if it has a signal mask.</summary>
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
    /// <summary>fcntl F_SETOWN_EX to the calling thread.</summary>
    SetOwner,
    /// <summary>ioctl SIOCATMARK.</summary>
    AtMark,
    /// <summary>sigprocmask SIG_SETMASK.</summary>
    SetSignalMask,
    /// <summary>sigpending.</summary>
    GetPendingSignals,
    /// <summary>setsockopt of any other option.</summary>
    SetOption,
    /// <summary>recvmsg MSG_ERRQUEUE.</summary>
    TakeReport,
    /// <summary>pipe2.</summary>
    Pipe,
}
