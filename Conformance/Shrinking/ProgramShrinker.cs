using System.Diagnostics;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Shrinking;

/// <summary>
/// Finds a small program that still shows something. Steps are left out in ever smaller groups (Zeller, Hildebrandt,
/// "Simplifying and isolating failure-inducing input", 2002), then operands are simplified, until neither succeeds or
/// the budget is spent.
/// </summary>
/// <param name="shows">Whether a program shows what is looked for.</param>
/// <param name="trialsMost">The most programs that are tried.</param>
/// <param name="timeMost">The longest time to spend.</param>
internal sealed class ProgramShrinker(Predicate<CallProgram> shows, int trialsMost, TimeSpan timeMost)
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _trials;

    private bool IsSpent => _trials >= trialsMost || Stopwatch.GetElapsedTime(_start) > timeMost;

    /// <summary>Shrinks a program that shows it.</summary>
    /// <returns>The smallest program found; slots and threads are numbered anew.</returns>
    public CallProgram Shrink(CallProgram program)
    {
        var smallest = program;
        CallProgram before;
        do
        {
            before = smallest;
            smallest = SimplifyOperands(LeaveOutSteps(smallest));
        }
        while (smallest != before && !IsSpent);

        var renumbered = SlotNumbering.Compact(smallest);
        return Shows(renumbered) ? renumbered : smallest;
    }

    private bool Shows(CallProgram candidate)
    {
        _trials++;
        return shows(candidate);
    }

    private CallProgram LeaveOutSteps(CallProgram program)
    {
        for (var size = Math.Max(program.Steps.Count / 2, 1); size >= 1; size /= 2)
        {
            for (var start = program.Steps.Count - size; start >= 0 && !IsSpent; start -= size)
            {
                var (from, to) = (start, start + size);
                var candidate = new CallProgram(
                    program.Steps.Where((_, place) => place < from || place >= to).ToSequence());
                if (candidate.Steps.Count > 0 && Shows(candidate))
                {
                    program = candidate;
                }
            }
        }

        return program;
    }

    private CallProgram SimplifyOperands(CallProgram program)
    {
        for (var place = 0; place < program.Steps.Count; place++)
        {
            while (!IsSpent && FirstSimpler(program, place) is { } simpler)
            {
                program = simpler;
            }
        }

        return program;
    }

    private CallProgram? FirstSimpler(CallProgram program, int place) =>
        StepSimplification.Of(program.Steps[place])
            .Select(step => new CallProgram(
                program.Steps.Select((old, each) => each == place ? step : old).ToSequence()))
            .TakeWhile(_ => !IsSpent)
            .FirstOrDefault(Shows);
}
