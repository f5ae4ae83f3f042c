using Wakeline.Spec.Sockets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Model.Oracle;

/// <summary>What a trace shows of a stack, and how long the stack may take. Times are nanoseconds.</summary>
public sealed record OracleSettings
{
    private const long Millisecond = 1_000_000;

    /// <summary>By what the stack is judged.</summary>
    public OracleProfile Profile { get; init; } = OracleProfile.Linux;

    /// <summary>Whether the trace has every system call; otherwise any lawful call may have been made.</summary>
    public bool HasCalls { get; init; } = true;

    /// <summary>Whether the trace has every segment; otherwise the peer may have sent anything.</summary>
    public bool HasSegments { get; init; } = true;

    /// <summary>When listeners answer by cookies; <see langword="null"/> where the trace does not say.</summary>
    public CookieUse? Cookies { get; init; }

    /// <summary>Where segments were seen.</summary>
    public Vantage Vantage { get; init; } = Vantage.Endpoint;

    /// <summary>
    /// Whether segments were seen before the card cut them up, or after it put them together, so that their size says
    /// nothing about the segment size.
    /// </summary>
    public bool HasOffload { get; init; }

    /// <summary>Whether segments may be missing that the stack was sent, as where a capture was too slow.</summary>
    public bool MayMiss { get; init; }

    /// <summary>What ends of connections are called in findings.</summary>
    public Func<Endpoint, string> NameOf { get; init; } = end => end.ToString();

    /// <summary>What a peer at an address takes that does not say so; 0 for what it is over IPv4 (MUST-15).</summary>
    public Func<Endpoint, ushort> DefaultMssOf { get; init; } = _ => 0;

    /// <summary>How many states that explain a connection are kept; with more it stays undecided.</summary>
    public int StatesMost { get; init; } = 512;

    /// <summary>How long an acknowledgment may be delayed: less than 0.5 s (RFC 9293 MUST-40).</summary>
    public long AcknowledgmentMost { get; init; } = 500 * Millisecond;

    /// <summary>How long any other answer may take before it counts as left out.</summary>
    public long AnswerMost { get; init; } = 3_000 * Millisecond;

    /// <summary>
    /// Whether the first challenge of a connection has to go: nothing before it has used up what throttling allows
    /// (RFC 5961 7). It counts where the stack is to do as Linux.
    /// </summary>
    public bool BindsFirstChallenge { get; init; }

    /// <summary>For how long nothing has to be seen of a connection before it may count as standing still.</summary>
    internal const long StandstillLeast = 3_000 * Millisecond;

    /// <summary>
    /// How soon text may go again although nothing has come since it went: no timer is shorter (TCP_TIMEOUT_MIN of
    /// Linux).
    /// </summary>
    public long RetransmissionLeast { get; init; } = Millisecond;

    /// <summary>How long a segment may be on its way from the place where it was seen to the connection.</summary>
    public long LagMost => Vantage switch
    {
        Vantage.Endpoint => 0,
        Vantage.Host => 50 * Millisecond,
        _ => 1_000 * Millisecond,
    };

    /// <summary>How many segments may be on that way at a time.</summary>
    internal int PendingMost => Vantage == Vantage.Endpoint ? 0 : 64;
}
