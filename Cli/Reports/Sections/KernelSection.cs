using System.Text.Json.Serialization;

namespace Wakeline.Cli.Reports.Sections;

/// <summary>One answer of the kernel that the model does not allow.</summary>
internal sealed record DifferenceSection
{
    /// <summary>
    /// The smallest program found that shows it, in the text form that <c>wakeline program</c> reads.
    /// </summary>
    public required string Program { get; init; }

    /// <summary>The same program as lines of C.</summary>
    public required string C { get; init; }

    /// <summary>The step of that program, from 1, at which the answers differ.</summary>
    public required int Step { get; init; }

    /// <summary>What the model allows there, one line for each possibility.</summary>
    public required IReadOnlyList<string> Allowed { get; init; }

    /// <summary>What the kernel did.</summary>
    public required string Observed { get; init; }

    /// <summary>The rules that decided the step: one of them is in question.</summary>
    public IReadOnlyList<QuestionedRuleSection> Rules { get; init; } = [];

    /// <summary>How many of the programs that ran came down to this one.</summary>
    public int Programs { get; init; } = 1;
}

/// <summary>A rule that decided a step on which model and kernel differ.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Rule">The rule.</param>
/// <param name="Citations">Its sources.</param>
/// <param name="Location">File and line of the row.</param>
internal sealed record QuestionedRuleSection(
    string Machine, string Rule, IReadOnlyList<string> Citations, string Location);

/// <summary>What the comparison of programs on model and kernel found.</summary>
internal sealed record KernelSection
{
    public required ulong Seed { get; init; }

    /// <summary>Programs of the covering set, one or more for each rule that system calls can reach.</summary>
    public required long CoveringPrograms { get; init; }

    /// <summary>Random programs.</summary>
    public required long RandomPrograms { get; init; }

    public required long Calls { get; init; }

    public required double Seconds { get; init; }

    public IReadOnlyList<DifferenceSection> Differences { get; init; } = [];

    /// <summary>
    /// Programs that differed once and not when they were run again: a matter of timing, reported but not counted.
    /// </summary>
    public IReadOnlyList<DifferenceSection> NotReproduced { get; init; } = [];

    /// <summary>Whether a limit ended the comparison before all programs had run.</summary>
    public bool EndedEarly { get; init; }

    /// <summary>Conditions of the run a reader must know, such as a network that could not be isolated.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    [JsonIgnore]
    public long Programs => CoveringPrograms + RandomPrograms;

    [JsonIgnore]
    public double CallsPerSecond => Seconds > 0 ? Calls / Seconds : 0;
}
