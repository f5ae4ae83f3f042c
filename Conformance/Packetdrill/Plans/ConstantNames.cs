using System.Globalization;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>Numbers of the socket API as the names of constants, and back.</summary>
/// <param name="names">The names to choose from.</param>
internal sealed class ConstantNames(params string[] names)
{
    private readonly (string Name, long Value)[] _constants =
        [.. names.Select(name => (name, SocketConstants.Find(name) ?? throw new ArgumentException(name)))];

    /// <summary>Flags of calls that move text.</summary>
    public static ConstantNames Messages { get; } = new(
        "MSG_OOB", "MSG_PEEK", "MSG_DONTROUTE", "MSG_TRUNC", "MSG_DONTWAIT", "MSG_EOR", "MSG_WAITALL", "MSG_CONFIRM",
        "MSG_ERRQUEUE", "MSG_NOSIGNAL", "MSG_MORE", "MSG_ZEROCOPY", "MSG_FASTOPEN", "MSG_CMSG_CLOEXEC");

    /// <summary>Flags of new sockets.</summary>
    public static ConstantNames Sockets { get; } = new("SOCK_NONBLOCK", "SOCK_CLOEXEC");

    /// <summary>Flags of new instances of epoll.</summary>
    public static ConstantNames Epolls { get; } = new("EPOLL_CLOEXEC");

    /// <summary>Flags of open files that fcntl sets.</summary>
    public static ConstantNames Files { get; } = new("O_RDWR", "O_APPEND", "O_NONBLOCK", "O_ASYNC");

    /// <summary>Families of addresses.</summary>
    public static ConstantNames Families { get; } = new("AF_UNSPEC", "AF_UNIX", "AF_INET", "AF_INET6");

    /// <summary>Types of sockets.</summary>
    public static ConstantNames Types { get; } = new("SOCK_STREAM", "SOCK_DGRAM", "SOCK_RAW");

    /// <summary>Protocols of sockets.</summary>
    public static ConstantNames Protocols { get; } = new("IPPROTO_IP", "IPPROTO_TCP", "IPPROTO_UDP");

    /// <summary>Ways of shutdown.</summary>
    public static ConstantNames Directions { get; } = new("SHUT_RD", "SHUT_WR", "SHUT_RDWR");

    /// <summary>Commands of fcntl.</summary>
    public static ConstantNames FileControls { get; } = new(
        "F_DUPFD", "F_DUPFD_CLOEXEC", "F_GETFD", "F_GETFL", "F_SETFD", "F_SETFL");

    /// <summary>Requests of ioctl.</summary>
    public static ConstantNames DeviceControls { get; } = new(
        "SIOCINQ", "SIOCOUTQ", "SIOCOUTQNSD", "SIOCATMARK", "FIONBIO");

    /// <summary>Operations of epoll_ctl.</summary>
    public static ConstantNames EpollOperations { get; } = new("EPOLL_CTL_ADD", "EPOLL_CTL_DEL", "EPOLL_CTL_MOD");

    /// <summary>Events of poll.</summary>
    public static ConstantNames PollEvents { get; } = new(
        "POLLIN", "POLLPRI", "POLLOUT", "POLLERR", "POLLHUP", "POLLNVAL", "POLLRDNORM", "POLLRDBAND", "POLLWRNORM",
        "POLLWRBAND", "POLLRDHUP");

    /// <summary>Events of epoll.</summary>
    public static ConstantNames EpollEvents { get; } = new(
        "EPOLLIN", "EPOLLPRI", "EPOLLOUT", "EPOLLERR", "EPOLLHUP", "EPOLLRDNORM", "EPOLLRDBAND", "EPOLLWRNORM",
        "EPOLLWRBAND", "EPOLLRDHUP", "EPOLLEXCLUSIVE", "EPOLLWAKEUP", "EPOLLONESHOT", "EPOLLET");

    /// <summary>The bits of a number by name; what has none is a number behind them.</summary>
    public Sequence<string> Bits(long number)
    {
        if (number == 0)
        {
            return [];
        }

        var found = new List<string>();
        foreach (var (name, bit) in _constants)
        {
            if (bit != 0 && (number & bit) == bit)
            {
                found.Add(name);
                number &= ~bit;
            }
        }

        if (number != 0)
        {
            found.Add(Text(number));
        }

        return found.ToSequence();
    }

    /// <summary>The name of a number; the number itself if it has none.</summary>
    public string Name(long number)
    {
        foreach (var (name, value) in _constants)
        {
            if (value == number)
            {
                return name;
            }
        }

        return Text(number);
    }

    /// <summary>The number that a name stands for, or that the text is.</summary>
    /// <exception cref="UnsupportedException">It is neither.</exception>
    public static long Number(string text) =>
        SocketConstants.Find(text)
        ?? (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new UnsupportedException($"the constant '{text}' is not known"));

    /// <summary>The number that has the bits of all names.</summary>
    /// <exception cref="UnsupportedException">One of them is not known.</exception>
    public static long Number(Sequence<string> texts)
    {
        var number = 0L;
        foreach (var text in texts)
        {
            number |= Number(text);
        }

        return number;
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
