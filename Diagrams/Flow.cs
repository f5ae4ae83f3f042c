namespace Wakeline.Diagrams;

/// <summary>A machine on the way of something.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Lines">What else its box says, a line each.</param>
/// <param name="Hint">More about it, shown when the pointer rests on it.</param>
public sealed record FlowStation(string Name, IReadOnlyList<string> Lines, string Hint = "");

/// <summary>Stations that run in the same place, from left to right.</summary>
/// <param name="Title">Where they run.</param>
/// <param name="Stations">The stations.</param>
public sealed record FlowBand(string Title, IReadOnlyList<FlowStation> Stations);

/// <summary>How one station makes another act.</summary>
/// <param name="From">Name of the station that acts first.</param>
/// <param name="To">Name of the other: the next of its band, or any of the band below.</param>
/// <param name="Label">What is handed over.</param>
/// <param name="IsDirect">Whether the other acts in the same step, rather than in one of its own.</param>
public sealed record FlowLink(string From, string To, string Label, bool IsDirect);

/// <summary>The way of something through stations in several places.</summary>
/// <param name="Title">What the whole picture shows.</param>
/// <param name="Bands">The places, first to last.</param>
/// <param name="Links">The arrows.</param>
public sealed record Flow(string Title, IReadOnlyList<FlowBand> Bands, IReadOnlyList<FlowLink> Links)
{
    /// <summary>What a solid arrow means.</summary>
    public string DirectMeaning { get; init; } = "";

    /// <summary>What a dashed arrow means.</summary>
    public string DeferredMeaning { get; init; } = "";
}
