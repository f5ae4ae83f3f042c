using System.Text.Json.Serialization;
using Wakeline.Conformance.Packetdrill.Plans;
using Wakeline.Conformance.Targets;
using Wakeline.Conformance.Targets.Adapters;

namespace Wakeline.Conformance.Suites.Systems;

/// <summary>An implementation of a system behind an adapter, from a reset to the next.</summary>
internal sealed class AdapterSystem : ISystemStack
{
    private readonly AdapterConnection _connection;

    /// <summary>Resets it.</summary>
    /// <exception cref="TargetException">The adapter does not do so.</exception>
    /// <exception cref="UnsupportedException">It has no such system.</exception>
    public AdapterSystem(AdapterConnection connection, string system, IReadOnlyDictionary<string, int> bounds)
    {
        _connection = connection;
        _connection.Send(new ContractCommand("reset") { System = system, Bounds = bounds }, TimeSpan.Zero);
        Start = Read();
    }

    /// <inheritdoc/>
    public SystemAnswer Start { get; }

    /// <inheritdoc/>
    public SystemAnswer Take(SystemRequest request)
    {
        _connection.Send(
            new ContractCommand("step")
            {
                Party = request.Party,
                Rule = request.Rule.Length > 0 ? request.Rule : null,
                Choice = request.Choice > 0 ? request.Choice : null,
            },
            TimeSpan.Zero);
        return Read();
    }

    private SystemAnswer Read()
    {
        var answer = new SystemAnswer();
        string? lacking = null;
        ContractState told;
        do
        {
            told = _connection.Read(SystemJson.Default.ContractState);
            lacking ??= told.Unsupported;
            answer = answer with
            {
                IsRefused = answer.IsRefused || told.Refused == true,
                Places = told.At ?? answer.Places,
                Holds = told.Holds ?? answer.Holds,
            };
        }
        while (told.Quiet is null);
        return lacking is null ? answer : throw new UnsupportedException(lacking);
    }
}

/// <summary>What an implementation tells after a command: one line, or several of which the last has quiet.</summary>
internal sealed record ContractState
{
    /// <summary>Whether the party could not do it.</summary>
    public bool? Refused { get; init; }

    /// <summary>Where parties are.</summary>
    public Dictionary<string, string>? At { get; init; }

    /// <summary>Which predicates hold.</summary>
    public Dictionary<string, bool>? Holds { get; init; }

    /// <summary>What is not there, if something is not.</summary>
    public string? Unsupported { get; init; }

    /// <summary>Nothing more happens until the next command; nanoseconds since the reset.</summary>
    public long? Quiet { get; init; }
}

/// <summary>How it stands in lines; what is not of the contract is refused.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
[JsonSerializable(typeof(ContractState))]
internal sealed partial class SystemJson : JsonSerializerContext;
