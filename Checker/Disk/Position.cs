using System.Text.Json.Serialization;
using Wakeline.Checking.Memory;
using Wakeline.Checking.Search;

namespace Wakeline.Checking.Disk;

/// <summary>
/// Where a search stands between two levels: all there is to know besides keys, parents and parts. A level that cannot
/// be finished leaves no trace in it.
/// </summary>
internal sealed record Position
{
    /// <summary>Steps from the start to the level that comes next, or to the last one if there is none.</summary>
    public required int Depth { get; init; }

    /// <summary>The first state of the level that comes next; the number of states if there is none.</summary>
    public required uint LevelStart { get; init; }

    /// <summary>States found.</summary>
    public required uint States { get; init; }

    /// <summary>Ends, exclusive, of the levels that were visited.</summary>
    public required IReadOnlyList<uint> LevelEnds { get; init; }

    public required SearchCounts Counts { get; init; }

    public required WatchRecord Watch { get; init; }

    /// <summary>How states are packed into keys.</summary>
    public required LayoutRecord Layout { get; init; }

    /// <summary>Time spent so far.</summary>
    public required TimeSpan Elapsed { get; init; }
}

/// <summary>A position with where its keys, parents and parts are, and which check it belongs to.</summary>
internal sealed record SavedPosition(
    IReadOnlyList<IdentityEntry> Identity, Position Position, SavedLog Keys, SavedLog Parents, SavedLog Parts,
    uint SortedFrom);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SavedPosition))]
internal sealed partial class PositionJson : JsonSerializerContext;
