namespace Wakeline.Conformance.Packetdrill.Sessions;

/// <summary>What a session is about: what happens in it, and how often.</summary>
/// <param name="Name">The name.</param>
internal sealed record SessionTopic(string Name)
{
    /// <summary>Whether it lasts many round trips.</summary>
    public bool IsLong { get; init; }

    /// <summary>Whether some of what the stack sends never arrives.</summary>
    public bool LosesText { get; init; }

    /// <summary>Whether both ends tell of congestion (RFC 3168).</summary>
    public bool TellsCongestion { get; init; }

    /// <summary>The topics there are.</summary>
    public static IReadOnlyList<SessionTopic> All { get; } =
    [
        new("receive"), new("send"), new("loss") { LosesText = true }, new("close"), new("both"), new("window"),
        new("options"), new("holes"), new("memory"), new("rounds") { IsLong = true },
        new("losses") { IsLong = true, LosesText = true }, new("timeouts") { IsLong = true },
        new("reordering") { IsLong = true }, new("congestion") { IsLong = true, TellsCongestion = true },
    ];
}
