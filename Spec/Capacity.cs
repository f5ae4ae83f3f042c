namespace Wakeline.Spec;

/// <summary>How many of each thing a <see cref="Kernel"/> has room for. They match the arrays of the state.</summary>
public static class Capacity
{
    /// <summary>Threads.</summary>
    public const int Tasks = 4;

    /// <summary>Descriptors of the process.</summary>
    public const int Descriptors = 16;

    /// <summary>Open file descriptions.</summary>
    public const int Files = 16;

    /// <summary>Event counters (eventfd).</summary>
    public const int EventCounters = 4;

    /// <summary>Devices.</summary>
    public const int Devices = 2;

    /// <summary>Epoll instances: one more than may be nested.</summary>
    public const int Epolls = 6;

    /// <summary>Interest items over all epoll instances.</summary>
    public const int Items = 12;

    /// <summary>Sockets.</summary>
    public const int Sockets = 12;

    /// <summary>UNIX sockets: the ends of three pairs.</summary>
    public const int UnixSockets = 6;

    /// <summary>Pipes.</summary>
    public const int Pipes = 2;

    /// <summary>Descriptors of one poll or select call.</summary>
    public const int Polled = 12;

    /// <summary>Index that stands for "none" where 0 is a valid index.</summary>
    public const byte None = 255;
}
