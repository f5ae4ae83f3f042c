namespace Wakeline.Conformance.Programs;

/// <summary>How a verb is written: its name, whether it opens a descriptor, and its operands.</summary>
/// <param name="Verb">The verb.</param>
/// <param name="Name">Its name in the notation; that of the C function for a system call.</param>
/// <param name="Opens">The letter of the slots it opens, or '\0' if it opens none.</param>
/// <param name="Parameters">Its operands, optional ones last.</param>
internal sealed record VerbShape(Verb Verb, string Name, char Opens, params IReadOnlyList<Parameter> Parameters)
{
    private const char None = '\0';

    /// <summary>The shapes, in the order of <see cref="Programs.Verb"/>.</summary>
    private static readonly VerbShape[] s_shapes =
    [
        new(Verb.Socket, "socket", 's', Parameter.Nonblocking),
        new(Verb.SocketPair, "socketpair", 's', Parameter.Nonblocking) { Opened = 2 },
        new(Verb.Pipe, "pipe", 'q', Parameter.Nonblocking) { Opened = 2 },
        new(Verb.Bind, "bind", None, Parameter.Descriptor, Parameter.SocketAddress, Parameter.Memory),
        new(Verb.Listen, "listen", None, Parameter.Descriptor, Parameter.Count("backlog")),
        new(Verb.Accept, "accept", 'c', Parameter.Descriptor, Parameter.Nonblocking),
        new(Verb.Connect, "connect", None, Parameter.Descriptor, Parameter.SocketAddress, Parameter.Memory),
        new(Verb.Disconnect, "disconnect", None, Parameter.Descriptor),
        new(Verb.Send, "send", None,
            Parameter.Descriptor, Parameter.Count("bytes"), Parameter.OutOfBand, Parameter.DontWait,
            Parameter.Memory),
        new(Verb.Receive, "recv", None,
            Parameter.Descriptor, Parameter.Count("bytes"), Parameter.OutOfBand, Parameter.DontWait,
            Parameter.Memory),
        new(Verb.Write, "write", None, Parameter.Descriptor, Parameter.Count("value"), Parameter.Memory),
        new(Verb.Read, "read", None, Parameter.Descriptor, Parameter.Count("bytes"), Parameter.Memory),
        new(Verb.Shutdown, "shutdown", None, Parameter.Descriptor, Parameter.Directions),
        new(Verb.Close, "close", None, Parameter.Descriptor),
        new(Verb.Duplicate, "dup", 'd', Parameter.Descriptor),
        new(Verb.SetLinger, "linger", None, Parameter.Descriptor, Parameter.Count("seconds")),
        new(Verb.GetError, "so_error", None, Parameter.Descriptor),
        new(Verb.SetReceiveLowWater, "rcvlowat", None, Parameter.Descriptor, Parameter.Count("bytes")),
        new(Verb.SetNonblocking, "nonblock", None, Parameter.Descriptor, Parameter.Switch),
        new(Verb.SetAsync, "async", None, Parameter.Descriptor, Parameter.Switch),
        new(Verb.EventFd, "eventfd", 'v', Parameter.Count("count"), Parameter.Nonblocking),
        new(Verb.OpenRegularFile, "open_file", 'f'),
        new(Verb.EpollCreate, "epoll_create", 'e', Parameter.UnknownFlag),
        new(Verb.EpollControl, "epoll_ctl", None,
            Parameter.Descriptor, Parameter.Operation, Parameter.Target, Parameter.Events, Parameter.Count("data"),
            Parameter.Memory),
        new(Verb.EpollWait, "epoll_wait", None,
            Parameter.Descriptor, Parameter.Count("maxevents"), Parameter.Timeout, Parameter.Memory),
        new(Verb.EpollWait2, "epoll_pwait2", None,
            Parameter.Descriptor, Parameter.Count("maxevents"), Parameter.Timeout, Parameter.Memory),
        new(Verb.EpollWaitMasked, "epoll_pwait", None,
            Parameter.Descriptor, Parameter.Count("maxevents"), Parameter.Timeout, Parameter.SignalMask,
            Parameter.Memory)
        {
            IsDrawn = false,
        },
        new(Verb.Poll, "poll", None, Parameter.Polled, Parameter.Timeout, Parameter.Memory),
        new(Verb.PollMasked, "ppoll", None,
            Parameter.Polled, Parameter.Timeout, Parameter.SignalMask, Parameter.Memory)
        {
            IsDrawn = false,
        },
        new(Verb.Select, "select", None, Parameter.Polled, Parameter.Timeout, Parameter.Memory),
        new(Verb.SelectMasked, "pselect", None,
            Parameter.Polled, Parameter.Timeout, Parameter.SignalMask, Parameter.Memory)
        {
            IsDrawn = false,
        },
        new(Verb.SetSignalMask, "sigprocmask", None, Parameter.SignalMask) { IsDrawn = false },
        new(Verb.GetPendingSignals, "sigpending", None) { IsDrawn = false },
        new(Verb.AtMark, "atmark", None, Parameter.Descriptor) { IsDrawn = false },
        new(Verb.Fill, "fill", None, Parameter.Descriptor),
        new(Verb.Drain, "drain", None, Parameter.Descriptor),
        new(Verb.Await, "await", None) { Scope = VerbScope.Programs },
        new(Verb.Signal, "signal", None, Parameter.SentSignal) { Scope = VerbScope.Programs },
        new(Verb.SignalThread, "tgkill", None, Parameter.OtherThread, Parameter.SentSignal)
        {
            Scope = VerbScope.Scenarios,
        },
        new(Verb.Sleep, "sleep", None, Parameter.Milliseconds) { Scope = VerbScope.Scenarios },
        new(Verb.Settle, "settle", None) { Scope = VerbScope.Scenarios },
    ];

    /// <summary>How many descriptors it opens.</summary>
    public int Opened { get; init; } = Opens == None ? 0 : 1;

    /// <summary>Where it may stand.</summary>
    public VerbScope Scope { get; init; } = VerbScope.Both;

    /// <summary>Whether random programs have it; otherwise it stands only where somebody writes it.</summary>
    public bool IsDrawn { get; init; } = true;

    /// <summary>The operands that must be given.</summary>
    public int Required => Parameters.Count(parameter => !parameter.IsOptional);

    /// <summary>The shape of a verb.</summary>
    public static VerbShape Of(Verb verb) => s_shapes[(int)verb];

    /// <summary>The shape of the verb with a name, or <see langword="null"/>.</summary>
    public static VerbShape? Named(string name) => s_shapes.FirstOrDefault(shape => shape.Name == name);
}

/// <summary>Where a verb may stand.</summary>
internal enum VerbScope : byte
{
    /// <summary>In programs and in scenarios.</summary>
    Both,
    /// <summary>In programs only, which are run step by step.</summary>
    Programs,
    /// <summary>In scenarios only, whose threads run at the same time.</summary>
    Scenarios,
}
