namespace Wakeline.Model.Oracle;

/// <summary>By what a stack is judged: the departures of Linux from RFC 9293 are data over one table.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Departs">Whether the stack is to do as Linux 6.18 where that departs from the RFC.</param>
/// <param name="IsStrict">
/// Whether SHOULD binds as MUST does, and the narrower reading holds where the text allows two.
/// </param>
public sealed record OracleProfile(string Name, bool Departs, bool IsStrict)
{
    private const long Millisecond = 1_000_000;
    private const long Second = 1000 * Millisecond;

    /// <summary>Linux 6.18, with its departures.</summary>
    public static OracleProfile Linux { get; } = new("linux-6.18", true, false);

    /// <summary>The profiles that can be asked for.</summary>
    public static IReadOnlyList<OracleProfile> All { get; } =
        [Linux, new("rfc9293", false, false), new("rfc9293-strict", false, true)];

    /// <summary>The profile with a name; <see langword="null"/> if there is none.</summary>
    public static OracleProfile? Find(string? name) => All.FirstOrDefault(profile => profile.Name == name);

    /// <summary>
    /// The least time-out, in nanoseconds: RFC 6298 2.4 says that it SHOULD be a second, Linux has TCP_RTO_MIN.
    /// </summary>
    internal long TimeoutLeast => Departs ? 200 * Millisecond : Second;

    /// <summary>The least time-out of a SYN (RFC 6298 2.1, TCP_TIMEOUT_INIT).</summary>
    internal static long SynTimeoutLeast => Second;

    /// <summary>How long TIME-WAIT lasts at least: TCP_TIMEWAIT_LEN, or what the text leaves to the host.</summary>
    internal long TimeWaitLeast => Departs ? 60 * Second : Second;

    /// <summary>After how long TIME-WAIT is over: what it lasts, and an eighth, for coarse timers.</summary>
    internal long TimeWaitMost => (Departs ? 60 : 240) * Second * 9 / 8;

    /// <summary>Twice the maximum segment lifetime that RFC 9293 3.4.2 takes.</summary>
    internal static long TimeWaitOfText => 240 * Second;
}
