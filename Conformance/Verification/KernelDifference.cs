using Wakeline.Conformance.Programs;

namespace Wakeline.Conformance;

/// <summary>A program on which the kernel does what the model does not allow.</summary>
public sealed record KernelDifference
{
    /// <summary>The smallest program found that still differs.</summary>
    public required CallProgram Program { get; init; }

    /// <summary>The program as it was generated, the first if there were several.</summary>
    public required CallProgram Original { get; init; }

    /// <summary>Index of the first step of <see cref="Program"/> after which they differ.</summary>
    public required int Step { get; init; }

    /// <summary>What the model allows after that step, one line for each outcome.</summary>
    public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>What the kernel did.</summary>
    public required string Observed { get; init; }

    /// <summary>The rules that decided the step in the model: one of them is in question, or the driver is.</summary>
    public required IReadOnlyList<RuleInQuestion> Rules { get; init; }

    /// <summary>How many of the programs that ran came down to this one.</summary>
    public int Programs { get; init; } = 1;

    /// <summary>Whether another difference is this one once more: the same smallest program, the same step.</summary>
    internal bool IsLike(KernelDifference other) => Step == other.Step && Program == other.Program;
}

/// <summary>A rule that fired in the step in question.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Rule">The name of the rule.</param>
/// <param name="Citations">Its sources.</param>
/// <param name="Location">File and line of the row.</param>
public sealed record RuleInQuestion(string Machine, string Rule, IReadOnlyList<string> Citations, string Location);
