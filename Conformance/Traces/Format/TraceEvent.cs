using System.Net;
using Wakeline.Conformance.Packetdrill.Syntax.Tree;
using Wakeline.Conformance.Programs;
using Wakeline.Model.Transport;

namespace Wakeline.Conformance.Traces.Format;

/// <summary>Something that was seen.</summary>
/// <param name="Time">Nanoseconds since the trace began.</param>
internal abstract record TraceEvent(long Time);

/// <summary>A thread enters a system call.</summary>
/// <param name="Time">When.</param>
/// <param name="Thread">The thread.</param>
/// <param name="Name">The call, as the system names it.</param>
internal sealed record CallEntry(long Time, int Thread, string Name) : TraceEvent(Time)
{
    /// <summary>The descriptor it is made on.</summary>
    public int? Descriptor { get; init; }

    /// <summary>bind, connect: the address.</summary>
    public IPEndPoint? Address { get; init; }

    /// <summary>send, recv: octets at most. listen: the backlog.</summary>
    public long? Length { get; init; }

    /// <summary>shutdown: SHUT_RD, SHUT_WR or SHUT_RDWR.</summary>
    public string? How { get; init; }

    /// <summary>setsockopt, getsockopt, fcntl, ioctl: the option or request.</summary>
    public string? Option { get; init; }

    /// <summary>
    /// setsockopt, fcntl, ioctl: the value; of SO_LINGER, the seconds, or -1 if it is off; of a time, microseconds.
    /// </summary>
    public long? Value { get; init; }

    /// <summary>setsockopt: the value of an option that is a name.</summary>
    public string? Text { get; init; }

    /// <summary>setsockopt, getsockopt: octets of the value, where they are not those that the option has.</summary>
    public long? Size { get; init; }

    /// <summary>Flags: of socket, accept4, epoll_create1, send, recv, fcntl.</summary>
    public Sequence<string> Flags { get; init; }

    /// <summary>epoll_ctl: EPOLL_CTL_ADD, EPOLL_CTL_MOD or EPOLL_CTL_DEL.</summary>
    public string? Operation { get; init; }

    /// <summary>epoll_ctl: the descriptor that is watched.</summary>
    public int? Target { get; init; }

    /// <summary>epoll_ctl: the events, by name.</summary>
    public Sequence<string> Events { get; init; }

    /// <summary>epoll_ctl: the user data.</summary>
    public long? Data { get; init; }

    /// <summary>poll: the descriptors with the events that are asked for.</summary>
    public Sequence<ReadyEntry> Polled { get; init; }

    /// <summary>poll, epoll_wait: milliseconds; -1 for ever.</summary>
    public long? Timeout { get; init; }

    /// <summary>Arguments that have no field of their own, as text.</summary>
    public Sequence<string> Arguments { get; init; }
}

/// <summary>A thread returns from its system call.</summary>
/// <param name="Time">When.</param>
/// <param name="Thread">The thread.</param>
/// <param name="Name">The call.</param>
/// <param name="Result">What it returned; -1 for an error.</param>
/// <param name="Error">The name of the error.</param>
internal sealed record CallExit(long Time, int Thread, string Name, long Result, string? Error) : TraceEvent(Time)
{
    /// <summary>accept, getsockname, getpeername: the address it told.</summary>
    public IPEndPoint? Address { get; init; }

    /// <summary>getsockopt, ioctl: the value it told.</summary>
    public long? Value { get; init; }

    /// <summary>getsockopt: the name it told.</summary>
    public string? Text { get; init; }

    /// <summary>getsockopt: octets that it told, where they are not those that the value has.</summary>
    public long? Size { get; init; }

    /// <summary>
    /// poll: the descriptors that are ready; epoll_wait: the user data of the items that are. With their events.
    /// </summary>
    public Sequence<ReadyEntry> Ready { get; init; }
}

/// <summary>Events of a descriptor, or of an item of epoll.</summary>
/// <param name="Number">The descriptor, or the user data.</param>
/// <param name="Events">Names of the events.</param>
internal readonly record struct ReadyEntry(long Number, Sequence<string> Events);

/// <summary>The trace was still being taken, and nothing was seen since the event before.</summary>
/// <param name="Time">When.</param>
internal sealed record Silence(long Time) : TraceEvent(Time);

/// <summary>A message of ICMP about an error was seen on its way to the judged stack.</summary>
/// <param name="Time">When.</param>
/// <param name="Version">The version of IP.</param>
/// <param name="Source">Where the segment that it quotes was to go.</param>
/// <param name="Destination">Where that segment came from.</param>
internal sealed record IcmpEvent(long Time, int Version, IPEndPoint Source, IPEndPoint Destination) : TraceEvent(Time)
{
    /// <summary>Its type.</summary>
    public byte Type { get; init; }

    /// <summary>Its code.</summary>
    public byte Code { get; init; }

    /// <summary>SEG.SEQ of the segment that it quotes.</summary>
    public uint Sequence { get; init; }

    /// <summary>What the next link takes; 0 if it does not say.</summary>
    public uint Mtu { get; init; }
}

/// <summary>A segment was seen.</summary>
/// <param name="Time">When.</param>
/// <param name="Passage">Which way it went.</param>
/// <param name="Segment">The segment.</param>
internal sealed record SegmentEvent(long Time, Passage Passage, TraceSegment Segment) : TraceEvent(Time)
{
    /// <summary>Whether it may be no more than another sight of one before it. It stands in no file.</summary>
    public bool MayBeCopy { get; init; }
}

/// <summary>Something about a capture that is to be known, and that no file of the format has.</summary>
/// <param name="Time">When.</param>
/// <param name="What">What.</param>
/// <param name="IsUndecided">Whether something could not be judged for it.</param>
internal sealed record CaptureNote(long Time, string What, bool IsUndecided) : TraceEvent(Time)
{
    /// <summary>Whether it is the first of its kind; of the others nothing is said but of their connections.</summary>
    public bool IsFirst { get; init; }

    /// <summary>Who sent a segment that could not be read; port 0 if it is not known.</summary>
    public IPEndPoint? Source { get; init; }

    /// <summary>Who was to get it.</summary>
    public IPEndPoint? Destination { get; init; }

    /// <summary>How many packets the capture says it has missed.</summary>
    public long Missed { get; init; }
}

/// <summary>Which way a segment went.</summary>
internal enum Passage : byte
{
    /// <summary>To the judged stack.</summary>
    In,
    /// <summary>From the judged stack.</summary>
    Out,
    /// <summary>Between two stacks, both of which are judged.</summary>
    Passing,
}

/// <summary>A segment as it stands on the wire.</summary>
/// <param name="Source">Where it is from.</param>
/// <param name="Destination">Where it is for.</param>
internal sealed record TraceSegment(IPEndPoint Source, IPEndPoint Destination)
{
    /// <summary>SEG.SEQ.</summary>
    public uint Sequence { get; init; }

    /// <summary>SEG.ACK; 0 without ACK.</summary>
    public uint Acknowledgment { get; init; }

    /// <summary>Its control bits.</summary>
    public ControlBits Flags { get; init; }

    /// <summary>The window field, not scaled.</summary>
    public ushort Window { get; init; }

    /// <summary>The urgent pointer; 0 without URG.</summary>
    public ushort Urgent { get; init; }

    /// <summary>Octets of payload.</summary>
    public int Payload { get; init; }

    /// <summary>The codepoint of ECN in the header of IP; where it is not known, none.</summary>
    public EcnCodepoint Codepoint { get; init; }

    /// <summary>Its options in their order.</summary>
    public Sequence<TcpOption> Options { get; init; }
}
