using System.Text.Json.Serialization;

namespace Wakeline.Conformance.Targets.Adapters;

/// <summary>A command of the contract (docs/adapters.md) that is neither a call nor a packet.</summary>
/// <param name="Command">hello, reset, settings, step, wait or end.</param>
internal sealed record ContractCommand(string Command)
{
    /// <summary>The version of the contract that the tool speaks.</summary>
    public const int CurrentVersion = 1;

    /// <summary>hello: the version of the contract.</summary>
    public int? Version { get; init; }

    /// <summary>reset: the address of the stack.</summary>
    public string? Local { get; init; }

    /// <summary>reset: the address of its peer.</summary>
    public string? Remote { get; init; }

    /// <summary>reset: the MTU of the way.</summary>
    public int? Mtu { get; init; }

    /// <summary>reset, settings: values of sysctl by name, where they are not the defaults of Linux.</summary>
    public IReadOnlyDictionary<string, string>? Settings { get; init; }

    /// <summary>wait: the time in nanoseconds.</summary>
    public long? Until { get; init; }

    /// <summary>reset: the system that is to start, if no packets and calls are asked for.</summary>
    public string? System { get; init; }

    /// <summary>reset: the bounds of the system, by name.</summary>
    public IReadOnlyDictionary<string, int>? Bounds { get; init; }

    /// <summary>step: the party of the system that is to act.</summary>
    public string? Party { get; init; }

    /// <summary>step: the rule that it is to take; whatever it can if there is none.</summary>
    public string? Rule { get; init; }

    /// <summary>step: which of the choices that the rule leaves, if it is not the first.</summary>
    public int? Choice { get; init; }
}

/// <summary>What an adapter answers to hello.</summary>
internal sealed record ContractHello
{
    /// <summary>The adapter's name.</summary>
    public string? Adapter { get; init; }

    /// <summary>The version of the contract that it speaks.</summary>
    public int Version { get; init; }

    /// <summary>The stack and its version.</summary>
    public string? Stack { get; init; }

    /// <summary>By which profile of the oracle it is judged; the text of RFC 9293 unless it says.</summary>
    public string? Profile { get; init; }

    /// <summary>virtual or real.</summary>
    public string? Clock { get; init; }

    /// <summary>Whether it takes and tells packets.</summary>
    public bool Packets { get; init; }

    /// <summary>Whether the stack can connect to itself; it can if it does not say.</summary>
    public bool? Loopback { get; init; }

    /// <summary>How many calls may sleep at once.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The calls it has.</summary>
    public IReadOnlyList<string>? Calls { get; init; }

    /// <summary>What reports show of it.</summary>
    public IReadOnlyDictionary<string, string>? Environment { get; init; }
}

/// <summary>An observation: a datagram was sent.</summary>
/// <param name="Time">Nanoseconds since the reset.</param>
/// <param name="Packet">Its octets in hexadecimal.</param>
internal sealed record ContractPacket(long Time, string Packet);

/// <summary>An observation: something that was asked for is not there.</summary>
/// <param name="Unsupported">What.</param>
internal sealed record ContractLack(string Unsupported);

/// <summary>The end of the observations that a command brought.</summary>
/// <param name="Quiet">Nanoseconds since the reset.</param>
/// <param name="Idle">Whether time alone brings nothing any more, if that is so.</param>
internal sealed record ContractQuiet(long Quiet, bool? Idle);

/// <summary>How they stand in lines.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ContractCommand))]
[JsonSerializable(typeof(ContractHello))]
[JsonSerializable(typeof(ContractPacket))]
[JsonSerializable(typeof(ContractLack))]
[JsonSerializable(typeof(ContractQuiet))]
internal sealed partial class ContractJson : JsonSerializerContext;
