namespace Wakeline.Spec;

/// <summary>Error numbers as Linux spells and numbers them (include/uapi/asm-generic/errno*.h).</summary>
public enum Errno : byte
{
    /// <summary>No error.</summary>
    None = 0,
    /// <summary>Operation not permitted; epoll_ctl: the file cannot be polled.</summary>
    EPERM = 1,
    /// <summary>No such entry; epoll_ctl: the descriptor is not registered.</summary>
    ENOENT = 2,
    /// <summary>Interrupted by a signal.</summary>
    EINTR = 4,
    /// <summary>Bad descriptor.</summary>
    EBADF = 9,
    /// <summary>Try again.</summary>
    EAGAIN = 11,
    /// <summary>Out of memory.</summary>
    ENOMEM = 12,
    /// <summary>Permission denied.</summary>
    EACCES = 13,
    /// <summary>Bad address.</summary>
    EFAULT = 14,
    /// <summary>Exists already.</summary>
    EEXIST = 17,
    /// <summary>Invalid argument.</summary>
    EINVAL = 22,
    /// <summary>Too many open files in the process.</summary>
    EMFILE = 24,
    /// <summary>No space left; epoll_ctl: too many watches.</summary>
    ENOSPC = 28,
    /// <summary>Illegal seek.</summary>
    ESPIPE = 29,
    /// <summary>The peer or this side has closed for sending.</summary>
    EPIPE = 32,
    /// <summary>Too many levels; epoll_ctl: a cycle or a chain that is too long.</summary>
    ELOOP = 40,
    /// <summary>The host is not on the network.</summary>
    ENONET = 64,
    /// <summary>Protocol error.</summary>
    EPROTO = 71,
    /// <summary>Not a socket.</summary>
    ENOTSOCK = 88,
    /// <summary>A destination address is required.</summary>
    EDESTADDRREQ = 89,
    /// <summary>Message too long.</summary>
    EMSGSIZE = 90,
    /// <summary>Protocol option not available.</summary>
    ENOPROTOOPT = 92,
    /// <summary>Not supported by this kind of socket or file.</summary>
    EOPNOTSUPP = 95,
    /// <summary>Address already in use.</summary>
    EADDRINUSE = 98,
    /// <summary>Address cannot be assigned.</summary>
    EADDRNOTAVAIL = 99,
    /// <summary>Network is unreachable.</summary>
    ENETUNREACH = 101,
    /// <summary>Connection aborted.</summary>
    ECONNABORTED = 103,
    /// <summary>Connection reset by the peer.</summary>
    ECONNRESET = 104,
    /// <summary>Already connected.</summary>
    EISCONN = 106,
    /// <summary>Not connected.</summary>
    ENOTCONN = 107,
    /// <summary>Timed out.</summary>
    ETIMEDOUT = 110,
    /// <summary>Connection refused.</summary>
    ECONNREFUSED = 111,
    /// <summary>Host is down.</summary>
    EHOSTDOWN = 112,
    /// <summary>No route to the host.</summary>
    EHOSTUNREACH = 113,
    /// <summary>Already in progress.</summary>
    EALREADY = 114,
    /// <summary>Now in progress.</summary>
    EINPROGRESS = 115,
}
