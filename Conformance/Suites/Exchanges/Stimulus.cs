using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Exchanges;

/// <summary>What is done to a stack.</summary>
internal enum StimulusKind : byte
{
    /// <summary>socket, bind, listen.</summary>
    Listen,

    /// <summary>socket, connect.</summary>
    Connect,

    /// <summary>accept.</summary>
    Accept,

    /// <summary>send of some octets.</summary>
    Send,

    /// <summary>recv of at most some octets.</summary>
    Receive,

    /// <summary>getsockopt(SO_ERROR), which takes the error.</summary>
    GetError,

    /// <summary>shutdown(SHUT_RD).</summary>
    ShutReceive,

    /// <summary>shutdown(SHUT_WR).</summary>
    ShutSend,

    /// <summary>shutdown(SHUT_RDWR).</summary>
    ShutBoth,

    /// <summary>close.</summary>
    Close,

    /// <summary>close with SO_LINGER of 0 seconds, which breaks the connection off.</summary>
    Abort,

    /// <summary>TCP_QUICKACK off: acknowledgments wait for company.</summary>
    DelayAcknowledgments,

    /// <summary>A segment of the peer arrives.</summary>
    Segment,

    /// <summary>Time passes until a timer expires.</summary>
    Expire,

    /// <summary>Nothing is done, and whatever comes is judged, and what does not come although it must.</summary>
    Silence,

    /// <summary>Time passes until the stack gives up what is never acknowledged (RFC 9293 3.8.3, R2).</summary>
    GiveUp,

    /// <summary>Some seconds pass, in which a timer that runs need not expire.</summary>
    Pause,

    /// <summary>A router tells of an error on the path (ICMP).</summary>
    PathError,

    /// <summary>TCP_QUICKACK on: an acknowledgment that waits goes.</summary>
    AcknowledgeNow,

    /// <summary>connect of a socket that was opened before, which is refused.</summary>
    ConnectAgain,
}

/// <summary>Something that is done to a stack.</summary>
/// <param name="Kind">What.</param>
internal readonly record struct Stimulus(StimulusKind Kind)
{
    /// <summary>Octets of send and recv.</summary>
    public int Octets { get; init; }

    /// <summary>The seconds of a pause.</summary>
    public int Seconds { get; init; }

    /// <summary>The error on the path.</summary>
    public PathComplaint Complaint { get; init; }

    /// <summary>The segment; of an error on the path, the sequence number that it quotes.</summary>
    public SegmentPattern Segment { get; init; }

    /// <summary>What is asked of a socket that is opened.</summary>
    public SocketChoice Choice { get; init; }

    /// <summary>The timer that expires.</summary>
    public TcpTimer Timer { get; init; }

    /// <summary>Whether a program does it.</summary>
    public bool IsCall => Kind is not (StimulusKind.Segment or StimulusKind.PathError) && !IsWait;

    /// <summary>Whether time passes.</summary>
    public bool IsWait =>
        Kind is StimulusKind.Expire or StimulusKind.GiveUp or StimulusKind.Silence or StimulusKind.Pause;

    /// <summary>A segment arrives.</summary>
    public static Stimulus Of(SegmentPattern segment) => new(StimulusKind.Segment) { Segment = segment };

    /// <summary>A router complains of a segment of the stack.</summary>
    /// <param name="complaint">What it says.</param>
    /// <param name="quoted">The number of the segment that it quotes.</param>
    public static Stimulus Of(PathComplaint complaint, RelativeNumber quoted) => new(StimulusKind.PathError)
    {
        Complaint = complaint,
        Segment = new SegmentPattern(default, quoted, default),
    };

    /// <summary>A timer expires.</summary>
    public static Stimulus Of(TcpTimer timer) => new(StimulusKind.Expire) { Timer = timer };

    /// <summary>In a line.</summary>
    public override string ToString() => Kind switch
    {
        StimulusKind.Segment => $"{Segment}",
        StimulusKind.Expire => $"the timer {Timer} expires",
        StimulusKind.Silence => "silence",
        StimulusKind.GiveUp => "nothing is acknowledged until the stack gives up",
        StimulusKind.Pause => $"{Seconds} s pass",
        StimulusKind.PathError => $"ICMP {Complaint} about {Segment.Sequence}",
        StimulusKind.Send => $"send of {Octets}",
        StimulusKind.Receive => $"recv of {Octets}",
        StimulusKind.GetError => "getsockopt(SO_ERROR)",
        StimulusKind.ShutReceive => "shutdown(SHUT_RD)",
        StimulusKind.ShutSend => "shutdown(SHUT_WR)",
        StimulusKind.ShutBoth => "shutdown(SHUT_RDWR)",
        StimulusKind.Abort => "close with SO_LINGER of 0",
        StimulusKind.DelayAcknowledgments => "TCP_QUICKACK off",
        StimulusKind.AcknowledgeNow => "TCP_QUICKACK on",
        StimulusKind.ConnectAgain => "connect once more",
        var call when Choice != SocketChoice.None => $"{call.ToString().ToLowerInvariant()} with {Choice}",
        var call => call.ToString().ToLowerInvariant(),
    };
}
