using Wakeline.Checking.Traces;

namespace Wakeline.Checking;

/// <summary>A state as a tool shows it that walks through a system: where it is, what holds, what can happen.</summary>
public sealed record ExploredState
{
    /// <summary>The choices that lead here from the start, each an index into the successors of its state.</summary>
    public required IReadOnlyList<int> Path { get; init; }

    /// <summary>The steps that were chosen.</summary>
    public required IReadOnlyList<TraceStep> Steps { get; init; }

    /// <summary>The same for equal states, in 32 hexadecimal digits: half of the SHA-256 of their bytes.</summary>
    public required string Identity { get; init; }

    /// <summary>Names of the predicates that hold, of those that properties use.</summary>
    public required IReadOnlyList<string> Holding { get; init; }

    /// <summary>Whether the system may rest here for ever.</summary>
    public required bool MayEnd { get; init; }

    /// <summary>The steps that are possible, in a fixed order.</summary>
    public required IReadOnlyList<ExploredSuccessor> Successors { get; init; }

    /// <summary>What a guard, effect or predicate throws here, in words; <see langword="null"/> if none does.</summary>
    public string? Failure { get; init; }
}

/// <summary>A step that is possible in a state.</summary>
/// <param name="Index">Number by which the step is chosen, from 0.</param>
/// <param name="Step">The step.</param>
/// <param name="Identity">The state it leads to, as in <see cref="ExploredState.Identity"/>.</param>
public sealed record ExploredSuccessor(int Index, TraceStep Step, string Identity);
