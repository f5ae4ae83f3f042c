using System.IO.Enumeration;

namespace Wakeline.Cli.Mutants;

/// <summary>Why derived mutants survive, as somebody has reviewed it.</summary>
/// <param name="Machine">Name of the machine.</param>
/// <param name="Pattern">Their names, with <c>*</c> for any text.</param>
/// <param name="Kind">What kind of reason it is.</param>
/// <param name="Reason">The reason.</param>
internal sealed record Survivor(string Machine, string Pattern, SurvivorKind Kind, string Reason)
{
    /// <summary>Whether it is about a mutant.</summary>
    public bool Explains(string machine, string mutant) =>
        machine == Machine && FileSystemName.MatchesSimpleExpression(Pattern, mutant, ignoreCase: false);
}
