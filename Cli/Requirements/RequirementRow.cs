using Wakeline.Spec.Tcp;

namespace Wakeline.Cli.Requirements;

/// <summary>How far the specification goes with a requirement.</summary>
internal enum Standing
{
    /// <summary>Rules realise it.</summary>
    Realised,

    /// <summary>Rules realise a part of it.</summary>
    InPart,

    /// <summary>No rule does yet.</summary>
    Missing,

    /// <summary>It is no matter of the specification.</summary>
    Outside,
}

/// <summary>A row that realises a requirement, and where it fires.</summary>
/// <param name="Machine">Its machine.</param>
/// <param name="Rule">The row.</param>
/// <param name="ExercisedBy">Systems, and "programs" for programs of system calls.</param>
internal sealed record RealisingRule(MachineInfo Machine, RuleInfo Rule, IReadOnlyList<string> ExercisedBy)
{
    public override string ToString() => $"{Machine.Name} {Rule.Name}";
}

/// <summary>A line of the matrix: a requirement and what realises it.</summary>
internal sealed record RequirementRow(Requirement Requirement, IReadOnlyList<RealisingRule> Rules)
{
    /// <summary>How far the specification goes with it.</summary>
    public Standing Standing => Rules.Count > 0
        ? Requirement.Note.Length > 0 ? Standing.InPart : Standing.Realised
        : Requirement.IsOutside ? Standing.Outside : Standing.Missing;

    /// <summary>Everything that exercises a rule of it.</summary>
    public IReadOnlyList<string> ExercisedBy => [.. Rules.SelectMany(rule => rule.ExercisedBy).Distinct().Order()];
}
