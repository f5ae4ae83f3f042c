using Wakeline.Conformance.Packetdrill;

namespace Wakeline.Conformance.Targets;

/// <summary>What a target is and can do, as it says itself.</summary>
/// <param name="Name">What the command calls it, such as <c>linux</c> or <c>cmd:./my-adapter</c>.</param>
/// <param name="Stack">The stack and its version.</param>
public sealed record TargetDescription(string Name, string Stack)
{
    /// <summary>The profile of the oracle by which it is judged: whose departures from RFC 9293 are its own.</summary>
    public string Profile { get; init; } = ModelScripts.Profiles[1];

    /// <summary>Whether time passes only when it is told to.</summary>
    public bool HasVirtualTime { get; init; }

    /// <summary>Whether packets can be handed to it, and are seen.</summary>
    public bool HasPackets { get; init; }

    /// <summary>Whether the stack can connect to itself.</summary>
    public bool HasLoopback { get; init; } = true;

    /// <summary>The system calls it has.</summary>
    public IReadOnlySet<string> Calls { get; init; } = new HashSet<string>();

    /// <summary>How many threads may be in calls at once.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Kernel, settings, offloads, versions: whatever a result may hang on, by name.</summary>
    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();
}
