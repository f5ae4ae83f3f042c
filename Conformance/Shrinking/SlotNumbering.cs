using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Shrinking;

/// <summary>Numbers slots and threads of a program anew, in the order in which they occur.</summary>
internal static class SlotNumbering
{
    public static CallProgram Compact(CallProgram program)
    {
        var slots = NumbersOf(program.Steps.SelectMany(step => step.UsedSlots.Append(step.Result)));
        slots[CallStep.NoSlot] = CallStep.NoSlot;
        var threads = NumbersOf(program.Steps.Select(step => step.Thread));
        return new CallProgram(program.Steps.Select(step => step with
        {
            Thread = threads[step.Thread],
            Result = slots[step.Result],
            Descriptor = slots[step.Descriptor],
            Target = slots[step.Target],
            Polled = step.Polled.Select(each => each with { Slot = slots.GetValueOrDefault(each.Slot, each.Slot) })
                .ToSequence(),
        }).ToSequence());
    }

    private static Dictionary<int, int> NumbersOf(IEnumerable<int> old) =>
        old.Where(each => each >= 0).Distinct().Index().ToDictionary(each => each.Item, each => each.Index);
}
