using Wakeline.Checking.Traces;

namespace Wakeline.Checking.Search;

/// <summary>Says what a state shows about a property that it decides.</summary>
internal static class FindingText
{
    /// <summary>What a trace to the state shows, and how.</summary>
    /// <param name="property">The property that is decided.</param>
    /// <param name="system">Its system.</param>
    /// <param name="failure">What was thrown, in words, if that decides it.</param>
    public static (string Why, TraceEnding Ending) Of(WatchedProperty property, SystemInfo system, string? failure)
    {
        var predicate = property.Declared is { } declared
            && system.Predicates.ElementAtOrDefault(declared.Predicate) is { } name ? $"'{name}'" : "The predicate";
        return property.Declared?.Kind switch
        {
            PropertyKind.Always => ($"{predicate} does not hold in the last state.", TraceEnding.State),
            PropertyKind.Never or PropertyKind.Sometimes =>
                ($"{predicate} holds in the last state.", TraceEnding.State),
            PropertyKind.AtRest =>
                ($"{predicate} does not hold in the last state, which has no successors.", TraceEnding.Rest),
            _ when failure is not null => (failure, TraceEnding.Failure),
            _ => ("The last state has no successors, and the system may not end in it.", TraceEnding.Rest),
        };
    }
}
