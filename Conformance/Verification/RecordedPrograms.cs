using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Generation;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>
/// Runs programs on the kernel once and keeps what it showed, so that many faulty variants of the specification can be
/// judged by it. Programs in which the specification and the kernel differ, or which the model has no room for, are
/// left out.
/// </summary>
public static class RecordedPrograms
{
    /// <summary>Records the covering programs and random ones.</summary>
    /// <param name="seed">The seed of the random programs.</param>
    /// <param name="programs">How many random programs are run.</param>
    /// <param name="progress">Is told on the calling thread how many programs were run so far.</param>
    /// <param name="cancellation">Ends the run after the program under way.</param>
    /// <returns>
    /// The programs, the shortest first. Rules are counted only with <see cref="RuleCoverage.Switch"/>.
    /// </returns>
    /// <exception cref="KernelException">This is not Linux, or its kernel lacks what is needed.</exception>
    public static IReadOnlyList<RecordedProgram> Take(
        ulong seed, int programs, Action<int>? progress = null, CancellationToken cancellation = default) =>
        Sandbox.Run<int, IReadOnlyList<RecordedProgram>>(
            (sandbox, report) =>
            {
                using var kernel = new LinuxDriver(sandbox);
                var generator = new ProgramGenerator();
                var (model, tally) = (new ModelRun(), new RuleTally());
                var recorded = new List<RecordedProgram>();
                var covering = CoveringSet.Derive(cancellation).Programs;
                for (var number = 0; number < covering.Count + programs; number++)
                {
                    cancellation.ThrowIfCancellationRequested();
                    var program = number < covering.Count
                        ? covering[number] : generator.Program(seed, number - covering.Count);
                    if (Record(kernel, model, tally, program) is { } record)
                    {
                        recorded.Add(record);
                    }

                    report(number + 1);
                }

                return [.. recorded.OrderBy(record => record.Steps.Count)];
            },
            progress);

    private static RecordedProgram? Record(
        LinuxDriver kernel, ModelRun model, RuleTally tally, CallProgram program)
    {
        var steps = new List<(CallStep Step, Observation Seen)>();
        tally.Restart();
        try
        {
            var run = new LockStep(kernel, model, LockStep.SettleMost)
            {
                Believed = (number, step, seen) =>
                {
                    if (number == steps.Count)
                    {
                        steps.Add((step, seen));
                    }
                    else
                    {
                        steps[number] = (step, seen);
                    }
                },
            };
            if (run.Run(program) is not null)
            {
                return null;
            }
        }
        catch (BoundExceededException)
        {
            return null;
        }

        return new RecordedProgram(
            program, steps, tally.Fired().Select(fired => (tally.Machines[fired.Machine].FullName, fired.Rule)));
    }
}
