namespace Wakeline.Conformance.Programs;

/// <summary>What a step of a program does: a system call, or one of a few macros that end in a known state.</summary>
public enum Verb : byte
{
    /// <summary>socket(AF_INET, SOCK_STREAM).</summary>
    Socket,
    /// <summary>socketpair(AF_UNIX, SOCK_STREAM).</summary>
    SocketPair,
    /// <summary>pipe2.</summary>
    Pipe,
    /// <summary>bind.</summary>
    Bind,
    /// <summary>listen.</summary>
    Listen,
    /// <summary>accept4.</summary>
    Accept,
    /// <summary>connect.</summary>
    Connect,
    /// <summary>connect with AF_UNSPEC, which dissolves the association.</summary>
    Disconnect,
    /// <summary>send.</summary>
    Send,
    /// <summary>recv.</summary>
    Receive,
    /// <summary>write; of an eventfd the number is the value added.</summary>
    Write,
    /// <summary>read.</summary>
    Read,
    /// <summary>shutdown.</summary>
    Shutdown,
    /// <summary>close.</summary>
    Close,
    /// <summary>dup.</summary>
    Duplicate,
    /// <summary>setsockopt SO_LINGER.</summary>
    SetLinger,
    /// <summary>getsockopt SO_ERROR.</summary>
    GetError,
    /// <summary>setsockopt SO_RCVLOWAT.</summary>
    SetReceiveLowWater,
    /// <summary>fcntl F_SETFL O_NONBLOCK.</summary>
    SetNonblocking,
    /// <summary>fcntl F_SETOWN and F_SETFL O_ASYNC.</summary>
    SetAsync,
    /// <summary>eventfd.</summary>
    EventFd,
    /// <summary>Opens a regular file, which has no poll method.</summary>
    OpenRegularFile,
    /// <summary>epoll_create1.</summary>
    EpollCreate,
    /// <summary>epoll_ctl.</summary>
    EpollControl,
    /// <summary>epoll_wait.</summary>
    EpollWait,
    /// <summary>epoll_pwait2, without a signal mask.</summary>
    EpollWait2,
    /// <summary>epoll_pwait, with a signal mask.</summary>
    EpollWaitMasked,
    /// <summary>poll.</summary>
    Poll,
    /// <summary>ppoll, with a signal mask.</summary>
    PollMasked,
    /// <summary>select.</summary>
    Select,
    /// <summary>pselect, with a signal mask.</summary>
    SelectMasked,
    /// <summary>sigprocmask SIG_SETMASK, of the signals that programs send.</summary>
    SetSignalMask,
    /// <summary>sigpending.</summary>
    GetPendingSignals,
    /// <summary>ioctl SIOCATMARK.</summary>
    AtMark,
    /// <summary>Macro: nonblocking send until it fails. How many bytes that takes is not compared.</summary>
    Fill,
    /// <summary>
    /// Macro: nonblocking recv until it fails or reaches the end. How many bytes come is not compared.
    /// </summary>
    Drain,
    /// <summary>Macro: waits until the call that the thread is blocked in returns.</summary>
    Await,
    /// <summary>Macro: sends a signal to the thread, which is blocked in a call; its handler does nothing.</summary>
    Signal,
    /// <summary>Scenarios: sends a signal to another thread; its handler does nothing.</summary>
    SignalThread,
    /// <summary>Scenarios: the thread sleeps for a time.</summary>
    Sleep,
    /// <summary>Scenarios: the thread waits until all others sleep or have ended.</summary>
    Settle,
}
