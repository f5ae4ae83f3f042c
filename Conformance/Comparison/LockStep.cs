using Wakeline.Conformance.Linux;
using Wakeline.Conformance.Observations;
using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance.Comparison;

/// <summary>The first step of a program after which the kernel shows what the model does not allow.</summary>
/// <param name="Step">Index of the step.</param>
/// <param name="Allowed">What the model allows.</param>
/// <param name="Observed">What the kernel shows, after it had time to get there.</param>
internal sealed record Divergence(int Step, IReadOnlyList<Observation> Allowed, Observation Observed);

/// <summary>Runs programs on the kernel and on the model, step by step, and compares them after each.</summary>
/// <param name="kernel">The driver.</param>
/// <param name="model">The model.</param>
/// <param name="settleMost">How long the kernel may take to show what the model allows.</param>
internal sealed class LockStep(LinuxDriver kernel, ModelRun model, TimeSpan settleMost)
{
    /// <summary>
    /// Delivery over loopback is over when the call returns, but ksoftirqd or a delayed acknowledgment (at most 40 ms,
    /// net/ipv4/tcp_output.c tcp_send_delayed_ack) may take part of it; the machine may be busy.
    /// </summary>
    public static readonly TimeSpan SettleMost = TimeSpan.FromMilliseconds(300);

    /// <summary>Calls compared so far.</summary>
    public long Calls { get; private set; }

    private CallStep? Begun { get; set; }

    /// <summary>Is called before the model takes a step.</summary>
    public Action? StepBegins { get; set; }

    /// <summary>
    /// Is told what is believed to be seen after a step, with how many steps were begun before it. What it is told last
    /// of a step counts.
    /// </summary>
    public Action<int, CallStep, Observation>? Believed { get; set; }

    /// <summary>Runs a program.</summary>
    /// <param name="program">The program.</param>
    /// <param name="patience">By how many times short timeouts are longer than usual.</param>
    /// <returns>The first divergence, or <see langword="null"/>.</returns>
    /// <exception cref="BoundExceededException">The program needs more than the model has room for.</exception>
    public Divergence? Run(CallProgram program, int patience = 1)
    {
        model.BeginProgram(program);
        kernel.BeginProgram(program, patience);
        try
        {
            for (var index = 0; index < program.Steps.Count; index++)
            {
                if (Take(program.Steps[index], index) is { } divergence)
                {
                    return divergence;
                }
            }

            return null;
        }
        finally
        {
            kernel.EndProgram();
        }
    }

    private Divergence? Take(CallStep step, int index)
    {
        if (LateChange(index) is { } late)
        {
            return late;
        }

        if (model.IsPassedOver(step))
        {
            return null;
        }

        StepBegins?.Invoke();
        Begun = step;
        model.Begin(step);
        kernel.Begin(step);
        Calls++;
        return Settle(index);
    }

    private Divergence? Settle(int index)
    {
        if (!kernel.Settle(model.Allows, settleMost + kernel.ShortTimeout, out var seen))
        {
            return new Divergence(index, model.Allowed, seen);
        }

        model.Believe(seen);
        Believed?.Invoke((int)Calls - 1, Begun!, seen);
        return null;
    }

    /// <summary>
    /// Where the model allowed several outcomes, the kernel may have been seen on its way from one to another, and a
    /// deadline may have passed since: what is seen now counts.
    /// </summary>
    private Divergence? LateChange(int index)
    {
        if (model.Allowed.Count <= 1)
        {
            model.EndStep();
            return null;
        }

        var divergence = Settle(Math.Max(index - 1, 0));
        model.EndStep();
        return divergence;
    }
}
