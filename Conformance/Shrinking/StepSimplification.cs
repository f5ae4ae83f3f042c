using Wakeline.Conformance.Programs;
using Wakeline.Spec;
using Wakeline.Spec.Tasks;

namespace Wakeline.Conformance.Shrinking;

/// <summary>
/// Simpler forms of one step. Every one is smaller by some count of its own, so that simplifying comes to an end.
/// </summary>
internal static class StepSimplification
{
    /// <summary>The simpler forms of a step, the simplest first.</summary>
    public static IEnumerable<CallStep> Of(CallStep step) =>
        Threads(step).Concat(Flags(step)).Concat(Numbers(step)).Concat(Masks(step)).Concat(PolledSets(step));

    private static IEnumerable<CallStep> Threads(CallStep step) =>
        Enumerable.Range(0, step.Thread).Select(thread => step with { Thread = thread });

    private static IEnumerable<CallStep> Flags(CallStep step)
    {
        if (step.Nonblocking)
        {
            yield return step with { Nonblocking = false };
        }

        if (step.Memory != UserMemory.Mapped)
        {
            yield return step with { Memory = UserMemory.Mapped };
        }

        if (step.Timeout != Timeout.Zero && step.Verb is Verb.EpollWait or Verb.EpollWait2 or Verb.Poll or Verb.Select)
        {
            yield return step with { Timeout = Timeout.Zero };
        }

        if (step.Directions == ShutdownDirections.Both)
        {
            yield return step with { Directions = ShutdownDirections.Send };
            yield return step with { Directions = ShutdownDirections.Receive };
        }

        if (step.Address > 1)
        {
            yield return step with { Address = 1 };
        }

        if (step.Port > 1)
        {
            yield return step with { Port = 1 };
        }
    }

    private static IEnumerable<CallStep> Numbers(CallStep step) =>
        (step.Verb == Verb.Read ? [] : new[] { 0, 1, step.Number / 2, step.Number - 1 })
            .Where(number => number >= 0 && number < step.Number).Distinct()
            .Select(number => step with { Number = number });

    private static IEnumerable<CallStep> Masks(CallStep step) =>
        Bits(step.Events).Select(bit => step with { Events = step.Events & ~bit });

    private static IEnumerable<CallStep> PolledSets(CallStep step)
    {
        for (var place = 0; place < step.Polled.Count; place++)
        {
            yield return step with { Polled = step.Polled.Where((_, each) => each != place).ToSequence() };
            foreach (var bit in Bits(step.Polled[place].Asked))
            {
                var fewer = step.Polled[place] with { Asked = step.Polled[place].Asked & ~bit };
                yield return step with
                {
                    Polled = step.Polled.Select((old, each) => each == place ? fewer : old).ToSequence(),
                };
            }
        }
    }

    private static IEnumerable<PollEvents> Bits(PollEvents events) =>
        Enumerable.Range(0, 32).Select(bit => (PollEvents)(1u << bit)).Where(bit => events.HasFlag(bit));
}
