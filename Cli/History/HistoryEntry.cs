using Wakeline.Cli.CommandLine;
using Wakeline.Spec.History;

namespace Wakeline.Cli.History;

/// <summary>An entry of the history, with the mutants that systems of a catalogue find.</summary>
internal sealed record HistoryEntry(HistoricFault Fault, IReadOnlyList<PutBackFault> Mutants)
{
    /// <summary>Why no mutant puts the fault back; <see langword="null"/> if one does.</summary>
    public string? Outside => Mutants.Count > 0 ? null : Fault.Outside ?? "no system here has its mutants";

    public static HistoryEntry Of(HistoricFault fault, Catalogue catalogue) =>
        new(fault, [.. PutBackFault.Of(fault, catalogue)]);

    /// <summary>Searches for all mutants.</summary>
    /// <exception cref="OperationCanceledException">The user ended the command.</exception>
    public HistoryEntry Search(Shell shell, Action<string> tell) =>
        this with { Mutants = [.. Mutants.Select(mutant => mutant.Search(shell, tell))] };
}
