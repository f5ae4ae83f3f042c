using System.Collections.Frozen;

namespace Wakeline.Conformance.Packetdrill.Plans;

/// <summary>A system call that scripts may make.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Least">The fewest arguments.</param>
/// <param name="Most">The most arguments.</param>
internal sealed record CallShape(string Name, int Least, int Most)
{
    private static readonly FrozenDictionary<string, CallShape> s_all = new CallShape[]
    {
        new("socket", 3, 3) { OpensDescriptor = true },
        new("open", 2, 3) { OpensDescriptor = true },
        new("epoll_create", 1, 1) { OpensDescriptor = true },
        new("epoll_create1", 1, 1) { OpensDescriptor = true },
        new("pipe", 1, 1) { OpensPair = true },
        new("bind", 3, 3) { Descriptors = [0] },
        new("listen", 2, 2) { Descriptors = [0] },
        new("accept", 3, 3) { Descriptors = [0], OpensDescriptor = true, Outputs = [1, 2] },
        new("accept4", 4, 4) { Descriptors = [0], OpensDescriptor = true, Outputs = [1, 2] },
        new("connect", 3, 3) { Descriptors = [0] },
        new("getsockname", 3, 3) { Descriptors = [0], Outputs = [1, 2] },
        new("getpeername", 3, 3) { Descriptors = [0], Outputs = [1, 2] },
        new("read", 3, 3) { Descriptors = [0], Outputs = [1], Buffer = 1 },
        new("readv", 3, 3) { Descriptors = [0], Outputs = [1], Buffer = 1 },
        new("recv", 4, 4) { Descriptors = [0], Outputs = [1], Buffer = 1 },
        new("recvfrom", 6, 6) { Descriptors = [0], Outputs = [1, 4, 5], Buffer = 1 },
        new("recvmsg", 3, 3) { Descriptors = [0], Outputs = [1] },
        new("write", 3, 3) { Descriptors = [0] },
        new("writev", 3, 3) { Descriptors = [0] },
        new("send", 4, 4) { Descriptors = [0] },
        new("sendto", 6, 6) { Descriptors = [0] },
        new("sendmsg", 3, 3) { Descriptors = [0] },
        new("sendfile", 4, 4) { Descriptors = [0, 1] },
        new("splice", 6, 6) { Descriptors = [0, 2] },
        new("fcntl", 2, 3) { Descriptors = [0] },
        new("ioctl", 2, 3) { Descriptors = [0], Outputs = [2] },
        new("close", 1, 1) { Descriptors = [0] },
        new("shutdown", 2, 2) { Descriptors = [0] },
        new("getsockopt", 5, 5) { Descriptors = [0], Outputs = [3, 4] },
        new("setsockopt", 5, 5) { Descriptors = [0] },
        new("poll", 3, 3) { Outputs = [0] },
        new("epoll_ctl", 4, 4) { Descriptors = [0, 2] },
        new("epoll_wait", 4, 4) { Descriptors = [0], Outputs = [1] },
        new("cap_set", 1, 2),
    }.ToFrozenDictionary(shape => shape.Name);

    /// <summary>The arguments that are descriptors, by their place.</summary>
    public int[] Descriptors { get; private init; } = [];

    /// <summary>The arguments that the call writes to, by their place.</summary>
    public int[] Outputs { get; private init; } = [];

    /// <summary>The argument that text is written to, by its place: nothing but text is expected there.</summary>
    public int? Buffer { get; private init; }

    /// <summary>Whether it returns a new descriptor.</summary>
    public bool OpensDescriptor { get; private init; }

    /// <summary>Whether it writes two new descriptors to its first argument.</summary>
    public bool OpensPair { get; private init; }

    /// <summary>Names of all calls.</summary>
    public static IReadOnlyList<string> Names => s_all.Keys;

    /// <summary>The call of a name, if there is one.</summary>
    public static CallShape? Find(string name) => s_all.GetValueOrDefault(name);
}
