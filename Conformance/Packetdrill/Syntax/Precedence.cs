namespace Wakeline.Conformance.Packetdrill.Syntax;

/// <summary>Operators between arguments.</summary>
internal static class Precedence
{
    /// <summary>The operators by precedence, the weakest first, as in C.</summary>
    public static IReadOnlyList<string[]> Levels { get; } =
        [["|"], ["^"], ["&"], ["<<", ">>"], ["+", "-"], ["*", "/"]];

    /// <summary>The level of an operator, from 0 for the weakest.</summary>
    public static int Of(string found) => Levels.Index().First(level => level.Item.Contains(found)).Index;
}
