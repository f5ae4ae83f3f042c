using Wakeline.Conformance.Packetdrill;
using Wakeline.Conformance.Suites.Exchanges;
using Wakeline.Conformance.Suites.Running;
using Wakeline.Conformance.Targets;
using Wakeline.Spec.Tcp;

namespace Wakeline.Conformance.Suites.Strength;

/// <summary>
/// Shows what cases are worth: the specification is made faulty, by one derived mutant of the table of connections
/// after another, and the cases have to notice.
/// </summary>
public static class SuiteStrength
{
    /// <summary>Runs cases on faulty stacks.</summary>
    /// <param name="cases">The cases; one that fails on the specification as it stands notices nothing.</param>
    /// <param name="options">How much is run.</param>
    /// <param name="onOutcome">Is told each outcome as it comes, on one thread at a time.</param>
    /// <param name="cancellation">Ends the run.</param>
    /// <returns>An outcome for each mutant, in the order of the table.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static IReadOnlyList<MutantOutcome> Measure(
        IReadOnlyList<SuiteCase> cases,
        StrengthOptions options,
        Action<MutantOutcome>? onOutcome = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(cases);
        ArgumentNullException.ThrowIfNull(options);
        var mutants = Connection.Info.Mutants
            .Where((mutant, index) => index % options.Every == 0 && options.Takes(mutant.Name)).ToList();
        var outcomes = new MutantOutcome[mutants.Count];
        var telling = new Lock();
        Parallel.For(
            0, mutants.Count,
            new ParallelOptions { MaxDegreeOfParallelism = options.Parallel, CancellationToken = cancellation },
            index =>
            {
                outcomes[index] = Hunt(mutants[index], cases, options.CasesMost, cancellation);
                lock (telling)
                {
                    onOutcome?.Invoke(outcomes[index]);
                }
            });
        return outcomes;
    }

    /// <summary>Looks for a case that notices, in either profile: some rows are of one alone.</summary>
    internal static MutantOutcome Hunt(
        MutantInfo mutant, IReadOnlyList<SuiteCase> cases, int most, CancellationToken cancellation)
    {
        var (able, others) = AbleOf(mutant, cases);
        var step = Math.Max((able.Count + others.Count) / Math.Max(most, 1), 1);
        var tried = able.Concat(others).Where((_, index) => index % step == 0).ToList();
        foreach (var profile in ModelScripts.Profiles)
        {
            using var target = new ModelTarget(profile, new Mutation(Connection.MachineId, (ushort)mutant.Number));
            using var shipped = new ModelTarget(profile);
            foreach (var each in tried)
            {
                cancellation.ThrowIfCancellationRequested();
                var outcome = RunOn(target, each, cancellation);
                if (IsNoticed(outcome) && !IsNoticed(RunOn(shipped, each, cancellation)))
                {
                    return new MutantOutcome(mutant.Name, mutant.Story, true, each.Name, outcome.Reason);
                }
            }
        }

        return new MutantOutcome(mutant.Name, mutant.Story, able.Count > 0, null, "");
    }

    /// <summary>
    /// The cases that fire the rule at fault can notice; where a guard is missing, so can all that pass by others, for
    /// the rule fires in their place; where a socket is not told, so can those in which threads sleep.
    /// </summary>
    private static (List<SuiteCase> Able, List<SuiteCase> Others) AbleOf(
        MutantInfo mutant, IReadOnlyList<SuiteCase> cases)
    {
        var able = cases.Where(each => each.Rules.Any(mutant.Rules.Contains)).ToList();
        if (Connection.Info.Rules.Any(rule => mutant.Rules.Contains(rule.Name)
            && rule.Trigger is nameof(Resend) or nameof(AcknowledgeNow)))
        {
            return (able, [.. cases.Except(able).OfType<Exchange>()]);      // The host fires it, and no stimulus.
        }

        var isOfGuard = mutant.Kind is MutantKind.DropGuard or MutantKind.SwapGuardArgument;
        var isOfNotice = mutant.Name.Contains(":Tell(", StringComparison.Ordinal);
        return (
            able,
            [
                .. cases.Except(able)
                    .Where(each => each is Exchange ? isOfGuard : isOfNotice),
            ]);
    }

    internal static bool IsNoticed(CaseOutcome outcome) =>
        outcome.Verdict is CaseVerdict.Failed or CaseVerdict.Broken;

    /// <summary>A faulty specification may fail in any way.</summary>
    internal static CaseOutcome RunOn(ITarget target, SuiteCase each, CancellationToken cancellation)
    {
        var options = new SuiteRunOptions();
        try
        {
            return each.RunOn(target, options, new CaseDeadline(options.Timeout, cancellation));
        }
        catch (Exception failure) when (failure is not (OperationCanceledException or OutOfMemoryException))
        {
            return new CaseOutcome(CaseVerdict.Broken, failure.Message);
        }
    }
}
