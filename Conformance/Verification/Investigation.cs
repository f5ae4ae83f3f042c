using Wakeline.Conformance.Comparison;
using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Programs;
using Wakeline.Conformance.Shrinking;

namespace Wakeline.Conformance;

/// <summary>
/// Finds out what is behind a divergence: whether it comes again, in how small a program, and by which rules.
/// </summary>
/// <param name="kernel">The driver.</param>
/// <param name="mutation">The mutant of the specification that is run, if any.</param>
/// <param name="settleMost">How long the kernel may take to show what the model allows.</param>
internal sealed class Investigation(LinuxDriver kernel, Mutation mutation, TimeSpan settleMost)
{
    private const int TrialsMost = 400;

    /// <summary>
    /// By how many times short timeouts are longer when a program is run again: a difference that only comes of a
    /// deadline that passed too early, on a busy machine, does not come again.
    /// </summary>
    private const int Patience = 4;
    private const int GreatPatience = 16;

    private static readonly TimeSpan s_timeMost = TimeSpan.FromSeconds(20);

    private readonly ModelRun _model = new(mutation);

    /// <summary>Ends the shrinking of a program; what was found until then is told.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Runs a program once more.</summary>
    /// <param name="program">The program.</param>
    /// <param name="patience">By how many times short timeouts are longer than usual.</param>
    /// <returns>Its first divergence, or <see langword="null"/>; a program the model has no room for has
    /// none.</returns>
    public Divergence? Repeat(CallProgram program, int patience = 1)
    {
        try
        {
            return new LockStep(kernel, _model, settleMost).Run(program, patience);
        }
        catch (BoundExceededException)
        {
            return null;
        }
    }

    /// <summary>Whether a program differs every time it is run.</summary>
    public bool IsReproducible(CallProgram program) =>
        Repeat(program, Patience) is not null && Repeat(program, GreatPatience) is not null;

    /// <summary>Shrinks a program that differs and says what differs.</summary>
    public KernelDifference Explain(CallProgram program)
    {
        var shrinker = new ProgramShrinker(
            candidate => !Cancellation.IsCancellationRequested && Repeat(candidate, Patience) is not null,
            TrialsMost, s_timeMost);
        var smallest = shrinker.Shrink(program);
        var divergence = Repeat(smallest, Patience);
        return divergence is null
            ? Tell(program, program, Repeat(program, Patience))
            : Tell(smallest, program, divergence);
    }

    /// <summary>Tells of a divergence as it stands.</summary>
    public KernelDifference Tell(CallProgram program, CallProgram original, Divergence? divergence) => new()
    {
        Program = program,
        Original = original,
        Step = divergence?.Step ?? 0,
        Allowed = [.. (divergence?.Allowed ?? []).Select(allowed => allowed.ToString())],
        Observed = divergence?.Observed.ToString() ?? "it did not differ when it was run again",
        Rules = divergence is null ? [] : RulesOf(program, divergence.Step),
    };

    /// <summary>The rules that fired in the model when the step was taken.</summary>
    private List<RuleInQuestion> RulesOf(CallProgram program, int step)
    {
        if (!RuleCoverage.IsEnabled)
        {
            return [];
        }

        var tally = new RuleTally();
        var upTo = new CallProgram(program.Steps.Take(step + 1).ToSequence());
        var run = new LockStep(kernel, _model, settleMost) { StepBegins = tally.Restart };
        try
        {
            _ = run.Run(upTo);
        }
        catch (BoundExceededException)
        {
            return [];
        }

        return [.. tally.Fired().Select(fired => InQuestion(tally.Machines[fired.Machine], fired.Rule))];
    }

    private static RuleInQuestion InQuestion(MachineInfo machine, int rule)
    {
        var info = machine.Rules[rule];
        return new RuleInQuestion(machine.Name, info.Name, [.. info.Citations], $"{machine.File}:{info.Line}");
    }
}
