using Wakeline.Spec;

namespace Wakeline.Conformance.Programs;

/// <summary>The descriptors of a poll or select step as the call sees them.</summary>
internal static class PolledSets
{
    /// <summary>
    /// poll: as they stand. select: ascending, each once, and only those that are in one of the three sets; a negative
    /// number can be in none.
    /// </summary>
    /// <param name="step">The step.</param>
    /// <param name="slots">The descriptor that each slot holds, or -1.</param>
    public static IEnumerable<PolledSlot> InOrder(CallStep step, IReadOnlyList<int> slots)
    {
        if (step.Verb is Verb.Poll or Verb.PollMasked)
        {
            return step.Polled;
        }

        return step.Polled
            .Select(polled => polled with { Asked = polled.Asked & (PollEvents.In | PollEvents.Out | PollEvents.Pri) })
            .Where(polled => polled.Asked != PollEvents.None && polled.Slot >= 0 && slots[polled.Slot] >= 0)
            .DistinctBy(polled => slots[polled.Slot])
            .OrderBy(polled => slots[polled.Slot]);
    }
}
