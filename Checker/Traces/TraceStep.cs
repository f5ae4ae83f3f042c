namespace Wakeline.Checking.Traces;

/// <summary>One step of a trace, with what a reader needs to know about its rule.</summary>
/// <param name="Step">The step, as the system numbers its rules.</param>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Rule">Name of the rule.</param>
/// <param name="Lane">Title of the column the step stands in: the task, softirq or device that takes it.</param>
/// <param name="Citations">Sources of the rule: kernel functions, RFC sections.</param>
public sealed record TraceStep(
    Step Step, string Machine, string Rule, string Lane, IReadOnlyList<string> Citations);
