namespace Wakeline.Checking.Search;

/// <summary>What a search has counted in the levels that are complete.</summary>
internal sealed class SearchCounts
{
    /// <summary>States whose successors were enumerated.</summary>
    public long Visited { get; set; }

    /// <summary>Steps taken.</summary>
    public long Transitions { get; set; }

    /// <summary>The most steps possible in one state.</summary>
    public int FanOutMost { get; set; }

    /// <summary>States of which only some processes were expanded.</summary>
    public long PartlyExpanded { get; set; }

    /// <summary>Steps that were counted and not taken, because another way of the same length takes them.</summary>
    public long StepsLeftOut { get; set; }

    /// <summary>How often each rule fired.</summary>
    public required long[] Firings { get; init; }

    /// <summary>The same counts, to be kept.</summary>
    public SearchCounts Copy() => new()
    {
        Visited = Visited,
        Transitions = Transitions,
        FanOutMost = FanOutMost,
        PartlyExpanded = PartlyExpanded,
        StepsLeftOut = StepsLeftOut,
        Firings = [.. Firings],
    };
}
