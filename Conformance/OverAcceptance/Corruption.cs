using Wakeline.Conformance.Traces.Format;

namespace Wakeline.Conformance.OverAcceptance;

/// <summary>A way to corrupt a trace in one field or one event.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Meaning">What is changed.</param>
/// <param name="Change">
/// The corrupted trace; <see langword="null"/> if the event at that place cannot be corrupted in this way.
/// </param>
internal sealed record Corruption(
    string Name, string Meaning, Func<IReadOnlyList<TraceEvent>, int, List<TraceEvent>?> Change)
{
    /// <summary>Corrupts a trace at a place that a seed chooses.</summary>
    /// <returns><see langword="null"/> if the trace has no such place.</returns>
    public (List<TraceEvent> Events, int Place)? Apply(IReadOnlyList<TraceEvent> events, Random random)
    {
        var start = random.Next(events.Count);
        for (var offset = 0; offset < events.Count; offset++)
        {
            var place = (start + offset) % events.Count;
            if (Change(events, place) is { } changed)
            {
                return (changed, place);
            }
        }

        return null;
    }
}
